// Archive, and what the store knows of it → the files that changed.
import type { Problem } from '../article/problem.ts';
import type { Database } from '../store/database.ts';
import { type KnownFile, knownFiles, knownVersions } from '../store/files.ts';
import { type Archive, type ListedFile, type Listing, unreadable } from './archive.ts';

export interface Changes {
  /** The files to read. */
  changed: ListedFile[];
  /** Paths of the files that are gone. */
  gone: string[];
  problems: Problem[];
}

/**
 * Finds what changed since the last publication.
 *
 * @param paths looks at these files only
 */
export async function findChanges(
  db: Database,
  archive: Archive,
  parserId: string,
  paths?: string[],
): Promise<Changes> {
  const listing = await archive.list(paths);
  const known = paths ? await knownFiles(db, paths) : await knownVersions(db);
  const { changed, gone } = compareListing(known, listing, parserId);
  const problems = listing.unreadable.map(({ path, reason }) =>
    unreadable(path, 'file or folder', reason),
  );
  return { changed, gone, problems };
}

type KnownVersion = Pick<KnownFile, 'path' | 'size' | 'modified' | 'hash' | 'compiler'>;

/**
 * Compares a listing with what was known. A file is taken for unchanged if its size and its time
 * are; one that could not be read, or that another parser read, always counts as changed.
 *
 * @param parserId null where it does not matter which parser read a file
 */
export function compareListing(
  known: KnownVersion[],
  listing: Listing,
  parserId: string | null,
): Pick<Changes, 'changed' | 'gone'> {
  const missing = new Map(known.map((file) => [file.path, file]));
  const changed = listing.files.filter((file) => {
    const before = missing.get(file.path);
    missing.delete(file.path);
    return !(
      before?.size === file.size &&
      before.modified === file.modified &&
      (parserId === null || before.compiler === parserId) &&
      before.hash !== ''
    );
  });
  const hidden = listing.unreadable.map(({ path }) => `${path}/`);
  const gone = [...missing.keys()].filter(
    (path) => !hidden.some((each) => `${path}/`.startsWith(each)),
  );
  return { changed, gone };
}
