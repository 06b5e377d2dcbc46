// The hub as a whole: what it is doing, what is due, and what can be deleted.
import { type Database, readOne, sql } from '../database.ts';

/** What the hub is doing. */
export interface HubState {
  topics: { topic: string; subscriptions: number }[];
  /** Deliveries that succeeded, and attempts that did not, since the beginning. */
  delivered: number;
  failed: number;
  /** Subscribers for whom there is something to deliver. */
  waiting: number;
  /** Age of the oldest delivery that somebody still waits for, milliseconds; null if none. */
  oldestUndelivered: number | null;
}

/** Deliveries of a topic that are kept for subscribers who are behind: the newest, for two days. */
const KEPT_DELIVERIES = 50;
const KEPT_FOR = 48 * 3_600_000;
/** Milliseconds that a finished request is kept, for the limit of requests for each host. */
const REQUESTS_KEPT_FOR = 60_000;

/** @param now the clock, epoch milliseconds */
export async function hubState(db: Database, now: number): Promise<HubState> {
  const [topics, [totals], [queue]] = await db.batch<
    [HubState['topics'][0], { delivered: number; failed: number }, Queue]
  >([
    sql`SELECT topic, count(*) AS subscriptions FROM hub_subscriptions WHERE expires > ${now}
      GROUP BY topic ORDER BY topic`,
    sql`SELECT delivered, failed FROM hub_totals`,
    sql`SELECT count(*) AS waiting,
        (SELECT min(hub_deliveries.made) FROM hub_deliveries WHERE EXISTS (
          SELECT 1 FROM hub_subscriptions AS each WHERE each.topic = hub_deliveries.topic
            AND position < number AND expires > ${now})) AS oldest
      FROM hub_subscriptions WHERE due IS NOT NULL AND expires > ${now}`,
  ]);
  const oldest = queue?.oldest ?? null;
  return {
    topics,
    delivered: totals?.delivered ?? 0,
    failed: totals?.failed ?? 0,
    waiting: queue?.waiting ?? 0,
    oldestUndelivered: oldest === null ? null : now - oldest,
  };
}

type Queue = { waiting: number; oldest: number | null };

/** Subscribers for whom there is something to deliver. */
export async function countWaiting(db: Database, now: number): Promise<number> {
  const waiting = sql`SELECT count(*) AS waiting FROM hub_subscriptions
    WHERE due IS NOT NULL AND expires > ${now}`;
  return (await readOne<{ waiting: number }>(db, waiting)).waiting;
}

/** How many requests and deliveries are due. */
export async function countDue(db: Database, now: number): Promise<number> {
  const { due } = await readOne<{ due: number }>(
    db,
    sql`SELECT (SELECT count(*) FROM hub_requests WHERE due <= ${now})
      + (SELECT count(*) FROM hub_subscriptions WHERE due <= ${now}) AS due`,
  );
  return due;
}

/** The text that `setAnnounced` stored: how far which publication and build were announced. */
export async function lastAnnounced(db: Database): Promise<string> {
  const totals = sql`SELECT announced FROM hub_totals`;
  return (await readOne<{ announced: string }>(db, totals)).announced;
}

/** @returns false where it is no longer `before`: another invocation was faster */
export async function setAnnounced(
  db: Database,
  announced: string,
  before: string,
): Promise<boolean> {
  const rows = await db.all(
    sql`UPDATE hub_totals SET announced = ${announced} WHERE announced = ${before} RETURNING one`,
  );
  return rows.length > 0;
}

/**
 * Deletes what has ended: subscriptions whose lease is over, deliveries that nobody waits for or
 * that newer ones replaced long ago, old requests, topics without followers.
 */
export async function tidyHub(db: Database, now: number): Promise<void> {
  await db.batch([
    sql`DELETE FROM hub_subscriptions WHERE expires <= ${now}`,
    sql`DELETE FROM hub_requests WHERE due IS NULL AND made < ${now - REQUESTS_KEPT_FOR}`,
    sql`DELETE FROM hub_topics WHERE url NOT IN (SELECT topic FROM hub_subscriptions)
      AND url NOT IN (SELECT topic FROM hub_requests)`,
    sql`DELETE FROM hub_deliveries WHERE rowid IN (
      SELECT old.rowid FROM hub_deliveries AS old LEFT JOIN hub_topics ON url = old.topic
      WHERE url IS NULL
        OR number < latest AND (number <= latest - ${KEPT_DELIVERIES} OR old.made < ${now - KEPT_FOR})
        OR NOT EXISTS (SELECT 1 FROM hub_subscriptions AS each
          WHERE each.topic = old.topic AND position < number)
        AND old.topic NOT IN (SELECT topic FROM hub_requests))`,
  ]);
}
