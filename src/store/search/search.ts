// The search index: brought up to date after a publication, in steps; and what is found in it.

import {
  COLUMNS,
  fromRow,
  JOINS,
  type PublishedArticle,
  type Snapshot,
  type Window,
} from '../articles.ts';
import { type Database, sql } from '../database.ts';
import type { SearchQuery } from './query.ts';
import { marked, snippet } from './snippet.ts';
import { indexWords, textOf } from './words.ts';

/** The most results that a search has. */
export const MAX_RESULTS = 500;

/** Articles indexed in one step: on Node, polls wait for a step to end (some 20 ms). */
const STEP = 25;
/** Articles that a publication indexes at once. */
const FEW = 100;
/** Characters of an article that are indexed, and bytes of a step: D1 takes 2 MB in one value. */
const INDEXED_TEXT = 50_000;
const STEP_BYTES = 700_000;

/** The index is being built: searches can be answered in a while. */
export class IndexBehind extends Error {}

/** A result of a search, for a page. */
export type SearchResult = PublishedArticle & {
  /** Title and a part of the text, as safe HTML with `<mark>` around what was found. */
  titleHtml: string;
  snippetHtml: string;
};

/**
 * Takes the index one step nearer to what is published. Indexing an article takes about a
 * millisecond, four times as long as compiling it: a large publication is not made to wait for it.
 *
 * @returns whether the index is up to date now
 */
export async function stepIndex(db: Database): Promise<boolean> {
  const { from, pending } = await pendingArticles(db);
  const step: Pending[] = [];
  const rows: (string | number)[][] = [];
  let bytes = 0;
  for (const article of pending) {
    if (bytes > STEP_BYTES) break;
    step.push(article);
    if (article.withdrawn) continue;
    const text = indexWords(textOf(article.html ?? '').slice(0, INDEXED_TEXT));
    rows.push([article.sequence, indexWords(article.title), text]);
    bytes += 3 * text.length;
  }
  const last = step.at(-1);
  if (!last) return true;
  const gone = step.filter(({ withdrawn }) => withdrawn).map(({ sequence }) => sequence);
  const written = db.batch([
    // Breaks the CHECK, and with it the batch, where another step came between: that one may have
    // read newer articles.
    sql(
      'UPDATE indexed SET one = (revision = ?1 AND row = ?2), revision = ?3, row = ?4',
      from.revision,
      from.row,
      last.revision,
      last.row,
    ),
    sql(
      'DELETE FROM search WHERE rowid IN (SELECT value FROM json_each(?1))',
      JSON.stringify(gone),
    ),
    { table: 'search', columns: ['rowid', 'title', 'text'], rows, existing: 'REPLACE' },
  ]);
  try {
    await written;
  } catch (error) {
    const now = await reached(db);
    if (now.revision === from.revision && now.row === from.row) throw error;
    return false;
  }
  return step.length === pending.length && pending.length < STEP;
}

/**
 * Brings the index up to date where few articles are missing: after a usual publication it is, as
 * soon as readers see that. Many are left to later steps, and so is what cannot be indexed now:
 * the articles are published.
 */
export async function indexFew(db: Database): Promise<void> {
  const [missing] = await db.all<{ count: number }>(
    `SELECT count(*) AS count FROM (
       SELECT 1 FROM articles WHERE revision > (SELECT revision FROM indexed) LIMIT ${FEW + 1})`,
  );
  if ((missing?.count ?? 0) > FEW) return;
  try {
    for (let steps = 0; steps <= FEW / STEP; steps++) if (await stepIndex(db)) return;
  } catch {
    // The next step tries again, and says what is wrong.
  }
}

/**
 * The articles found, the newest to arrive first: a standing query shows a match that arrives
 * late, whatever its date.
 *
 * @throws IndexBehind while the index is being built
 */
export async function matchingArticles(
  db: Database,
  { match }: SearchQuery,
  { limit, offset = 0 }: Window,
): Promise<Snapshot> {
  const { revision, rows } = await find(
    db,
    `SELECT rowid AS found, 0 AS score FROM search WHERE search MATCH ?1
     ORDER BY rowid DESC LIMIT ?2 OFFSET ?3`,
    match,
    limit,
    offset,
  );
  const articles = rows.map(fromRow);
  return { revision, articles: articles.toSorted(byDate) };
}

/**
 * One page of the results, the best first: by BM25, where a word in the title counts for ten in
 * the text. Ranked are the newest MAX_RESULTS that match.
 *
 * @returns `count` of results, at most MAX_RESULTS; `more` where there are more than those
 * @throws IndexBehind while the index is being built
 */
export async function searchArticles(
  db: Database,
  { match, wanted }: SearchQuery,
  { limit, offset = 0 }: Window,
): Promise<{ revision: number; results: SearchResult[]; count: number; more: boolean }> {
  const ranked = `SELECT rowid AS found, bm25(search, 10.0, 1.0) AS score
    FROM search WHERE search MATCH ?1 ORDER BY rowid DESC LIMIT ${MAX_RESULTS}`;
  const [counted] = await db.all<{ count: number }>(
    `SELECT count(*) AS count
     FROM (SELECT rowid FROM search WHERE search MATCH ?1 LIMIT ${MAX_RESULTS + 1})`,
    match,
  );
  const { revision, rows } = await find(
    db,
    `SELECT * FROM (${ranked}) ORDER BY score, found DESC LIMIT ?2 OFFSET ?3`,
    match,
    limit,
    offset,
  );
  const results = rows.map((row) => {
    const article = fromRow(row);
    return {
      ...article,
      titleHtml: marked(article.title, wanted),
      snippetHtml: snippet(textOf(article.html), wanted),
    };
  });
  const count = counted?.count ?? 0;
  return { revision, results, count: Math.min(count, MAX_RESULTS), more: count > MAX_RESULTS };
}

/** The articles at the row ids that a query of the index gives, in its order. */
async function find(db: Database, ids: string, match: string, limit: number, offset: number) {
  if (!(await isUpToDate(db))) throw new IndexBehind();
  const [state, rows = []] = await db.batch([
    sql('SELECT revision FROM state'),
    sql(
      `SELECT ${COLUMNS} FROM (${ids}) JOIN articles ON sequence = found ${JOINS}
       WHERE withdrawn = 0 ORDER BY score, found DESC`,
      match,
      limit,
      offset,
    ),
  ]);
  return { revision: Number(state?.[0]?.revision ?? 0), rows };
}

/** Whether all that is published is indexed; a few missing articles are indexed here and now. */
async function isUpToDate(db: Database): Promise<boolean> {
  const { pending } = await pendingArticles(db, 1);
  if (pending.length === 0) return true;
  return stepIndex(db);
}

type Pending = {
  row: number;
  revision: number;
  sequence: number;
  withdrawn: number;
  title: string;
  html: string | null;
};

/** The last article that was indexed: by publication and row. */
async function reached(db: Database): Promise<{ revision: number; row: number }> {
  const [last] = await db.all<{ revision: number; row: number }>(
    'SELECT revision, row FROM indexed',
  );
  return last ?? { revision: 0, row: 0 };
}

/** The articles that were changed since the index last came by. */
async function pendingArticles(db: Database, limit = STEP) {
  const columns = `articles.rowid AS row, revision, sequence, withdrawn, title, html
    FROM articles LEFT JOIN bodies USING (hash)`;
  const from = await reached(db);
  // Two statements, each of which follows the index on `revision`.
  const [same = [], later = []] = await db.batch<Pending>([
    sql(
      `SELECT ${columns} WHERE revision = ?1 AND articles.rowid > ?2
       ORDER BY articles.rowid LIMIT ?3`,
      from.revision,
      from.row,
      limit,
    ),
    sql(
      `SELECT ${columns} WHERE revision > ?1 ORDER BY revision, articles.rowid LIMIT ?2`,
      from.revision,
      limit,
    ),
  ]);
  return { from, pending: [...same, ...later].slice(0, limit) };
}

function byDate(a: PublishedArticle, b: PublishedArticle): number {
  return b.published - a.published || (a.id < b.id ? -1 : 1);
}
