// Answered polls → readers and subscribers of each channel a day, and no trace of who they were.

import type { Database } from '../store/database.ts';
import {
  closeDaysBefore,
  keepReadership,
  observationOf,
  type Reported,
  saltOf,
} from '../store/readership.ts';
import { feedAt } from './address.ts';
import { aggregatorOf } from './agents.ts';

/** Counts polls; each home writes down now and then, never while a request waits. */
export interface Readership {
  /**
   * Notes a poll that was answered.
   *
   * @param path of the feed, without query
   * @param client address of the client, or what stands for it
   */
  note(path: string, client: string, agent: string): void;
  /** Writes down what was noted, and forgets it. */
  flush(): Promise<void>;
}

/** Different polls noted between two flushes; more are not counted: memory stays bounded. */
const NOTED = 20_000;
/** What is noted of an agent. Aggregators say their number early. */
const AGENT = 200;

/** @param now the clock, epoch milliseconds */
export function createReadership(db: Database, now: () => number): Readership {
  /** Reader → channel of the polls since the last flush. */
  let polls = new Map<string, { channel: string; reader: string }>();
  let reports = new Map<string, Reported>();

  return {
    note(path, client, agent) {
      if (polls.size + reports.size >= NOTED) return;
      const key = `${path} ${client} ${agent.slice(0, AGENT)}`;
      if (polls.has(key) || reports.has(key)) return;
      const feed = feedAt(path);
      if (!feed) return;
      const { channel, file } = feed;
      const aggregator = aggregatorOf(agent.slice(0, AGENT));
      if (aggregator) {
        const { name, subscribers } = aggregator;
        reports.set(key, { channel, feed: file, aggregator: name, subscribers });
      } else {
        polls.set(key, { channel, reader: key.slice(path.length) });
      }
    },
    async flush() {
      const day = new Date(now()).toISOString().slice(0, 10);
      await closeDaysBefore(db, day);
      if (polls.size + reports.size === 0) return;
      const [seen, reported] = [[...polls.values()], [...reports.values()]];
      polls = new Map();
      reports = new Map();
      const salt = await saltOf(db, day, crypto.randomUUID());
      const observations = await Promise.all(
        seen.map(async ({ channel, reader }) => ({
          channel,
          ...observationOf(await hash(`${salt}${reader}`)),
        })),
      );
      await keepReadership(db, day, observations, reported);
    },
  };
}

async function hash(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}
