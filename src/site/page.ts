// Page: what stands under one address of the site.
import type { Database } from '../store/database.ts';
import type { Content } from './layout.ts';
import type { View } from './view.ts';

/** One page. */
export interface Page {
  /** Path and query, such as `/sources/voa/page/2/`. */
  address: string;
  /**
   * Reads the store and writes what the page shows. The articles are read first, with their
   * revision: what is read after them may be newer than that revision, but never older.
   *
   * @returns null where there is nothing under the address
   */
  write(db: Database, view: View): Promise<WrittenPage | null>;
}

export interface WrittenPage extends Content {
  /** Revision of the store that the page shows. */
  revision: number;
}
