// What is found in the search index, for feeds and for pages.

import { COLUMNS, JOINS, type PublishedArticle, snapshot, type Window } from '../articles.ts';
import { type Database, readOne, type Statement, sql } from '../database.ts';
import type { Period } from '../periods.ts';
import { facetTerm } from './facets.ts';
import { isUpToDate } from './indexing.ts';
import type { SearchQuery } from './query.ts';
import { createMarker } from './snippet.ts';
import { textOf } from './words.ts';

/** Results that a search has at most. */
const MAX_RESULTS = 500;

/** Matches that are looked at for those of a period, and that are counted: the last that arrived. */
const MAX_SCANNED = 20_000;
const MAX_COUNTED = 2000;

/** Which results: of one source, in one language, of a period. */
export interface Narrowing {
  /** Key of the source. */
  source?: string | undefined;
  /** BCP 47 tag. */
  language?: string | undefined;
  period?: Period | undefined;
}

/** The order of results: those with all words in the title first, or by date alone. */
export type Order = 'titles' | 'newest';

/** The index is being built: searches can be answered in a while. */
export class IndexBehind extends Error {}

/** A result of a search, for a page. */
export type SearchResult = PublishedArticle & {
  /** Title and a part of the text, as safe HTML with `<mark>` around what was found. */
  titleHtml: string;
  snippetHtml: string;
};

/**
 * One page of the results: first those with all words in the title, and of each kind the newest by
 * publication date first; or by date alone. Of each kind, only the MAX_RESULTS that arrived last
 * are looked at.
 *
 * @returns `count` of results, at most MAX_RESULTS; `more` if there are more than those
 * @throws IndexBehind while the index is being built
 */
export async function searchArticles(
  db: Database,
  { match, titled, wanted }: SearchQuery,
  { limit, offset = 0 }: Window,
  narrowing: Narrowing = {},
  order: Order = 'titles',
): Promise<{ revision: number; results: SearchResult[]; count: number; more: boolean }> {
  if (!(await isUpToDate(db))) throw new IndexBehind();
  const titlesFirst = order === 'titles' ? sql`inText,` : sql``;
  const found = await db.all<{ id: string }>(
    sql`SELECT id FROM (
        SELECT found, min(inText) AS inText FROM (
          SELECT 0 AS inText, found FROM (${latest(titled, narrowing)})
          UNION ALL SELECT 1, found FROM (${latest(match, narrowing)}))
        GROUP BY found)
      JOIN articles ON sequence = found WHERE withdrawn = 0
      ORDER BY ${titlesFirst} published DESC, id LIMIT ${MAX_RESULTS + 1}`,
  );
  const results = found.slice(0, MAX_RESULTS);
  const page = results.slice(offset, offset + limit).map(({ id }) => id);
  const { revision, articles } = await snapshot(
    db,
    sql`SELECT ${COLUMNS} FROM json_each(${JSON.stringify(page)}) AS place
      JOIN articles ON articles.id = place.value ${JOINS}
      WHERE withdrawn = 0 ORDER BY place.key`,
  );
  const { marked, snippet } = createMarker(wanted);
  return {
    revision,
    results: articles.map((article) => ({
      ...article,
      titleHtml: marked(article.title),
      snippetHtml: snippet(textOf(article.html)),
    })),
    count: results.length,
    more: found.length > MAX_RESULTS,
  };
}

/** What is counted of a match. */
export interface Match {
  source: string;
  language: string;
  /** Epoch milliseconds. */
  published: number;
}

/**
 * Of the articles that match, the MAX_COUNTED that arrived last, to count them by.
 *
 * @returns `more` if there are more than those
 * @throws IndexBehind while the index is being built
 */
export async function matchesOf(
  db: Database,
  { match }: SearchQuery,
  narrowing: Narrowing,
): Promise<{ matches: Match[]; more: boolean }> {
  if (!(await isUpToDate(db))) throw new IndexBehind();
  const matches = await db.all<Match>(
    sql`SELECT source, language, published FROM (${latest(match, narrowing, MAX_COUNTED + 1)})
      CROSS JOIN articles ON sequence = found WHERE withdrawn = 0`,
  );
  return { matches: matches.slice(0, MAX_COUNTED), more: matches.length > MAX_COUNTED };
}

/** How many articles match, at most so many as a search has results. */
export async function countMatches(db: Database, { match }: SearchQuery): Promise<number> {
  const { count } = await readOne<{ count: number }>(
    db,
    sql`SELECT count(*) AS count FROM (SELECT 1 FROM search
      WHERE search MATCH ${match} LIMIT ${MAX_RESULTS})`,
  );
  return count;
}

/** The row ids that match, of those that arrived last. */
function latest(
  match: string,
  { source, language, period }: Narrowing,
  limit = MAX_RESULTS + 1,
): Statement {
  const all = [
    `(${match})`,
    ...(source === undefined ? [] : [`"${facetTerm('source', source)}"`]),
    ...(language === undefined ? [] : [`"${facetTerm('lang', language)}"`]),
  ].join(' AND ');
  const found = (most: number) => sql`SELECT rowid AS found FROM search
    WHERE search MATCH ${all} ORDER BY rowid DESC LIMIT ${most}`;
  if (!period) return found(limit);
  // CROSS JOIN: the index gives its matches in order.
  return sql`SELECT found FROM (${found(MAX_SCANNED)}) CROSS JOIN articles ON sequence = found
    WHERE published >= ${period.start} AND published < ${period.end}
    ORDER BY found DESC LIMIT ${limit}`;
}
