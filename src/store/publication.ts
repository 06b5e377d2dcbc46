// Articles → the store: staged in any number of steps, then published in one, or not at all.
import type { Article } from '../article/types.ts';
import { commitStatements } from './commit.ts';
import { type Database, type Insertion, rowsOf, type Statement, sql } from './database.ts';
import { currentRevision } from './revision.ts';
import { indexFew } from './search/indexing.ts';

/** A publication that has begun: nothing of it can be seen before it is committed. */
export interface Publication {
  /** Any text that no other open publication has. */
  name: string;
  /** The revision it started from: it can be committed onto this one only. */
  base: number;
}

/** An article on its way into the store, with its source's name for people. */
export type StagedArticle = Article & { sourceTitle: string };

/** What a commit did. A conflict: another publication was committed since this one began. */
export type Commit = { revision: number; changed: boolean } | { conflict: true; revision: number };

/**
 * Begins a publication. Its name holds its base, as that of every publication does.
 *
 * @param kind one word
 */
export async function beginPublication(db: Database, kind: string): Promise<Publication> {
  await discardDead(db, kind);
  const base = await currentRevision(db);
  return { name: `${kind} ${base} ${crypto.randomUUID()}`, base };
}

/**
 * Deletes what unfinished publications of this kind have staged, if the revision has moved on since
 * they began: they can no longer be committed, so none of them is still at work.
 */
export async function discardDead(db: Database, kind: string): Promise<void> {
  const dead = await db.all<{ publication: string }>(
    sql`SELECT DISTINCT publication FROM staged WHERE publication LIKE ${`${kind} %`}
      AND CAST(substr(publication, ${kind.length + 2}) AS INTEGER) < (SELECT revision FROM state)`,
  );
  for (const { publication } of dead) await discardPublication(db, publication);
}

/** Adds articles to a publication; one already staged under the same id is replaced. */
export async function stageArticles(
  db: Database,
  { name }: Publication,
  articles: StagedArticle[],
): Promise<void> {
  const rows = articles.map((article) => ({
    ...article,
    publication: name,
    source_title: article.sourceTitle,
    updated: article.published,
    image: article.image && JSON.stringify(article.image),
    authors: JSON.stringify(article.authors),
    categories: JSON.stringify(article.categories),
    enclosures: JSON.stringify(article.enclosures),
  }));
  await db.batch([
    { table: 'bodies', columns: BODIES, rows: rowsOf(BODIES, rows), existing: 'IGNORE' },
    { table: 'staged', columns: STAGED, rows: rowsOf(STAGED, rows), existing: 'REPLACE' },
  ]);
}

const BODIES = ['hash', 'html'] as const;
const STAGED = [
  'publication',
  'id',
  'source',
  'source_title',
  'title',
  'authors',
  'categories',
  'url',
  'published',
  'updated',
  'summary',
  'image',
  'enclosures',
  'language',
  'hash',
] as const;

/** Adds withdrawals to a publication: these articles will no longer be shown. */
export async function stageWithdrawals(
  db: Database,
  { name }: Publication,
  ids: string[],
): Promise<void> {
  const rows = ids.map((id) => [name, id]);
  await db.batch([{ table: 'staged', columns: ['publication', 'id'], rows, existing: 'REPLACE' }]);
}

/**
 * Publishes all that was staged, as one transaction: a reader sees the state before or after it.
 * An article keeps its id and `published` for ever; `updated` becomes `now` only where its title
 * or content changed. The revision moves by one, and only if anything changed.
 *
 * @param now the clock, epoch milliseconds
 * @param alongside what else belongs to the same transaction
 */
export async function commitPublication(
  db: Database,
  { name, base }: Publication,
  now: number,
  alongside: (Statement | Insertion)[] = [],
): Promise<Commit> {
  let revision: number;
  try {
    const results = await db.batch([
      ...commitStatements(name, base, now),
      ...alongside,
      sql`UPDATE state SET published = max(published, ${now}) WHERE revision <> ${base}`,
      sql`SELECT revision FROM state`,
    ]);
    revision = Number(results.at(-1)?.[0]?.revision);
  } catch (error) {
    revision = await currentRevision(db);
    if (revision === base) throw error;
    return { conflict: true, revision };
  }
  if (revision !== base) await indexFew(db);
  return { revision, changed: revision !== base };
}

/** Takes these articles out of a publication: readers see of them what they see now. */
export async function unstageArticles(
  db: Database,
  { name }: Publication,
  ids: string[],
): Promise<void> {
  await db.batch([
    sql`DELETE FROM bodies WHERE hash IN (
      SELECT hash FROM staged AS mine
      WHERE publication = ${name} AND id IN ${ids} AND NOT EXISTS (
        SELECT 1 FROM articles WHERE articles.id = mine.id AND articles.hash = mine.hash))`,
    sql`DELETE FROM staged WHERE publication = ${name} AND id IN ${ids}`,
  ]);
}

/** Deletes what was staged. */
export async function discardPublication(db: Database, name: string): Promise<void> {
  await db.batch([
    sql`DELETE FROM bodies WHERE hash IN (
      SELECT hash FROM staged AS mine WHERE publication = ${name} AND hash IS NOT NULL
        AND NOT EXISTS (
          SELECT 1 FROM articles WHERE articles.id = mine.id AND articles.hash = mine.hash)
        AND NOT EXISTS (
          SELECT 1 FROM staged AS other WHERE publication <> ${name}
            AND other.id = mine.id AND other.hash = mine.hash))`,
    sql`DELETE FROM staged WHERE publication = ${name}`,
  ]);
}
