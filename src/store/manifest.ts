// What is published, and what a push has staged, as ids and hashes.
import { sha256 } from '../article/digest.ts';
import { canonicalTable } from '../article/sources.ts';
import { type Database, type Row, sql } from './database.ts';
import type { StagedArticle } from './publication.ts';
import { SETTINGS, tableOf } from './sources.ts';

/** An article and its version: its id and its hash. */
export type Version = [id: string, hash: string];

/** What is published at a revision, or a page of it. */
export interface Manifest {
  revision: number;
  /** SHA-256 of all that broadsheet.json said, hex. */
  sources: string;
  versions: Version[];
}

/** One page of the published articles, by id, with what is published beside them. */
export async function manifestPage(db: Database, after: string, limit: number): Promise<Manifest> {
  const [state, settings = [], rows = []] = await db.batch([
    sql('SELECT revision FROM state'),
    SETTINGS,
    sql(
      'SELECT id, hash FROM articles WHERE withdrawn = 0 AND id > ?1 ORDER BY id LIMIT ?2',
      after,
      limit,
    ),
  ]);
  return {
    revision: Number(state?.[0]?.revision ?? 0),
    sources: await sha256(canonicalTable(tableOf(settings))),
    versions: rows.map(({ id, hash }) => [String(id), String(hash)]),
  };
}

/** The published articles with these ids, as they were when they were compiled. */
export async function articlesAt(db: Database, ids: string[]): Promise<StagedArticle[]> {
  const rows = await db.all(
    `SELECT id, source, sources.title AS sourceTitle, articles.title AS title, authors, url, published,
       html, summary, image, enclosures, language, hash
     FROM articles JOIN bodies USING (hash) JOIN sources ON sources.key = source
     WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY id`,
    JSON.stringify(ids),
  );
  return rows.map(fromRow);
}

function fromRow({ authors, image, enclosures, ...row }: Row): StagedArticle {
  return {
    ...row,
    image: image && JSON.parse(String(image)),
    authors: JSON.parse(String(authors)),
    enclosures: JSON.parse(String(enclosures)),
  } as unknown as StagedArticle;
}

/** Ids that a publication has staged, for publishing or for withdrawal. */
export async function stagedIds(db: Database, name: string): Promise<string[]> {
  const rows = await db.all<{ id: string }>('SELECT id FROM staged WHERE publication = ?1', name);
  return rows.map(({ id }) => id);
}

/**
 * A push names its publication after the revision it starts from: what it staged can be committed
 * onto that one only, so that once the revision has moved on it is dead, at any time and for all.
 */
export function pushName(base: number, name: string): string {
  return `push ${base} ${name}`;
}
