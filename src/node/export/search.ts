// Store → the files with which browsers search an export; those that are there as far as they hold.
import { readFileSync } from 'node:fs';
import type { Database } from '../../store/database.ts';
import { type IndexFile, searchIndex } from '../../store/search/files/index.ts';
import type { ExportFolder } from './folder.ts';

/** The kind of these files. */
export const SEARCH = 'search';
/** The file that names the others: its version is that of the whole index. */
export const INDEX = 'search/index.json';

/** Whether the index is there, as a whole and of this version. */
export function isIndexed(folder: ExportFolder, version: string): boolean {
  return folder.manifest.files.get(INDEX)?.version === version && isWhole(folder);
}

/** The files of the index, in the order in which they are to be written. */
export async function indexFiles(db: Database, folder: ExportFolder): Promise<IndexFile[]> {
  const whole = isWhole(folder);
  const files: IndexFile[] = [];
  const earlier = async (path: string) =>
    whole ? Uint8Array.from(readFileSync(folder.at(path))) : null;
  for await (const file of searchIndex(db, { earlier })) files.push(file);
  return files;
}

function isWhole(folder: ExportFolder): boolean {
  const paths = [...folder.manifest.files].filter(([, { kind }]) => kind === SEARCH);
  return paths.some(([path]) => path === INDEX) && paths.every(([path]) => folder.isThere(path));
}
