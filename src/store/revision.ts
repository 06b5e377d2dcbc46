// Revision: the number of the last publication that changed anything, and reads that belong to one.
import { type Database, type RowsOf, readOne, type Statement, sql } from './database.ts';

const REVISION = sql`SELECT revision FROM state`;

/** The number of the last publication that changed anything; 0 before the first. */
export async function currentRevision(db: Database): Promise<number> {
  return (await readOne<{ revision: number }>(db, REVISION)).revision;
}

/** The rows of each statement, and the revision they belong to, read in one transaction. */
export async function readAtRevision<T extends object[]>(
  db: Database,
  ...statements: Statement[]
): Promise<{ revision: number; rows: RowsOf<T> }> {
  const [state, ...rows] = await db.batch([REVISION, ...statements]);
  return { revision: Number(state?.[0]?.revision ?? 0), rows: rows as unknown as RowsOf<T> };
}
