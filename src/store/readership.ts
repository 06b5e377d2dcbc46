// Readership in the store: sketches of today, numbers of the days before.

import { type Database, type Row, type Statement, sql } from './database.ts';
import { estimate, type Observation } from './sketch.ts';

/** What one channel's readers were on one day. */
export interface ChannelDay {
  /** UTC, such as 2024-01-31. */
  day: string;
  /** Path of the channel, such as `/` or `/sources/voa`. */
  channel: string;
  /** Different readers that came by themselves. */
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

/** The salt of a day: that of whoever asked first. */
export async function saltOf(db: Database, day: string, fresh: string): Promise<string> {
  const [, rows] = await db.batch<{ salt: string }>([
    sql('INSERT OR IGNORE INTO reader_salts VALUES (?1, ?2)', day, fresh),
    sql('SELECT salt FROM reader_salts WHERE day = ?1', day),
  ]);
  return rows?.[0]?.salt ?? fresh;
}

/** Adds to the sketches of a day; any number of processes may, in any order. */
export async function keepReadership(
  db: Database,
  day: string,
  seen: (Observation & { channel: string })[],
  reported: Reported[],
): Promise<void> {
  await db.batch([
    sql(
      `INSERT INTO reader_sketches
       SELECT ?1, value ->> 'channel', value ->> 'register', value ->> 'rank'
       FROM json_each(?2) WHERE true
       ON CONFLICT DO UPDATE SET rank = max(rank, excluded.rank)`,
      day,
      JSON.stringify(seen),
    ),
    sql(
      `INSERT OR REPLACE INTO aggregators
       SELECT ?1, value ->> 'channel', value ->> 'feed', value ->> 'aggregator',
         value ->> 'subscribers' FROM json_each(?2)`,
      day,
      JSON.stringify(reported),
    ),
  ]);
}

/** Counts up the days before this one, and throws their salts and sketches away. */
export async function closeDaysBefore(db: Database, day: string): Promise<void> {
  const open = await sketches(db, '<', day);
  const counted: Statement[] = open.map((each) =>
    sql('INSERT OR REPLACE INTO readers VALUES (?1, ?2, ?3)', each.day, each.channel, each.readers),
  );
  await db.batch([
    ...counted,
    sql('DELETE FROM reader_sketches WHERE day < ?1', day),
    sql('DELETE FROM reader_salts WHERE day < ?1', day),
  ]);
}

/** Readership from a day on, by day and channel; the last day as far as it has come. */
export async function readershipSince(db: Database, since: string): Promise<ChannelDay[]> {
  const [closed = [], reported = []] = await db.batch([
    sql('SELECT day, channel, readers FROM readers WHERE day >= ?1', since),
    sql(
      `SELECT day, channel, aggregator, sum(subscribers) AS subscribers
       FROM aggregators WHERE day >= ?1 GROUP BY day, channel, aggregator`,
      since,
    ),
  ]);
  const days = new Map<string, ChannelDay>();
  const dayOf = ({ day, channel }: Row) => {
    const key = `${day} ${channel}`;
    const known = days.get(key) ?? {
      day: String(day),
      channel: String(channel),
      readers: 0,
      aggregators: {},
    };
    days.set(key, known);
    return known;
  };
  for (const row of [...closed, ...(await sketches(db, '>=', since))]) {
    dayOf(row).readers = Number(row.readers);
  }
  for (const row of reported) {
    dayOf(row).aggregators[String(row.aggregator)] = Number(row.subscribers);
  }
  return [...days.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

async function sketches(db: Database, comparison: '<' | '>=', day: string) {
  const rows = await db.all<{ day: string; channel: string; ranks: string }>(
    `SELECT day, channel, json_group_array(rank) AS ranks FROM reader_sketches
     WHERE day ${comparison} ?1 GROUP BY day, channel`,
    day,
  );
  return rows.map((row) => ({ ...row, readers: estimate(JSON.parse(row.ranks)) }));
}
