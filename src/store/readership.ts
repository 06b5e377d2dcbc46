// Readership in the store: sketches of today, numbers of the days before, nothing about a reader.

import { type Database, type Statement, sql } from './database.ts';

/** What one channel's readers were on one day. */
export interface ChannelDay {
  /** UTC, such as 2024-01-31. */
  day: string;
  /** Path of the channel, such as `/` or `/sources/voa`. */
  channel: string;
  /** Different readers that are not aggregators. */
  readers: number;
  /** Subscribers that aggregators reported, by their names. */
  aggregators: Record<string, number>;
}

/** A report of an aggregator about a feed. */
export interface Reported {
  channel: string;
  feed: string;
  aggregator: string;
  subscribers: number;
}

/** The salt of a day: the one that was stored first. */
export async function saltOf(db: Database, day: string, fresh: string): Promise<string> {
  const [, [row]] = await db.batch<[object, { salt: string }]>([
    sql`INSERT OR IGNORE INTO reader_salts VALUES (${day}, ${fresh})`,
    sql`SELECT salt FROM reader_salts WHERE day = ${day}`,
  ]);
  return row?.salt ?? fresh;
}

/**
 * Adds to the sketches of a day; several processes may do so, in any order. A reader who was counted
 * before writes no row: D1 counts rows that are written.
 */
export async function keepReadership(
  db: Database,
  day: string,
  seen: (Observation & { channel: string })[],
  reported: Reported[],
): Promise<void> {
  await db.batch([
    sql`INSERT INTO reader_sketches
        SELECT ${day}, value ->> 'channel', value ->> 'register', value ->> 'rank'
        FROM json_each(${JSON.stringify(seen)}) WHERE true
      ON CONFLICT DO UPDATE SET rank = excluded.rank WHERE excluded.rank > rank`,
    sql`INSERT INTO aggregators
        SELECT ${day}, value ->> 'channel', value ->> 'feed', value ->> 'aggregator',
          value ->> 'subscribers' FROM json_each(${JSON.stringify(reported)}) WHERE true
      ON CONFLICT DO UPDATE SET subscribers = excluded.subscribers
        WHERE excluded.subscribers <> aggregators.subscribers`,
  ]);
}

/** Counts the readers of the days before this one, and deletes their salts and sketches. */
export async function closeDaysBefore(db: Database, day: string): Promise<void> {
  const counts = await countSketches(db, sql`day < ${day}`);
  await db.batch([
    ...counts.map(
      ({ day, channel, readers }) =>
        sql`INSERT OR REPLACE INTO readers VALUES (${day}, ${channel}, ${readers})`,
    ),
    sql`DELETE FROM reader_sketches WHERE day < ${day}`,
    sql`DELETE FROM reader_salts WHERE day < ${day}`,
  ]);
}

/** Readership from a day on, by day and channel; today so far. */
export async function readershipSince(db: Database, since: string): Promise<ChannelDay[]> {
  type Report = { day: string; channel: string; aggregator: string; subscribers: number };
  const [closed, reported] = await db.batch<[Count, Report]>([
    sql`SELECT day, channel, readers FROM readers WHERE day >= ${since}`,
    sql`SELECT day, channel, aggregator, sum(subscribers) AS subscribers
      FROM aggregators WHERE day >= ${since} GROUP BY day, channel, aggregator`,
  ]);
  const days = new Map<string, ChannelDay>();
  const dayOf = ({ day, channel }: Pick<Count, 'day' | 'channel'>): ChannelDay => {
    const key = `${day} ${channel}`;
    const known = days.get(key) ?? { day, channel, readers: 0, aggregators: {} };
    days.set(key, known);
    return known;
  };
  const open = await countSketches(db, sql`day >= ${since}`);
  for (const count of [...closed, ...open]) dayOf(count).readers = count.readers;
  for (const report of reported) {
    dayOf(report).aggregators[report.aggregator] = report.subscribers;
  }
  return [...days.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

type Count = { day: string; channel: string; readers: number };

async function countSketches(db: Database, days: Statement): Promise<Count[]> {
  const rows = await db.all<{ day: string; channel: string; ranks: string }>(
    sql`SELECT day, channel, json_group_array(rank) AS ranks FROM reader_sketches
      WHERE ${days} GROUP BY day, channel`,
  );
  return rows.map(({ day, channel, ranks }) => ({
    day,
    channel,
    readers: estimate(JSON.parse(ranks)),
  }));
}

/**
 * Registers of a sketch (HyperLogLog, Flajolet and others 2007). The estimate is off by
 * 1.04 / √registers: 2.3 %, and by less below a few thousand readers.
 */
const REGISTERS = 2048;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

/** One observation: a register, and how improbable the hash was. */
export interface Observation {
  register: number;
  rank: number;
}

/** @param hash evenly spread, at least 8 bytes */
export function observationOf(hash: Uint8Array): Observation {
  const view = new DataView(hash.buffer, hash.byteOffset, 8);
  return { register: view.getUint32(0) % REGISTERS, rank: Math.clz32(view.getUint32(4)) + 1 };
}

/** How many different hashes a sketch saw. @param ranks of the registers that saw any */
function estimate(ranks: readonly number[]): number {
  const empty = REGISTERS - ranks.length;
  const sum = ranks.reduce((total, rank) => total + 2 ** -rank, empty);
  const raw = (ALPHA * REGISTERS ** 2) / sum;
  // While there are empty registers, counting them is more exact.
  const few = raw <= 2.5 * REGISTERS && empty > 0;
  return Math.round(few ? REGISTERS * Math.log(REGISTERS / empty) : raw);
}
