// An archive of article files, wherever it lies.
import type { Problem } from '../article/problem.ts';

/** An article file as an archive lists it. */
export interface ListedFile {
  /** Path below the archive's root, with `/` between folders. */
  path: string;
  /** Bytes. */
  size: number;
  /** Time of the last modification, epoch microseconds. */
  modified: number;
}

export interface Listing {
  files: ListedFile[];
  /** Folders and files that could not be looked at, and why: they are not known to be gone. */
  unreadable: { path: string; reason: string }[];
}

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

/** The problem of what cannot be read: a `file`, or a `file or folder`. */
export function unreadable(path: string, what: string, reason: string): Problem {
  const message = `it cannot be read: ${reason}; expected a readable ${what}`;
  return { path, line: 0, severity: 'error', message };
}
