// Home: what every room of the application is given.
import type { Site } from './config.ts';
import type { Shelf } from './shelf.ts';
import type { Database } from './store/database.ts';

/** Where articles and documents are, and what the site is called. */
export interface Home {
  db: Database;
  shelf: Shelf;
  site: Site;
}
