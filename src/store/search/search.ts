// What is found in the search index, for feeds and for pages.

import {
  COLUMNS,
  JOINS,
  type PublishedArticle,
  type Snapshot,
  snapshot,
  type Window,
} from '../articles.ts';
import { type Database, type Statement, sql } from '../database.ts';
import { isUpToDate } from './indexing.ts';
import type { SearchQuery } from './query.ts';
import { marked, snippet } from './snippet.ts';
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
 * One page of the results, the best first: by BM25, in which a word in the title counts as much as
 * ten in the text. Only the newest MAX_RESULTS matches are ranked.
 *
 * @returns `count` of results, at most MAX_RESULTS; `more` if there are more than those
 * @throws IndexBehind while the index is being built
 */
export async function searchArticles(
  db: Database,
  { match, wanted }: SearchQuery,
  { limit, offset = 0 }: Window,
): Promise<{ revision: number; results: SearchResult[]; count: number; more: boolean }> {
  // Once, because this is what takes long: twelve single characters occur in nearly all articles.
  const ranked = await db.all<{ found: number; score: number }>(
    sql`SELECT rowid AS found, bm25(search, 10.0, 1.0) AS score
      FROM search WHERE search MATCH ${match} ORDER BY rowid DESC LIMIT ${MAX_RESULTS + 1}`,
  );
  const best = ranked.slice(0, MAX_RESULTS).toSorted((a, b) => a.score - b.score);
  const page = best.slice(offset, offset + limit).map(({ found }) => found);
  const { revision, articles } = await find(
    db,
    sql`SELECT value AS found, key AS score FROM json_each(${JSON.stringify(page)})`,
  );
  const results = articles.map((article) => ({
    ...article,
    titleHtml: marked(article.title, wanted),
    snippetHtml: snippet(textOf(article.html), wanted),
  }));
  return { revision, results, count: best.length, more: ranked.length > MAX_RESULTS };
}

/** The articles at the row ids that a query of the index gives, in its order. */
async function find(db: Database, ids: Statement): Promise<Snapshot> {
  if (!(await isUpToDate(db))) throw new IndexBehind();
  return snapshot(
    db,
    sql`SELECT ${COLUMNS} FROM (${ids}) JOIN articles ON sequence = found ${JOINS}
      WHERE withdrawn = 0 ORDER BY score, found DESC`,
  );
}
