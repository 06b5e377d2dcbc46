// Articles → the store: staged in any number of steps, then published in one, or not at all.
import type { Article } from '../article/types.ts';
import { countNew, givePlaces } from './channels.ts';
import { type Database, type Insertion, type Statement, sql } from './database.ts';
import { indexFew } from './search/search.ts';

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

/** The number of the last publication that changed anything; 0 before the first. */
export async function currentRevision(db: Database): Promise<number> {
  const [state] = await db.all<{ revision: number }>('SELECT revision FROM state');
  return state?.revision ?? 0;
}

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
 * Throws away what publications of this kind left unfinished that can no longer be committed,
 * because the revision has moved on: only then can none of them still be at work.
 */
export async function discardDead(db: Database, kind: string): Promise<void> {
  const dead = await db.all<{ publication: string }>(
    `SELECT DISTINCT publication FROM staged WHERE publication LIKE ?1 || ' %'
       AND CAST(substr(publication, length(?1) + 2) AS INTEGER) < (SELECT revision FROM state)`,
    kind,
  );
  for (const { publication } of dead) await discardPublication(db, publication);
}

/** Adds articles to a publication; one already staged under the same id is replaced. */
export async function stageArticles(
  db: Database,
  { name }: Publication,
  articles: StagedArticle[],
): Promise<void> {
  await db.batch([
    {
      table: 'bodies',
      columns: ['hash', 'html'],
      rows: articles.map(({ hash, html }) => [hash, html]),
      existing: 'IGNORE',
    },
    {
      table: 'staged',
      columns: STAGED,
      rows: articles.map((each) => [
        name,
        each.id,
        each.source,
        each.sourceTitle,
        each.title,
        JSON.stringify(each.authors),
        each.url,
        each.published,
        each.published,
        each.summary,
        each.image && JSON.stringify(each.image),
        JSON.stringify(each.enclosures),
        each.language,
        each.hash,
      ]),
      existing: 'REPLACE',
    },
  ]);
}

const STAGED = [
  'publication',
  'id',
  'source',
  'source_title',
  'title',
  'authors',
  'url',
  'published',
  'updated',
  'summary',
  'image',
  'enclosures',
  'language',
  'hash',
];

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
 * or content really changed. The revision moves by one, and only if anything changed.
 *
 * @param now the clock, epoch milliseconds
 * @param alongside what else belongs into the same transaction
 */
export async function commitPublication(
  db: Database,
  { name, base }: Publication,
  now: number,
  alongside: (Statement | Insertion)[] = [],
): Promise<Commit> {
  let revision: number;
  try {
    const results = await db.batch<{ revision: number }>([
      ...commitStatements(name, base, now),
      ...alongside,
      sql('SELECT revision FROM state'),
    ]);
    revision = results.at(-1)?.[0]?.revision ?? 0;
  } catch (error) {
    revision = await currentRevision(db);
    if (revision === base) throw error;
    return { conflict: true, revision };
  }
  if (revision !== base) await indexFew(db);
  return { revision, changed: revision !== base };
}

function commitStatements(name: string, base: number, now: number): Statement[] {
  return [
    // D1 has no interactive transactions: where the revision is not the base any more, this breaks
    // the CHECK of `state`, and with it the whole batch.
    sql('UPDATE state SET one = 1 + (revision <> ?1)', base),
    // What an article keeps for ever, and when it was changed.
    sql(
      `UPDATE staged SET published = old.published,
         updated = CASE
           WHEN staged.hash = old.hash THEN old.updated
           WHEN staged.title = old.title
             AND (SELECT html FROM bodies WHERE hash = staged.hash)
               = (SELECT html FROM bodies WHERE hash = old.hash) THEN old.updated
           ELSE max(?2, old.published) END
       FROM articles AS old WHERE publication = ?1 AND staged.id = old.id
         AND staged.hash IS NOT NULL`,
      name,
      now,
    ),
    // The bodies that lose their article.
    sql(
      `DELETE FROM bodies WHERE hash IN (
         SELECT old.hash FROM articles AS old JOIN staged USING (id)
         WHERE publication = ?1 AND staged.hash IS NOT old.hash)`,
      name,
    ),
    sql(
      `INSERT INTO sources (key, title)
       SELECT source, min(source_title) FROM staged
       WHERE publication = ?1 AND hash IS NOT NULL GROUP BY source
       ON CONFLICT (key) DO UPDATE SET title = min(title, excluded.title)`,
      name,
    ),
    sql(
      `UPDATE articles SET withdrawn = 0, revision = ?2 + 1, source = new.source,
         title = new.title, authors = new.authors, url = new.url, updated = new.updated, summary = new.summary,
         image = new.image, enclosures = new.enclosures, language = new.language, hash = new.hash
       FROM staged AS new WHERE publication = ?1 AND articles.id = new.id
         AND new.hash IS NOT NULL AND (articles.hash <> new.hash OR withdrawn = 1)`,
      name,
      base,
    ),
    sql(
      `UPDATE articles SET withdrawn = 1, revision = ?2 + 1
       WHERE withdrawn = 0
         AND id IN (SELECT id FROM staged WHERE publication = ?1 AND hash IS NULL)`,
      name,
      base,
    ),
    countNew(name),
    sql(
      `INSERT INTO articles (id, sequence, revision, withdrawn, source, title, authors, url, published,
         updated, summary, image, enclosures, language, hash)
       SELECT id,
         (SELECT coalesce(max(sequence), 0) FROM articles)
           + row_number() OVER (ORDER BY published, id),
         ?2 + 1, 0, source, title, authors, url, published, updated, summary, image, enclosures,
         language, hash
       FROM staged WHERE publication = ?1 AND hash IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.id = staged.id)`,
      name,
      base,
    ),
    ...givePlaces(base + 1),
    sql('DELETE FROM staged WHERE publication = ?1', name),
    sql(
      `UPDATE state SET revision = ?1 + 1
       WHERE EXISTS (SELECT 1 FROM articles WHERE revision = ?1 + 1)`,
      base,
    ),
  ];
}

/** Takes these articles out of a publication: what is shown of them stays as it is. */
export async function unstageArticles(
  db: Database,
  { name }: Publication,
  ids: string[],
): Promise<void> {
  await db.batch([
    sql(
      `DELETE FROM bodies WHERE hash IN (
         SELECT hash FROM staged AS mine
         WHERE publication = ?1 AND id IN (SELECT value FROM json_each(?2)) AND NOT EXISTS (
           SELECT 1 FROM articles WHERE articles.id = mine.id AND articles.hash = mine.hash))`,
      name,
      JSON.stringify(ids),
    ),
    sql(
      'DELETE FROM staged WHERE publication = ?1 AND id IN (SELECT value FROM json_each(?2))',
      name,
      JSON.stringify(ids),
    ),
  ]);
}

/** Throws away what was staged. */
export async function discardPublication(db: Database, name: string): Promise<void> {
  await db.batch([
    sql(
      `DELETE FROM bodies WHERE hash IN (
         SELECT hash FROM staged AS mine WHERE publication = ?1 AND hash IS NOT NULL
           AND NOT EXISTS (
             SELECT 1 FROM articles WHERE articles.id = mine.id AND articles.hash = mine.hash)
           AND NOT EXISTS (
             SELECT 1 FROM staged AS other WHERE publication <> ?1
               AND other.id = mine.id AND other.hash = mine.hash))`,
      name,
    ),
    sql('DELETE FROM staged WHERE publication = ?1', name),
  ]);
}
