// Polls → readers and subscribers of each channel a day; who they were is not kept.

import type { Database } from '../../store/database.ts';
import { closeDaysBefore, keepReadership, saltOf } from '../../store/readership.ts';
import { observationOf } from '../../store/sketch.ts';
import { type FeedAddress, feedAt } from '../address.ts';
import { aggregatorOf } from './agents.ts';

/** Counts polls in memory; each runtime writes them down now and then, while no request waits. */
export interface Readership {
  /**
   * Notes a poll that was answered.
   *
   * @param path of the feed, without query; other paths are ignored
   * @param client address of the client, or what stands for it
   */
  note(path: string, client: string, agent: string): void;
  /** Writes down what was noted, and forgets it. */
  flush(): Promise<void>;
}

/** Statuses of a poll that told a reader something, even that nothing is new. */
const READ = new Set([200, 226, 304]);

/** Whether an answered request is a poll that counts. */
export function isRead(method: string | undefined, status: number): boolean {
  return method === 'GET' && READ.has(status);
}

/** Different polls noted between two flushes; more are not counted, so that memory is bounded. */
const MAX_NOTED = 20_000;
/** Characters of an agent that count. Aggregators report their number early. */
const AGENT_LENGTH = 200;

/** @param now the clock, epoch milliseconds */
export function createReadership(db: Database, now: () => number): Readership {
  /** Path → agent → clients since the last flush: a poll that comes again costs three look-ups. */
  let feeds = new Map<string, { feed: FeedAddress; agents: Map<string, Set<string>> }>();
  let noted = 0;

  const open = (path: string) => {
    const feed = feedAt(path);
    if (!feed) return null;
    const opened = { feed, agents: new Map<string, Set<string>>() };
    feeds.set(path, opened);
    return opened;
  };

  return {
    note(path, client, agent) {
      if (noted >= MAX_NOTED) return;
      const agents = (feeds.get(path) ?? open(path))?.agents;
      const name = agent.slice(0, AGENT_LENGTH);
      const clients = agents?.get(name) ?? new Set();
      if (!agents || clients.has(client)) return;
      agents.set(name, clients.add(client));
      noted++;
    },
    async flush() {
      const day = new Date(now()).toISOString().slice(0, 10);
      await closeDaysBefore(db, day);
      if (noted === 0) return;
      const polls = [...feeds.values()].flatMap(({ feed, agents }) =>
        [...agents].map(([agent, clients]) => ({
          ...feed,
          agent,
          clients,
          aggregator: aggregatorOf(agent),
        })),
      );
      feeds = new Map();
      noted = 0;
      const salt = await saltOf(db, day, crypto.randomUUID());
      const readers = polls
        .filter(({ aggregator }) => !aggregator)
        .flatMap(({ channel, agent, clients }) =>
          [...clients].map(async (client) => ({
            channel,
            ...observationOf(await hash(`${salt} ${client} ${agent}`)),
          })),
        );
      const reported = polls.flatMap(({ channel, file, aggregator }) =>
        aggregator
          ? [
              {
                channel,
                feed: file,
                aggregator: aggregator.name,
                subscribers: aggregator.subscribers,
              },
            ]
          : [],
      );
      await keepReadership(db, day, await Promise.all(readers), reported);
    },
  };
}

async function hash(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}
