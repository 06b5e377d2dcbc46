// Revision: the number of the last publication that changed anything, and reads that belong to one.
import { type Database, type RowsOf, readOne, type Statement, sql } from './database.ts';

const PUBLICATION = sql`SELECT revision, published FROM state`;

/** The last publication that changed anything. */
export interface LastPublication {
  /** Its number; 0 before the first. */
  revision: number;
  /** When it was committed, epoch milliseconds: `Last-Modified` of the bytes that it changed. */
  published: number;
}

export function lastPublication(db: Database): Promise<LastPublication> {
  return readOne(db, PUBLICATION);
}

/** The number of the last publication that changed anything; 0 before the first. */
export async function currentRevision(db: Database): Promise<number> {
  return (await lastPublication(db)).revision;
}

/** The rows of each statement, and the publication they belong to, read in one transaction. */
export async function readAtRevision<T extends object[]>(
  db: Database,
  ...statements: Statement[]
): Promise<LastPublication & { rows: RowsOf<T> }> {
  const [state, ...rows] = await db.batch([PUBLICATION, ...statements]);
  const { revision = 0, published = 0 } = state?.[0] ?? {};
  return {
    revision: Number(revision),
    published: Number(published),
    rows: rows as unknown as RowsOf<T>,
  };
}
