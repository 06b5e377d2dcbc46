// AppDeps: what every room of the application is given.

import type { Context } from 'hono';
import type { Site } from '../feed/types.ts';
import type { Answers } from '../hub/topics.ts';
import type { PublicationStatus } from '../publish/status.ts';
import type { Database } from '../store/database.ts';
import type { DocumentCache } from './document-cache.ts';

/** Where articles and documents are, and what the site is called. */
export interface AppDeps {
  db: Database;
  documents: DocumentCache;
  site: Site;
  /** Takes publications over HTTP; without it, those addresses do not exist. */
  publishing?: PushApiDeps;
  /** Shows readership; without it, those addresses do not exist. */
  stats?: StatsDeps;
  /** What is known of the publication, where it runs here. */
  health?: HealthDeps;
  /** The WebSub hub, where it is built in. */
  hub?: HubDeps;
  /** Says that readers see a new publication: the hub is told, ours or one outside. */
  announce?: () => void;
}

/** What telling the health needs. */
export interface HealthDeps {
  /** The clock, epoch milliseconds. */
  now: () => number;
  publication: () => PublicationStatus;
}

/** What publishing over HTTP needs. */
export interface PushApiDeps {
  /** The database that takes writes; at the edge, reading goes to the nearest copy. */
  db: Database;
  /** What a publisher must know. */
  token: string;
  /** Whether the feeds are files, which a push does not change. */
  feedsAreFiles?: () => Promise<boolean>;
  /** The clock, epoch milliseconds. */
  now: () => number;
}

/** What the WebSub hub needs to take requests. */
export interface HubDeps {
  /** The database that takes writes. */
  db: Database;
  /** The clock, epoch milliseconds. */
  now: () => number;
  /** Answers for topics what readers get; without it, the application does. */
  answers?: Answers;
  /** Says that a request waits to be verified. */
  wake: () => void;
  /** Address of who sends a request; null if it is not known. */
  clientOf: (c: Context) => string | null;
  /** Calls every address: for tests on one machine. */
  allowPrivateCallbacks: boolean;
}

/** What showing readership needs. */
export interface StatsDeps {
  /** What the operator must know. */
  token: string;
  /** Whether feeds are files, whose readers nobody counts. */
  feedsAreFiles?: () => Promise<boolean>;
  /** The clock, epoch milliseconds. */
  now: () => number;
}
