// What the process that publishes and those that only answer tell each other.
import type { Site } from '../feed/types.ts';
import type { Answered } from './metrics.ts';

/** What a process that only answers needs to know first. */
export interface Opening {
  port: number;
  site: Site;
  /** Of all that documents depend on besides the articles. */
  fingerprint: string;
}

/** From the publisher. */
export type Order =
  | { open: Opening }
  /** A publication was committed. */
  | { renew: true }
  /** A coding of the document under this key was kept. */
  | { coded: string }
  /** The metrics that were asked for. */
  | { metrics: { text: string; mediaType: string } };

/** From those that answer. */
export type Report =
  /** A publication came in over HTTP. */
  | { published: true }
  | { announce: true }
  /** A request waits for the hub. */
  | { wake: number }
  /** Answers since the last time, with the sums of their bytes. */
  | { counted: (Answered & { times: number })[] }
  | { ask: 'metrics' };
