// The file of an open database: whether it is still there and whole, and what takes its place.
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What tells an open file from another one that has come under its name. */
export interface FileIdentity {
  file: string;
  /** The log beside it, which must not be read with another file. */
  log: string;
  size: number;
}

/** The identity of a file; null where there is none. */
export function identify(file: string): FileIdentity | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return null;
  return {
    file: `${stats.dev} ${stats.ino}`,
    log: identifyLog(file),
    size: stats.size,
  };
}

/**
 * Whether a file can be opened as a database and is whole. SQLite reads all of it, and nobody else
 * may: to close a file gives up all locks that the process has on it.
 */
export function isWhole(file: string): boolean {
  if (statSync(file).size === 0) return false;
  try {
    const database = new DatabaseSync(file);
    try {
      return database.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok';
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

/**
 * Writes all that an open database holds under the name of its file, which is gone: as long as it
 * is open, the system keeps its bytes.
 *
 * @throws Error where there is no room for it
 */
export function writeAnew(database: DatabaseSync, file: string): void {
  const copy = `${file}.new`;
  mkdirSync(dirname(file), { recursive: true });
  rmSync(copy, { force: true });
  database.prepare('VACUUM INTO ?').run(copy);
  renameSync(copy, file);
}

/** Gives a damaged database, with its log, another name, which is returned. */
export function setAside(file: string): string {
  let aside = `${file}.damaged`;
  for (let number = 2; existsSync(aside); number++) aside = `${file}.damaged-${number}`;
  renameSync(file, aside);
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${aside}-wal`);
  rmSync(`${file}-shm`, { force: true });
  return aside;
}

/** Deletes the log of a database whose file is gone, so that no other file is read with it. */
export function deleteLog(file: string, { log }: FileIdentity): void {
  if (log === '' || identifyLog(file) !== log) return;
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
}

function identifyLog(file: string): string {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  return log ? `${log.dev} ${log.ino}` : '';
}
