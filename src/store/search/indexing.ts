// Published articles → the search index, which follows each publication in steps.

import type { Article } from '../../article/types.ts';
import { fromRow } from '../articles.ts';
import { type Database, type Row, readOne, sql } from '../database.ts';
import { facetsOf } from './facets.ts';
import { wordsOfText, wordsOfTitle } from './words.ts';

/** Articles indexed in one step: on Node, polls wait until a step ends (some 20 ms). */
const STEP = 25;
/** Articles that a publication indexes at once. */
const FEW = 100;
/** Bytes of a step: D1 takes 2 MB in one value. */
const STEP_BYTES = 700_000;

/**
 * Indexes some of the articles that are not yet indexed. Indexing an article takes about a
 * millisecond, four times as long as compiling it, so a large publication does not wait for it.
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
    const text = wordsOfText(article.html ?? '').join(' ');
    const facets = facetsOf(article).join(' ');
    rows.push([article.sequence, wordsOfTitle(article.title).join(' '), text, facets]);
    bytes += 3 * text.length;
  }
  const last = step.at(-1);
  if (!last) return true;
  const gone = step.filter(({ withdrawn }) => withdrawn).map(({ sequence }) => sequence);
  const written = db.batch([
    // If another step came between, this breaks the CHECK, and so the whole batch fails: that step
    // may have read newer articles.
    sql`UPDATE indexed SET one = (revision = ${from.revision} AND row = ${from.row}),
      revision = ${last.revision}, row = ${last.row}`,
    sql`DELETE FROM search WHERE rowid IN ${gone}`,
    { table: 'search', columns: ['rowid', 'title', 'text', 'facets'], rows, existing: 'REPLACE' },
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
 * Indexes what a publication changed, if it is little, so that readers can search for it at once.
 * Much is left to later steps. An error does not fail the publication, which is committed already.
 */
export async function indexFew(db: Database): Promise<void> {
  const missing = await readOne<{ count: number }>(
    db,
    sql`SELECT count(*) AS count FROM (
      SELECT 1 FROM articles WHERE revision > (SELECT revision FROM indexed) LIMIT ${FEW + 1})`,
  );
  if (missing.count > FEW) return;
  try {
    for (let steps = 0; steps <= FEW / STEP; steps++) if (await stepIndex(db)) return;
  } catch {
    // The next step tries again, and says what is wrong.
  }
}

/** Whether all that is published is indexed; if not, tries one step first, where it may write. */
export async function isUpToDate(db: Database): Promise<boolean> {
  const { pending } = await pendingArticles(db, 1);
  if (pending.length === 0) return true;
  return db.readOnly ? false : stepIndex(db);
}

/** Its `html` is missing once it is withdrawn. */
type Pending = Omit<Article, 'html'> & {
  html: string | null;
  row: number;
  revision: number;
  sequence: number;
  withdrawn: number;
};

/** The last article that was indexed: by publication and row. */
function reached(db: Database): Promise<{ revision: number; row: number }> {
  return readOne(db, sql`SELECT revision, row FROM indexed`);
}

/** Articles that were changed since they were indexed. */
async function pendingArticles(db: Database, limit = STEP) {
  const select = sql`SELECT articles.rowid AS row, articles.*, html
    FROM articles LEFT JOIN bodies USING (hash)`;
  const from = await reached(db);
  // Two statements, because each can use the index on `revision`.
  const [same, later] = await db.batch<[Row, Row]>([
    sql`${select} WHERE revision = ${from.revision} AND articles.rowid > ${from.row}
      ORDER BY articles.rowid LIMIT ${limit}`,
    sql`${select} WHERE revision > ${from.revision}
      ORDER BY revision, articles.rowid LIMIT ${limit}`,
  ]);
  return { from, pending: [...same, ...later].slice(0, limit).map(fromRow<Article & Pending>) };
}
