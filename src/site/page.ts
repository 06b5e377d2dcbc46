// Page: what stands under one address of the site.
import type { Database } from '../store/database.ts';
import type { Content } from './layout.ts';
import type { View } from './view.ts';

/** A page, or a list of several numbered pages. */
export interface Page {
  /** Path and query of the first page, such as `/sources/voa`. */
  address: string;
  /**
   * Reads the store and writes what the page shows. The articles are read first, with their
   * revision: what is read after them may be newer than that revision, but never older.
   *
   * @param number which page of a list, from 1
   * @returns null where there is nothing under the address
   */
  write(db: Database, view: View, number: number): Promise<WrittenPage | null>;
}

export interface WrittenPage extends Content {
  /** Revision of the store that the page shows. */
  revision: number;
}
