// The home that a run of the tests opens: `npm test` runs the suites of both, one after the other.
import type { Site } from '../../src/feed/types.ts';
import type { Database } from '../../src/store/database.ts';

/** A home as its runtime opens it. */
export interface RawHome {
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Publications from now on take place at this time, epoch milliseconds. */
  setClock(now: number): void;
  /** The store behind it, to look into; closed, the home answers nothing any more. */
  db: Database & { close(): unknown };
}

export interface HomeKind {
  open(site: Site, token: string): Promise<RawHome>;
}

const KINDS: Record<string, () => Promise<HomeKind>> = {
  node: async () => (await import('./node.ts')).node,
  wire: async () => (await import('./wire.ts')).wire,
  edge: async () => (await import('./edge.ts')).edge,
};

/** Set by test/vitest.config.ts. */
const name = process.env.BROADSHEET_HOME ?? 'node';
export const HOME = (await KINDS[name]?.()) as HomeKind;

/** Whether it encodes documents itself; at the edge, what is in front of it does. */
export const ENCODES = name !== 'edge';
export const AT_EDGE = name === 'edge';
