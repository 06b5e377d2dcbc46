// What the archive's folder held when it was last read: one row for each file.
import type { Problem } from '../article/problem.ts';
import { type Database, type Insertion, readOne, rowsOf, type Statement, sql } from './database.ts';

/** One file of the archive, as it was when it was last read. */
export interface KnownFile {
  /** Path below the archive's root, with `/` between folders. */
  path: string;
  /** Bytes. */
  size: number;
  /** Time of the last modification, epoch microseconds. */
  modified: number;
  /** Digest of its bytes; empty if it is to be read again, whether it changes or not. */
  hash: string;
  /** Id of the article it carries; kept while the file is unreadable or malformed. */
  id: string | null;
  /** Publication date of that article, epoch milliseconds. */
  published: number | null;
  /** Version of the compiler that read it. */
  compiler: string;
  /** Why it was rejected when it was last read, and where; without a line it was a notice. */
  line: number | null;
  problem: string | null;
}

/** A file that carries an article. */
export type Claim = Pick<KnownFile, 'path'> & { id: string; published: number };

/** Ids in one query. */
const SOME = 1000;

/** What is needed to tell whether files changed. */
export function knownVersions(
  db: Database,
): Promise<Pick<KnownFile, 'path' | 'size' | 'modified' | 'hash' | 'compiler'>[]> {
  return db.all('SELECT path, size, modified, hash, compiler FROM files');
}

/** Everything known about the files at these paths. */
export function knownFiles(db: Database, at: string[]): Promise<KnownFile[]> {
  return db.all(sql`SELECT * FROM files WHERE path IN ${at}`);
}

/** The files that carry one of these articles. */
export async function claimsOf(db: Database, ids: Iterable<string>): Promise<Claim[]> {
  const all = [...ids];
  const claims: Claim[] = [];
  // In parts: the ids of a whole archive are megabytes of JSON.
  for (let at = 0; at < all.length; at += SOME) {
    const some = all.slice(at, at + SOME);
    claims.push(
      ...(await db.all<Claim>(sql`SELECT path, id, published FROM files WHERE id IN ${some}`)),
    );
  }
  return claims;
}

/** How many articles the files carry: all of them, or those at these paths. */
export async function countCarried(db: Database, at?: string[]): Promise<number> {
  const where = at ? sql`WHERE path IN ${at}` : sql``;
  const count = sql`SELECT count(DISTINCT id) AS count FROM files ${where}`;
  return (await readOne<{ count: number }>(db, count)).count;
}

/** Every known problem: rejected files, and articles in more than one file as notices. */
export async function knownProblems(db: Database): Promise<Problem[]> {
  const [rejected, doubles] = await db.batch<[Problem, Claim]>([
    sql`SELECT path, coalesce(line, 0) AS line, problem AS message,
      iif(line IS NULL, 'notice', 'error') AS severity FROM files WHERE problem IS NOT NULL`,
    sql`SELECT path, id, published FROM files
      WHERE id IN (SELECT id FROM files GROUP BY id HAVING count(*) > 1)`,
  ]);
  return [...rejected, ...duplicates(doubles)].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Of two files with the same article, the one that is published: the later date, then the first path. */
export function winner(one: Claim, other: Claim): Claim {
  if (one.published !== other.published) return one.published > other.published ? one : other;
  return one.path < other.path ? one : other;
}

function duplicates(claims: Claim[]): Problem[] {
  const byArticle = Map.groupBy(claims, (claim) => claim.id);
  return [...byArticle.values()].flatMap((same) => {
    const shown = same.reduce(winner);
    return same
      .filter((claim) => claim !== shown)
      .map(({ path }) => ({
        path,
        line: 0,
        severity: 'notice' as const,
        message: `duplicate: its link is also that of ${shown.path}, which is published; expected one file an article`,
      }));
  });
}

/** Records these files as they are now, and deletes those that are gone. */
export function recordFiles(files: KnownFile[], gone: string[]): (Statement | Insertion)[] {
  return [
    { table: 'files', columns: COLUMNS, rows: rowsOf(COLUMNS, files), existing: 'REPLACE' },
    sql`DELETE FROM files WHERE path IN ${gone}`,
  ];
}

const COLUMNS = [
  'path',
  'size',
  'modified',
  'hash',
  'id',
  'published',
  'compiler',
  'line',
  'problem',
] as const;
