// Subscriptions: who follows which topic, and which of its deliveries have arrived.
import { type Database, readOne, sql } from '../database.ts';

/** A subscription as its operator sees it; secrets stay in the store. */
export interface Subscription {
  id: number;
  topic: string;
  callback: string;
  /** Of the callback, as far as it is registered. */
  host: string;
  /** Epoch milliseconds. */
  made: number;
  /** Epoch milliseconds. */
  expires: number;
  /** Failed deliveries in a row. */
  failures: number;
}

/** A subscription for which there is something to deliver: the delivery after `position`. */
export interface DueSubscription {
  id: number;
  topic: string;
  callback: string;
  /** Of the callback, as far as it is registered. */
  host: string;
  secret: string | null;
  position: number;
  /** Failed attempts in a row. */
  failures: number;
}

/** What became of an attempt to deliver. */
export interface Result {
  /** Of the subscription. */
  id: number;
  /** Of the delivery. */
  number: number;
  outcome: 'delivered' | 'failed' | 'gone';
  /** When the next attempt or delivery is due, epoch milliseconds. */
  due: number;
}

const DUE_COLUMNS = sql`id, topic, callback, host, secret, position, failures`;

/**
 * Subscriptions that are due, the earliest first.
 *
 * @param busy ids of subscriptions and names of hosts that are left out
 */
export function dueSubscriptions(
  db: Database,
  now: number,
  limit: number,
  busy: { ids: number[]; hosts: string[] } = { ids: [], hosts: [] },
): Promise<DueSubscription[]> {
  return db.all(
    sql`SELECT ${DUE_COLUMNS} FROM hub_subscriptions
      WHERE due <= ${now} AND expires > ${now} AND id NOT IN ${busy.ids} AND host NOT IN ${busy.hosts}
      ORDER BY due LIMIT ${limit}`,
  );
}

/**
 * Takes subscriptions that are due. They are due again at `until`, so that of several invocations
 * at the same time only one delivers to each.
 */
export function claimSubscriptions(
  db: Database,
  now: number,
  until: number,
  limit: number,
): Promise<DueSubscription[]> {
  return db.all(
    sql`UPDATE hub_subscriptions SET due = ${until} WHERE id IN (
        SELECT id FROM hub_subscriptions WHERE due <= ${now} AND expires > ${now}
        ORDER BY due LIMIT ${limit})
      RETURNING ${DUE_COLUMNS}`,
  );
}

/** When the next delivery is due after now, epoch milliseconds; null if there is none. */
export async function nextDue(db: Database, now: number): Promise<number | null> {
  const next = sql`SELECT min(due) AS due FROM hub_subscriptions WHERE due > ${now}`;
  return (await readOne<{ due: number | null }>(db, next)).due;
}

/** Records what became of deliveries, as one transaction. */
export async function recordResults(db: Database, results: Result[]): Promise<void> {
  const { delivered = [], failed = [], gone = [] } = Object.groupBy(results, (r) => r.outcome);
  const these = (some: Result[]) =>
    sql`json_each(${JSON.stringify(some)}) WHERE hub_subscriptions.id = value ->> 'id'`;
  await db.batch([
    sql`UPDATE hub_subscriptions SET failures = 0, position = value ->> 'number',
        due = CASE WHEN value ->> 'number' < (SELECT latest FROM hub_topics WHERE url = topic)
          THEN value ->> 'due' END
      FROM ${these(delivered)}`,
    sql`UPDATE hub_subscriptions SET failures = failures + 1, due = value ->> 'due'
      FROM ${these(failed)}`,
    sql`DELETE FROM hub_subscriptions WHERE id IN ${gone.map(({ id }) => id)}`,
    sql`UPDATE hub_totals SET delivered = delivered + ${delivered.length},
      failed = failed + ${failed.length + gone.length}`,
  ]);
}

/** Records that there is nothing more to deliver, unless a delivery was added meanwhile. */
export async function nothingDue(db: Database, id: number): Promise<void> {
  await db.all(
    sql`UPDATE hub_subscriptions SET due = NULL WHERE id = ${id} AND NOT EXISTS (
      SELECT 1 FROM hub_deliveries AS each
      WHERE each.topic = hub_subscriptions.topic AND number > position)`,
  );
}

/** All subscriptions, by topic and callback. */
export function listSubscriptions(db: Database): Promise<Subscription[]> {
  return db.all(
    `SELECT id, topic, callback, host, made, expires, failures FROM hub_subscriptions
     ORDER BY topic, callback`,
  );
}

/**
 * Ends subscriptions; their subscribers will be told (W3C WebSub §5.2).
 *
 * @param which ids, or their topic
 * @param now the clock, epoch milliseconds
 * @returns how many there were
 */
export async function dropSubscriptions(
  db: Database,
  which: { ids: number[] } | { topic: string },
  reason: string,
  now: number,
): Promise<number> {
  const these = 'ids' in which ? sql`id IN ${which.ids}` : sql`topic = ${which.topic}`;
  const [, dropped] = await db.batch<[object, object]>([
    sql`INSERT INTO hub_requests (mode, topic, callback, host, lease, reason, position, made, due)
      SELECT 'denied', topic, callback, host, 0, ${reason}, position, ${now}, ${now}
      FROM hub_subscriptions WHERE ${these}`,
    sql`DELETE FROM hub_subscriptions WHERE ${these} RETURNING id`,
  ]);
  return dropped.length;
}
