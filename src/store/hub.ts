// Requests to subscribe, subscriptions, and the state of the hub as a whole.
import { type Database, type Row, type Statement, sql } from './database.ts';

/** Milliseconds that what was claimed is nobody else's: more than an request can take. */
export const CLAIMED = 60_000;

/** A request whose intent is to be verified, or a denial to be told. */
export interface PendingRequest {
  id: number;
  mode: 'subscribe' | 'unsubscribe' | 'denied';
  topic: string;
  callback: string;
  host: string;
  secret: string | null;
  /** Seconds. */
  lease: number;
  /** Of a denial. */
  reason: string | null;
}

/** A subscription as its operator sees it; secrets stay in the store. */
export interface Subscription {
  id: number;
  topic: string;
  callback: string;
  /** Epoch milliseconds. */
  made: number;
  /** Epoch milliseconds. */
  expires: number;
  /** Failed deliveries in a row. */
  failures: number;
}

/** What the hub is doing. */
export interface HubState {
  topics: { topic: string; subscriptions: number }[];
  /** Deliveries that succeeded, and attempts that did not, since the beginning. */
  delivered: number;
  failed: number;
  /** Subscribers that something is to be delivered to. */
  waiting: number;
  /** Age of the oldest edition that somebody still waits for, milliseconds; null where none. */
  oldestUndelivered: number | null;
}

/** Adds a request; `now` is the clock, epoch milliseconds. The topic must be followed by then. */
export async function addRequest(
  db: Database,
  request: Omit<PendingRequest, 'id'>,
  now: number,
): Promise<number> {
  const { mode, topic, callback, host, secret, lease, reason } = request;
  const [row] = await db.all<{ id: number }>(
    `INSERT INTO hub_requests
       (mode, topic, callback, host, secret, lease, reason, position, made, due)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,
       coalesce((SELECT latest FROM hub_topics WHERE url = ?2), 0), ?8, ?8) RETURNING id`,
    mode,
    topic,
    callback,
    host,
    secret,
    lease,
    reason,
    now,
  );
  return row?.id ?? 0;
}

/** How many requests named this host since a time, and how many wait in all. */
export async function countRequests(db: Database, host: string, since: number) {
  const [row] = await db.all<{ ofHost: number; waiting: number }>(
    `SELECT (SELECT count(*) FROM hub_requests WHERE host = ?1 AND made > ?2) AS ofHost,
       (SELECT count(*) FROM hub_requests WHERE due IS NOT NULL) AS waiting`,
    host,
    since,
  );
  return row ?? { ofHost: 0, waiting: 0 };
}

/** Requests not yet dealt with, in order, of hosts that are not busy: one each. */
export async function pendingRequests(
  db: Database,
  limit: number,
  busyHosts: string[] = [],
): Promise<PendingRequest[]> {
  return db.all<PendingRequest & Row>(
    `SELECT min(id) AS id, mode, topic, callback, host, secret, lease, reason FROM hub_requests
     WHERE due IS NOT NULL AND host NOT IN (SELECT value FROM json_each(?1))
     GROUP BY host ORDER BY min(id) LIMIT ?2`,
    JSON.stringify(busyHosts),
    limit,
  );
}

/**
 * Requests that are due, one a host, which are not due for anybody else until `until`: of several
 * who would deal with one at once, one does.
 */
export async function claimRequests(
  db: Database,
  now: number,
  until: number,
  limit: number,
): Promise<PendingRequest[]> {
  return db.all<PendingRequest & Row>(
    `UPDATE hub_requests SET due = ?2 WHERE id IN (
       SELECT min(id) FROM hub_requests WHERE due <= ?1
         AND host NOT IN (SELECT host FROM hub_requests WHERE due > ?1)
       GROUP BY host ORDER BY min(id) LIMIT ?3)
     RETURNING id, mode, topic, callback, host, secret, lease, reason`,
    now,
    until,
    limit,
  );
}

/** How many subscriptions a topic and a host have, without the one that the request is about. */
export async function countSubscriptions(db: Database, { topic, callback, host }: PendingRequest) {
  const [row] = await db.all<{ ofTopic: number; ofHost: number }>(
    `SELECT
       (SELECT count(*) FROM hub_subscriptions WHERE topic = ?1 AND callback <> ?2) AS ofTopic,
       (SELECT count(*) FROM hub_subscriptions
         WHERE host = ?3 AND (topic, callback) <> (?1, ?2)) AS ofHost`,
    topic,
    callback,
    host,
  );
  return row ?? { ofTopic: 0, ofHost: 0 };
}

/**
 * Ends a request; where its intent was verified, the subscription begins, is renewed, or ends. A
 * new subscription starts behind the edition that was the newest when it was asked for; who renews
 * is back, and waits for no late attempt. What is due sooner may be under way, and stays as it is.
 */
export async function settleRequest(
  db: Database,
  { id, mode, topic, callback }: PendingRequest,
  verified: boolean,
  now: number,
): Promise<void> {
  const steps: Statement[] = [sql('UPDATE hub_requests SET due = NULL WHERE id = ?1', id)];
  if (verified && mode === 'subscribe') {
    steps.push(
      sql(
        `INSERT INTO hub_subscriptions
           (topic, callback, host, secret, made, expires, position, due, failures)
         SELECT topic, callback, host, secret, ?2, ?2 + lease * 1000, position,
           CASE WHEN position < latest THEN ?2 END, 0
         FROM hub_requests JOIN hub_topics ON url = topic WHERE id = ?1
         ON CONFLICT (topic, callback) DO UPDATE SET host = excluded.host,
           secret = excluded.secret, expires = excluded.expires, failures = 0,
           due = CASE WHEN due > ?3 THEN ?2 ELSE due END`,
        id,
        now,
        now + CLAIMED,
      ),
    );
  }
  if (verified && mode === 'unsubscribe') {
    steps.push(
      sql('DELETE FROM hub_subscriptions WHERE topic = ?1 AND callback = ?2', topic, callback),
    );
  }
  await db.batch(steps);
}

/** All subscriptions, by topic and callback. */
export async function listSubscriptions(db: Database): Promise<Subscription[]> {
  return db.all<Subscription & Row>(
    `SELECT id, topic, callback, made, expires, failures FROM hub_subscriptions
     ORDER BY topic, callback`,
  );
}

/**
 * Ends subscriptions, and has their subscribers told (W3C WebSub §5.2).
 *
 * @param which ids; or the host of their callbacks; or their topic
 * @param now the clock, epoch milliseconds
 * @returns how many there were
 */
export async function dropSubscriptions(
  db: Database,
  which: { ids: number[] } | { host: string } | { topic: string },
  reason: string,
  now: number,
): Promise<number> {
  const [condition, value] =
    'ids' in which
      ? ['id IN (SELECT value FROM json_each(?1))', JSON.stringify(which.ids)]
      : 'host' in which
        ? ['host = ?1', which.host]
        : ['topic = ?1', which.topic];
  const [, dropped] = await db.batch([
    sql(
      `INSERT INTO hub_requests
         (mode, topic, callback, host, secret, lease, reason, position, made, due)
       SELECT 'denied', topic, callback, host, NULL, 0, ?2, position, ?3, ?3
       FROM hub_subscriptions WHERE ${condition}`,
      value,
      reason,
      now,
    ),
    sql(`DELETE FROM hub_subscriptions WHERE ${condition} RETURNING id`, value),
  ]);
  return dropped?.length ?? 0;
}

/** @param now the clock, epoch milliseconds */
export async function hubState(db: Database, now: number): Promise<HubState> {
  const [topics, totals, waiting] = await db.batch<Row>([
    sql(
      `SELECT topic, count(*) AS subscriptions FROM hub_subscriptions WHERE expires > ?1
       GROUP BY topic ORDER BY topic`,
      now,
    ),
    sql('SELECT delivered, failed FROM hub_totals'),
    sql(
      `SELECT count(*) AS waiting,
         (SELECT min(hub_editions.made) FROM hub_editions WHERE EXISTS (
            SELECT 1 FROM hub_subscriptions AS each WHERE each.topic = hub_editions.topic
              AND position < number AND expires > ?1)) AS oldest
       FROM hub_subscriptions WHERE due IS NOT NULL AND expires > ?1`,
      now,
    ),
  ]);
  const oldest = waiting?.[0]?.oldest ?? null;
  return {
    topics: (topics ?? []) as unknown as HubState['topics'],
    delivered: Number(totals?.[0]?.delivered),
    failed: Number(totals?.[0]?.failed),
    waiting: Number(waiting?.[0]?.waiting),
    oldestUndelivered: oldest === null ? null : now - Number(oldest),
  };
}
