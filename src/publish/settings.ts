// broadsheet.json of an archive → the sources' settings, and whether they changed.
import { sha256 } from '../article/digest.ts';
import type { Problem } from '../article/problem.ts';
import {
  canonicalTable,
  compiledSettings,
  readSourceTable,
  SETTINGS_FILE,
  type SourceTable,
} from '../article/sources.ts';
import type { Database } from '../store/database.ts';
import { storedSettings } from '../store/sources.ts';
import { type Archive, unreadable } from './archive.ts';

export interface ArchiveSettings {
  sources: SourceTable;
  /** Differs where articles are read otherwise: a part of the parser's id. */
  version: string;
  /** Whether they are other than those of the last publication. */
  changed: boolean;
  problems: Problem[];
}

/**
 * Reads broadsheet.json. Where it cannot be read or is not valid, that is a problem, and the
 * settings of the last publication stay; where there is none, nothing is set.
 */
export async function readSettingsFile(archive: Archive, db: Database): Promise<ArchiveSettings> {
  const read = await archive.settings().then(
    (text) => (text === null ? new Map() : readSourceTable(text)),
    (error: Error) => [unreadable(SETTINGS_FILE, 'file', error.message)],
  );
  const stored = await storedSettings(db);
  return Array.isArray(read)
    ? { ...(await settingsOf(stored, stored)), problems: read }
    : settingsOf(read, stored);
}

/** The settings of the last publication. */
export async function lastSettings(db: Database): Promise<ArchiveSettings> {
  const stored = await storedSettings(db);
  return settingsOf(stored, stored);
}

async function settingsOf(sources: SourceTable, stored: SourceTable): Promise<ArchiveSettings> {
  const compiled = compiledSettings(sources);
  return {
    sources,
    version: compiled && ` ${(await sha256(compiled)).slice(0, 16)}`,
    changed: canonicalTable(sources) !== canonicalTable(stored),
    problems: [],
  };
}
