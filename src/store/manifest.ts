// What is published, and what a push has staged, as ids and hashes.
import { sha256 } from '../article/digest.ts';
import { canonicalTable } from '../article/sources.ts';
import { fromRow, JOINS } from './articles.ts';
import { type Database, type Row, sql } from './database.ts';
import type { StagedArticle } from './publication.ts';
import { readAtRevision } from './revision.ts';
import { SETTINGS, tableOf } from './sources.ts';

/** An article and its version: its id and its hash. */
export type Version = [id: string, hash: string];

/** What is published at a revision, or a page of it. */
export interface Manifest {
  revision: number;
  /** SHA-256 of all that broadsheet.json said, hex. */
  sources: string;
  versions: Version[];
  /** Whether the feeds are files of a deployment, which a push does not change. */
  files?: boolean;
}

/** One page of the published articles, by id, with the revision and the digest of the sources. */
export async function manifestPage(db: Database, after: string, limit: number): Promise<Manifest> {
  const { revision, rows } = await readAtRevision<[Row, { id: string; hash: string }]>(
    db,
    SETTINGS,
    sql`SELECT id, hash FROM articles WHERE withdrawn = 0 AND id > ${after}
      ORDER BY id LIMIT ${limit}`,
  );
  const [settings, versions] = rows;
  return {
    revision,
    sources: await sha256(canonicalTable(tableOf(settings))),
    versions: versions.map(({ id, hash }) => [id, hash]),
  };
}

/** The published articles with these ids, as they were when they were compiled. */
export async function articlesWithIds(db: Database, ids: string[]): Promise<StagedArticle[]> {
  const rows = await db.all(
    sql`SELECT id, source, sources.title AS sourceTitle, articles.title AS title, authors,
        categories, url, published, html, summary, image, enclosures, language, hash
      FROM articles ${JOINS} WHERE id IN ${ids} ORDER BY id`,
  );
  return rows.map(fromRow<StagedArticle>);
}

/** Ids that a publication has staged, for publishing or for withdrawal. */
export async function stagedIds(db: Database, name: string): Promise<string[]> {
  const rows = await db.all<{ id: string }>(sql`SELECT id FROM staged WHERE publication = ${name}`);
  return rows.map(({ id }) => id);
}

/**
 * A push names its publication after the revision it starts from: what it staged can be committed
 * onto that one only. Once the revision has moved on, it can never be committed.
 */
export function pushName(base: number, name: string): string {
  return `push ${base} ${name}`;
}
