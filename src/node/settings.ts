// The command's environment and argument → settings, or a clear end.
import { readSettings, type Settings } from '../config.ts';

/** Reads the settings; a folder named on the command line goes before `ARCHIVE`. */
export function commandSettings(folder?: string): Settings {
  const settings = readSettings({ ...process.env, ...(folder && { ARCHIVE: folder }) });
  if (!Array.isArray(settings)) return settings;
  return fail(...settings);
}

/** Says what is wrong, a line each, and ends with exit code 1. */
export function fail(...lines: string[]): never {
  for (const line of lines) console.error(line);
  process.exit(1);
}
