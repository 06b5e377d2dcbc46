// Requests to subscribe and to unsubscribe, from their arrival until they are verified.
import { type Database, readOne, type Statement, sql } from '../database.ts';

/** Milliseconds for which claimed work is not given to others: longer than a request can take. */
export const CLAIMED = 60_000;

/** Requests that are taken; `waiting` are those that are not yet verified. */
export const MAX_REQUESTS = {
  /** Within a minute, or waiting: of one host, of one client, and hosts that one client names. */
  ofHost: 300,
  ofClient: 300,
  hostsOfClient: 10,
  waiting: 2000,
};

/** A request whose intent is to be verified, or a denial that the subscriber is to be told. */
export interface PendingRequest {
  id: number;
  mode: 'subscribe' | 'unsubscribe' | 'denied';
  topic: string;
  callback: string;
  /** Of the callback, as far as it is registered. */
  host: string;
  secret: string | null;
  /** Seconds. */
  lease: number;
  /** Of a denial. */
  reason: string | null;
}

/** A request as it arrives. */
export type NewRequest = Omit<PendingRequest, 'id' | 'reason'> & {
  /** Address of who asks; null if it is not known. */
  client: string | null;
};

/**
 * Records a request, which counts from now on; it is not verified before `acceptRequest`.
 *
 * @param now the clock, epoch milliseconds
 * @returns its id; null where there are too many (`MAX_REQUESTS`)
 */
export async function addRequest(
  db: Database,
  { mode, topic, callback, host, client, secret, lease }: NewRequest,
  now: number,
): Promise<number | null> {
  const { ofHost, ofClient, hostsOfClient, waiting } = MAX_REQUESTS;
  const [added] = await db.all<{ id: number }>(
    sql`INSERT INTO hub_requests
        (mode, topic, callback, host, client, secret, lease, position, made)
      SELECT ${mode}, ${topic}, ${callback}, ${host}, ${client}, ${secret}, ${lease},
        coalesce((SELECT latest FROM hub_topics WHERE url = ${topic}), 0), ${now}
      WHERE (SELECT count(*) FILTER (WHERE host = ${host}) < ${ofHost}
          AND count(*) FILTER (WHERE client = ${client}) < ${ofClient}
          AND count(DISTINCT CASE WHEN client = ${client} AND host <> ${host} THEN host END)
            < ${hostsOfClient}
        FROM hub_requests WHERE (host = ${host} OR client = ${client})
          AND (made > ${now - 60_000} OR due IS NOT NULL))
        AND (SELECT count(*) FROM hub_requests WHERE due IS NOT NULL) < ${waiting}
      RETURNING id`,
  );
  return added?.id ?? null;
}

/** Has a request verified. @param etag of the topic's document, for a subscription */
export async function acceptRequest(
  db: Database,
  id: number,
  etag: string | null,
  now: number,
): Promise<void> {
  await db.all(sql`UPDATE hub_requests SET etag = ${etag}, due = ${now} WHERE id = ${id}`);
}

/** Requests that are not done, in order, one for each host that is not busy. */
export function pendingRequests(
  db: Database,
  limit: number,
  busyHosts: string[] = [],
): Promise<PendingRequest[]> {
  return db.all(
    sql`SELECT min(id) AS id, mode, topic, callback, host, secret, lease, reason FROM hub_requests
      WHERE due IS NOT NULL AND host NOT IN ${busyHosts}
      GROUP BY host ORDER BY min(id) LIMIT ${limit}`,
  );
}

/**
 * Takes requests that are due, one for each host. They are due again at `until`, so that of several
 * invocations at the same time only one works on each.
 */
export function claimRequests(
  db: Database,
  now: number,
  until: number,
  limit: number,
): Promise<PendingRequest[]> {
  return db.all(
    sql`UPDATE hub_requests SET due = ${until} WHERE id IN (
        SELECT min(id) FROM hub_requests WHERE due <= ${now}
          AND host NOT IN (SELECT host FROM hub_requests WHERE due > ${now})
        GROUP BY host ORDER BY min(id) LIMIT ${limit})
      RETURNING id, mode, topic, callback, host, secret, lease, reason`,
  );
}

/**
 * How many subscriptions a topic and a host have, without the one that the request is about, and
 * how many other topics there are.
 */
export function countSubscriptions(db: Database, { topic, callback, host }: PendingRequest) {
  return readOne<{ ofTopic: number; ofHost: number; topics: number }>(
    db,
    sql`SELECT
      (SELECT count(*) FROM hub_subscriptions
        WHERE topic = ${topic} AND callback <> ${callback}) AS ofTopic,
      (SELECT count(*) FROM hub_subscriptions
        WHERE host = ${host} AND (topic, callback) <> (${topic}, ${callback})) AS ofHost,
      (SELECT count(*) FROM hub_topics WHERE url <> ${topic}) AS topics`,
  );
}

/**
 * Ends a request; if its intent was verified, the subscription begins, is renewed, or ends. A new
 * subscription starts after the delivery that was the newest when it was asked for; a subscriber
 * that renews is back, and need not wait for a late attempt. What is due sooner may be under way,
 * and stays as it is.
 */
export async function finishRequest(
  db: Database,
  { id, mode, topic, callback }: PendingRequest,
  verified: boolean,
  now: number,
): Promise<void> {
  const steps: Statement[] = [sql`UPDATE hub_requests SET due = NULL WHERE id = ${id}`];
  if (verified && mode === 'subscribe') {
    steps.push(sql`INSERT INTO hub_subscriptions
        (topic, callback, host, secret, made, expires, position, due, failures)
      SELECT topic, callback, host, secret, ${now}, ${now} + lease * 1000, position,
        CASE WHEN position < latest THEN ${now} END, 0
      FROM hub_requests JOIN hub_topics ON url = topic WHERE id = ${id}
      ON CONFLICT (topic, callback) DO UPDATE SET host = excluded.host,
        secret = excluded.secret, expires = excluded.expires, failures = 0,
        due = CASE WHEN due > ${now + CLAIMED} THEN ${now} ELSE due END`);
  }
  if (verified && mode === 'unsubscribe') {
    steps.push(
      sql`DELETE FROM hub_subscriptions WHERE topic = ${topic} AND callback = ${callback}`,
    );
  }
  await db.batch(steps);
}
