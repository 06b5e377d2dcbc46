// An archive of article files, wherever it lies.

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
