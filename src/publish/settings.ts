// broadsheet.json of an archive → the sources' settings that count, and what changed in them.

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
import type { Archive } from './archive.ts';

/** The settings that a publication goes by. */
export interface ArchiveSettings {
  sources: SourceTable;
  /** Part of the compiler's version: it differs where articles would. */
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
  const stored = await storedSettings(db);
  const read = await readTable(archive);
  const sources = Array.isArray(read) ? stored : read;
  const compiled = compiledSettings(sources);
  return {
    sources,
    version: compiled && ` ${(await sha256(compiled)).slice(0, 16)}`,
    changed: canonicalTable(sources) !== canonicalTable(stored),
    problems: Array.isArray(read) ? read : [],
  };
}

async function readTable(archive: Archive): Promise<SourceTable | Problem[]> {
  try {
    const text = await archive.settings();
    return text === null ? new Map() : readSourceTable(text);
  } catch (error) {
    const message = `it cannot be read: ${(error as Error).message}; expected a readable file`;
    return [{ path: SETTINGS_FILE, line: 0, severity: 'error', message }];
  }
}
