// What is found in the search index, for feeds and for pages.

import { COLUMNS, JOINS, type PublishedArticle, snapshot, type Window } from '../articles.ts';
import { type Database, type Statement, sql } from '../database.ts';
import { isUpToDate } from './indexing.ts';
import type { SearchQuery } from './query.ts';
import { createMarker } from './snippet.ts';
import { textOf } from './words.ts';

/** Results that a search has at most. */
const MAX_RESULTS = 500;

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
 * publication date first. Of each kind, only the MAX_RESULTS that arrived last are looked at.
 *
 * @returns `count` of results, at most MAX_RESULTS; `more` if there are more than those
 * @throws IndexBehind while the index is being built
 */
export async function searchArticles(
  db: Database,
  { match, titled, wanted }: SearchQuery,
  { limit, offset = 0 }: Window,
): Promise<{ revision: number; results: SearchResult[]; count: number; more: boolean }> {
  if (!(await isUpToDate(db))) throw new IndexBehind();
  const found = await db.all<{ id: string }>(
    sql`SELECT id FROM (
        SELECT found, min(inText) AS inText FROM (
          SELECT 0 AS inText, found FROM (${latest(titled)})
          UNION ALL SELECT 1, found FROM (${latest(match)}))
        GROUP BY found)
      JOIN articles ON sequence = found WHERE withdrawn = 0
      ORDER BY inText, published DESC, id LIMIT ${MAX_RESULTS + 1}`,
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

/** The row ids that match, of those that arrived last. */
function latest(match: string): Statement {
  return sql`SELECT rowid AS found FROM search WHERE search MATCH ${match}
    ORDER BY rowid DESC LIMIT ${MAX_RESULTS + 1}`;
}
