// Polls → readers and subscribers of each channel a day; who they were is not kept.

import { sha256Bytes } from '../../article/digest.ts';
import type { Database } from '../../store/database.ts';
import {
  closeDaysBefore,
  keepReadership,
  type Observation,
  observationOf,
  type Reported,
  saltOf,
} from '../../store/readership.ts';
import { type FeedAddress, feedAt } from '../address.ts';
import { aggregatorOf } from './agents.ts';

/** Counts polls in memory; each runtime writes them down now and then, while no request waits. */
export interface PollCounter {
  /**
   * Notes a poll that was answered.
   *
   * @param path of the feed, without query; other paths are ignored
   * @param client address of the client, or what stands for it
   */
  note(path: string, client: string, agent: string): void;
  /** Gives what was noted, and forgets it. */
  take(): Poll[];
}

/** The clients that polled a feed with the same User-Agent. It can be sent to another thread. */
export interface Poll extends FeedAddress {
  agent: string;
  clients: Set<string>;
}

/** A counter, and the database that it is written to. */
export interface Readership extends Pick<PollCounter, 'note'> {
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
  const { note, take } = createPollCounter();
  return { note, flush: () => writePolls(db, now(), take()) };
}

export function createPollCounter(): PollCounter {
  /** Path → agent → clients: a poll that comes again costs three look-ups. */
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
    take() {
      const polls = [...feeds.values()].flatMap(({ feed, agents }) =>
        [...agents].map(([agent, clients]) => ({ ...feed, agent, clients })),
      );
      feeds = new Map();
      noted = 0;
      return polls;
    },
  };
}

/**
 * Adds polls to the readership of the day, and closes the days before.
 *
 * @param now the clock, epoch milliseconds
 */
export async function writePolls(db: Database, now: number, polls: Poll[]): Promise<void> {
  const day = new Date(now).toISOString().slice(0, 10);
  await closeDaysBefore(db, day);
  if (polls.length === 0) return;
  const salt = await saltOf(db, day, crypto.randomUUID());
  const readers: Promise<Observation & { channel: string }>[] = [];
  const reported: Reported[] = [];
  for (const { channel, file, agent, clients } of polls) {
    const aggregator = aggregatorOf(agent);
    if (aggregator) {
      const { name, subscribers } = aggregator;
      reported.push({ channel, feed: file, aggregator: name, subscribers });
      continue;
    }
    for (const client of clients) {
      const digest = sha256Bytes(`${salt} ${client} ${agent}`);
      readers.push(digest.then((bytes) => ({ channel, ...observationOf(bytes) })));
    }
  }
  await keepReadership(db, day, await Promise.all(readers), reported);
}
