// Folder → the files that changed since it was last read.
import type { KnownFile } from '../store/files.ts';

/** An article file as a folder lists it. */
export interface ListedFile {
  /** Path below the archive's root, with `/` between folders. */
  path: string;
  /** Bytes. */
  size: number;
  /** Time of the last modification, epoch microseconds. */
  modified: number;
}

/** What a folder holds. */
export interface Listing {
  files: ListedFile[];
  /** Folders and files that could not be looked at, and why: they are not known to be gone. */
  unreadable: { path: string; reason: string }[];
}

/** An archive of article files, wherever it lies. */
export interface Archive {
  /**
   * All article files, or of these paths alone those that exist.
   *
   * @throws Error where the archive itself is missing or no folder: then nothing is known of it
   */
  list(paths?: string[]): Promise<Listing>;
  /**
   * The bytes of a file, and a digest of them.
   *
   * @throws Error where the file cannot be read
   */
  read(path: string): Promise<{ bytes: Uint8Array; hash: string }>;
  /**
   * The text of `broadsheet.json` at the root, or null where there is none.
   *
   * @throws Error where it cannot be read
   */
  settings(): Promise<string | null>;
}

/** The endings of article files. */
export const ARTICLE_FILE = /\.(md|txt|html)\s*$/i;

type KnownVersion = Pick<KnownFile, 'path' | 'size' | 'modified' | 'hash' | 'compiler'>;

/**
 * Compares a folder with what was known of it. A file is taken for unchanged if its size and its
 * time are; one that could not be read, or was read by another compiler, is always read again.
 *
 * @returns the files to read, and the paths of those that are gone
 */
export function compareArchive(
  known: KnownVersion[],
  listing: Listing,
  compiler: string,
): { changed: ListedFile[]; gone: string[] } {
  const missing = new Map(known.map((file) => [file.path, file]));
  const changed = listing.files.filter((file) => {
    const before = missing.get(file.path);
    missing.delete(file.path);
    return !(
      before?.size === file.size &&
      before.modified === file.modified &&
      before.compiler === compiler &&
      before.hash !== ''
    );
  });
  const hidden = listing.unreadable.map(({ path }) => `${path}/`);
  const gone = [...missing.keys()].filter(
    (path) => !hidden.some((each) => `${path}/`.startsWith(each)),
  );
  return { changed, gone };
}
