// node:sqlite as a Database, with the schema brought up to date.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { Database, Insertion, Statement } from '../store/database.ts';

// In the repository and in the package alike, whether this file is in src/ or dist/.
const MIGRATIONS = fileURLToPath(new URL('../../src/store/migrations/', import.meta.url));

/** A Database that holds a file open until it is closed. */
export interface SqliteDatabase extends Database {
  close(): void;
}

/**
 * Opens the database file, makes it and its folder where they are missing, and applies the
 * migrations it has not seen.
 *
 * @param file path, or `:memory:`
 * @throws Error where the file is no database, or one of a newer Broadsheet
 */
export function openSqlite(file: string): SqliteDatabase {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  // A page holds an article or two, and ten thousand articles fit into the log (128 MB): a first
  // publication writes a quarter of the pages, once, in half the time.
  // NORMAL with a write-ahead log: a crash loses no consistency, a power cut at most the last commit.
  database.exec(`PRAGMA busy_timeout = 5000; PRAGMA page_size = 16384; PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 8000`);
  migrate(database, file);
  return databaseOf(database);
}

/** Opens a database file that another connection writes to. @throws Error where there is none */
export function openToRead(file: string): SqliteDatabase {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16000');
  return { ...databaseOf(database, 'BEGIN'), readOnly: true };
}

/** @param begin begins a transaction */
function databaseOf(database: DatabaseSync, begin = 'BEGIN IMMEDIATE'): SqliteDatabase {
  const known = new Map<string, StatementSync>();
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
  return {
    all: async (statement) =>
      (typeof statement === 'string' ? prepare(statement).all() : run(statement)) as never,
    batch: async (statements) => {
      database.exec(begin);
      try {
        const results = statements.map(run);
        database.exec('COMMIT');
        return results as never;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
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
