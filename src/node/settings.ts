// The command's environment and argument → settings and database, or a clear end.
import { readSettings, type Settings } from '../http/config.ts';
import { openSqlite, type SqliteDatabase } from './sqlite.ts';

/** Reads the settings; a folder named on the command line goes before `ARCHIVE`. */
export function commandSettings(folder?: string): Settings {
  const settings = readSettings({ ...process.env, ...(folder && { ARCHIVE: folder }) });
  if (!Array.isArray(settings)) return settings;
  return fail(...settings);
}

/** Opens the database, or says why that cannot be. */
export function openDatabase(file: string): SqliteDatabase {
  try {
    return openSqlite(file);
  } catch (error) {
    const reason = (error as Error).message;
    return fail(
      `DATABASE: ${file} cannot be opened: ${reason}; expected a file of Broadsheet's, or none`,
    );
  }
}

/** Says what is wrong, a line each, and ends with exit code 1. */
export function fail(...lines: string[]): never {
  for (const line of lines) console.error(line);
  process.exit(1);
}
