// node:sqlite as a Database, with the schema brought up to date.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { Database, Insertion, Statement } from '../store/database.ts';
import { DatabaseError, databaseError } from './database-error.ts';
import {
  deleteLog,
  type FileIdentity,
  identify,
  isWhole,
  setAside,
  writeAnew,
} from './database-file.ts';

// In the repository and in the package alike, whether this file is in src/ or dist/.
const MIGRATIONS = fileURLToPath(new URL('../../src/store/migrations/', import.meta.url));

/** A Database that holds a file open until it is closed. */
export interface SqliteDatabase extends Database {
  /**
   * Looks whether the file is still the one that was opened, and whole. Where it is not, opens
   * what belongs under its name: a deleted file is written anew from what is still open, one that
   * was replaced is opened, a damaged one is set aside and an empty one takes its place. Only one
   * of those who hold the file open may do this.
   *
   * @returns what was found and done, for the operator; null where all is well
   * @throws DatabaseError where that failed; what was open stays open
   */
  mend(): string | null;
  close(): void;
}

/**
 * Opens the database file, makes it and its folder where they are missing, and applies the
 * migrations it has not seen.
 *
 * @param file path, or `:memory:`
 * @param readOnly reads a file that another connection writes to and mends
 * @throws DatabaseError where the file is damaged or cannot be used; Error where it is one of a
 *   newer Broadsheet
 */
export function openSqlite(file: string, readOnly = false): SqliteDatabase {
  const open = () => (readOnly ? connectToRead(file) : connect(file));
  let database = open();
  let opened = identify(file);
  let suspicious = false;
  const known = new Map<string, StatementSync>();

  const named = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      const named = databaseError(error, file);
      if (named instanceof DatabaseError && named.isDamage) suspicious = true;
      throw named;
    }
  };
  const prepare = (sql: string) => {
    const statement = known.get(sql) ?? database.prepare(sql);
    known.set(sql, statement);
    return statement;
  };
  const run = (step: Statement | Insertion) => {
    if ('sql' in step) return prepare(step.sql).all(...step.values);
    const { table, columns, rows, existing } = step;
    const places = columns.map(() => '?');
    const statement = prepare(
      `INSERT OR ${existing} INTO ${table} (${columns}) VALUES (${places})`,
    );
    for (const row of rows) statement.run(...row);
    return [];
  };
  const transact = (statements: (Statement | Insertion)[]) => {
    database.exec(readOnly ? 'BEGIN' : 'BEGIN IMMEDIATE');
    try {
      const results = statements.map(run);
      database.exec('COMMIT');
      return results;
    } catch (error) {
      // SQLite may have rolled back by itself, such as where the disk is full.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
  /** Puts into place what belongs there. @returns what was found and done */
  const replace = (last: FileIdentity, now: FileIdentity | null): string => {
    const isSame = now?.file === last.file;
    if (!isSame) deleteLog(file, last);
    if (now && isWhole(file))
      return isSame ? 'it was opened again' : 'it was replaced, and is read';
    const aside = now && setAside(file);
    const damaged = aside && `it was damaged, and is now ${aside}`;
    if (isSame) {
      return `${damaged}: the archive is published anew; subscriptions of the hub and pushed articles are in the damaged file alone`;
    }
    writeAnew(database, file);
    return `${damaged ?? 'it was deleted'}: what it held was written anew, and nothing is lost`;
  };
  return {
    readOnly,
    all: async (statement) =>
      named(() =>
        typeof statement === 'string' ? prepare(statement).all() : run(statement),
      ) as never,
    batch: async (statements) => named(() => transact(statements)) as never,
    mend: () =>
      named(() => {
        if (!opened) return null;
        const now = identify(file);
        if (now?.file === opened.file && now.size >= opened.size && !suspicious) {
          // A checkpoint makes the file larger.
          opened = { ...opened, size: now.size };
          return null;
        }
        if (readOnly && (!now || now.file === opened.file)) return null;
        const done = readOnly ? 'it was replaced, and is read' : replace(opened, now);
        const next = open();
        known.clear();
        database.close();
        database = next;
        opened = identify(file);
        suspicious = false;
        return `DATABASE: ${file}: ${done}`;
      }),
    close: () => database.close(),
  };
}

function connect(file: string): DatabaseSync {
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file);
    try {
      // A page holds an article or two, and ten thousand articles fit into the log (128 MB): a
      // first publication writes a quarter of the pages, once, in half the time. NORMAL with a
      // write-ahead log: a crash loses no consistency, a power cut at most the last commit.
      database.exec(`PRAGMA busy_timeout = 5000; PRAGMA page_size = 16384;
        PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;
        PRAGMA wal_autocheckpoint = 8000`);
      migrate(database, file);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw databaseError(error, file);
  }
}

function connectToRead(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16000');
    return database;
  } catch (error) {
    throw databaseError(error, file);
  }
}

function migrate(database: DatabaseSync, file: string): void {
  const names = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql'));
  const applied = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (applied > names.length) {
    throw new Error(
      `${file} has schema ${applied}; expected at most ${names.length}: it was written by a newer version`,
    );
  }
  for (const [at, name] of names.sort().entries()) {
    if (at < applied) continue;
    const migration = readFileSync(MIGRATIONS + name, 'utf8');
    database.exec(`BEGIN; ${migration}; PRAGMA user_version = ${at + 1}; COMMIT`);
  }
}
