// What the archive's folder held when it was last read: one row a file.
import type { Problem } from '../article/problem.ts';
import { type Database, type Insertion, type Statement, sql } from './database.ts';

/** One file of the archive, as it was when it was last read. */
export interface KnownFile {
  /** Path below the archive's root, with `/` between folders. */
  path: string;
  /** Bytes. */
  size: number;
  /** Time of the last modification, epoch microseconds. */
  modified: number;
  /** Digest of its bytes; empty where they could not be read. */
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

const paths = 'SELECT value FROM json_each(?1)';

/** Ids in one query. */
const SOME = 1000;

/** What is needed to tell whether files changed: of all of them, or of those below `paths`. */
export function knownVersions(
  db: Database,
): Promise<Pick<KnownFile, 'path' | 'size' | 'modified' | 'hash' | 'compiler'>[]> {
  return db.all('SELECT path, size, modified, hash, compiler FROM files');
}

/** Everything known about the files at these paths. */
export function knownFiles(db: Database, at: string[]): Promise<KnownFile[]> {
  return db.all(`SELECT * FROM files WHERE path IN (${paths})`, JSON.stringify(at));
}

/** The files that carry one of these articles. */
export async function claimsOf(db: Database, ids: Iterable<string>): Promise<Claim[]> {
  const select = `SELECT path, id, published FROM files WHERE id IN (${paths})`;
  const all = [...ids];
  const claims: Claim[] = [];
  // Some at a time: all of an archive's ids in one JSON text are megabytes, several times over.
  for (let at = 0; at < all.length; at += SOME) {
    const some = JSON.stringify(all.slice(at, at + SOME));
    claims.push(...(await db.all<Claim>(select, some)));
  }
  return claims;
}

/** Every known fault: rejected files, and articles in more than one file as notices. */
export async function knownProblems(db: Database): Promise<Problem[]> {
  const [rejected = [], doubles = []] = await db.batch<Record<string, never>>([
    sql(
      `SELECT path, coalesce(line, 0) AS line, problem AS message,
              iif(line IS NULL, 'notice', 'error') AS severity
       FROM files WHERE problem IS NOT NULL`,
    ),
    sql(
      `SELECT path, id, published FROM files
       WHERE id IN (SELECT id FROM files GROUP BY id HAVING count(*) > 1)`,
    ),
  ]);
  return [...(rejected as unknown as Problem[]), ...duplicates(doubles as unknown as Claim[])].sort(
    (a, b) => (a.path < b.path ? -1 : 1),
  );
}

/** Of two files with one article, the one whose version counts: the later date, then the first path. */
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

/** What remembers these files as they are now, and forgets those that are gone. */
export function rememberFiles(files: KnownFile[], gone: string[]): (Statement | Insertion)[] {
  return [
    {
      table: 'files',
      columns: [...COLUMNS],
      rows: files.map((file) => COLUMNS.map((column) => file[column])),
      existing: 'REPLACE',
    },
    sql(`DELETE FROM files WHERE path IN (${paths})`, JSON.stringify(gone)),
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
