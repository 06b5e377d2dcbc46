// Editions of topics, and how far each subscriber has got with them: the hub's queue.
import { type Database, sql } from './database.ts';

/** A topic that somebody follows, or that a hub outside was told of. */
export interface Topic {
  url: string;
  /** Of the bytes that were announced last. */
  etag: string;
}

/** A document as it was at one publication, on its way to the topic's subscribers. */
export interface Edition {
  number: number;
  mediaType: string;
  /** Value of the `Link` header. */
  link: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A subscriber that has something to be delivered: the edition after `position`. */
export interface Delivery {
  id: number;
  topic: string;
  callback: string;
  host: string;
  secret: string | null;
  position: number;
  /** Failed attempts in a row. */
  failures: number;
}

/** What became of an attempt to deliver an edition. */
export interface Result {
  /** Of the subscription. */
  id: number;
  /** Of the edition. */
  number: number;
  outcome: 'delivered' | 'failed' | 'gone';
  /** When the next attempt or edition is due, epoch milliseconds. */
  due: number;
}

/** Editions of a topic that are kept for subscribers who are behind: the newest, for two days. */
const KEPT_EDITIONS = 50;
const KEPT_FOR = 48 * 3_600_000;
/** How long a request is remembered, for the limit of requests a host; milliseconds. */
const REMEMBERED = 60_000;

export async function announcedTopics(db: Database): Promise<Topic[]> {
  return db.all<Topic & { [key: string]: string }>('SELECT url, etag FROM hub_topics ORDER BY url');
}

/** Follows a topic from now on; one that is followed stays as it is. */
export async function followTopic(db: Database, { url, etag }: Topic): Promise<void> {
  await db.all('INSERT OR IGNORE INTO hub_topics VALUES (?1, ?2, 0)', url, etag);
}

/** Remembers what was announced of a topic. */
export async function rememberTopic(db: Database, { url, etag }: Topic): Promise<void> {
  await db.all(
    `INSERT INTO hub_topics VALUES (?1, ?2, 0)
     ON CONFLICT (url) DO UPDATE SET etag = excluded.etag`,
    url,
    etag,
  );
}

/**
 * Adds an edition for all who follow the topic, in one transaction. Nothing happens if the bytes
 * announced last are no longer those of `before`: somebody else was faster.
 *
 * @param now the clock, epoch milliseconds
 */
export async function addEdition(
  db: Database,
  topic: string,
  before: string,
  { etag, mediaType, link, bytes }: Omit<Edition, 'number'> & { etag: string },
  now: number,
): Promise<void> {
  await db.batch([
    sql(
      `INSERT INTO hub_editions (topic, number, made, media_type, link, bytes)
       SELECT url, latest + 1, ?3, ?4, ?5, ?6 FROM hub_topics WHERE url = ?1 AND etag = ?2`,
      topic,
      before,
      now,
      mediaType,
      link,
      bytes,
    ),
    sql(
      `UPDATE hub_subscriptions SET due = ?3 WHERE topic = ?1 AND due IS NULL
         AND EXISTS (SELECT 1 FROM hub_topics WHERE url = ?1 AND etag = ?2)`,
      topic,
      before,
      now,
    ),
    sql(
      'UPDATE hub_topics SET etag = ?3, latest = latest + 1 WHERE url = ?1 AND etag = ?2',
      topic,
      before,
      etag,
    ),
  ]);
}

/**
 * Deliveries that are due, the longest due first.
 *
 * @param busy ids of subscriptions and names of hosts that are to be passed over
 */
export async function dueDeliveries(
  db: Database,
  now: number,
  limit: number,
  busy: { ids: number[]; hosts: string[] } = { ids: [], hosts: [] },
): Promise<Delivery[]> {
  return db.all<Delivery & { [key: string]: string }>(
    `SELECT id, topic, callback, host, secret, position, failures FROM hub_subscriptions
     WHERE due <= ?1 AND expires > ?1 AND id NOT IN (SELECT value FROM json_each(?2))
       AND host NOT IN (SELECT value FROM json_each(?3))
     ORDER BY due LIMIT ?4`,
    now,
    JSON.stringify(busy.ids),
    JSON.stringify(busy.hosts),
    limit,
  );
}

/** When the next delivery is due after now, epoch milliseconds; null where none is. */
export async function nextDue(db: Database, now: number): Promise<number | null> {
  const [row] = await db.all<{ due: number | null }>(
    'SELECT min(due) AS due FROM hub_subscriptions WHERE due > ?1',
    now,
  );
  return row?.due ?? null;
}

/**
 * Deliveries that are due, which are not due for anybody else until `until`: of several who would
 * deliver at once, one does.
 */
export async function claimDeliveries(
  db: Database,
  now: number,
  until: number,
  limit: number,
): Promise<Delivery[]> {
  return db.all<Delivery & { [key: string]: string }>(
    `UPDATE hub_subscriptions SET due = ?2 WHERE id IN (
       SELECT id FROM hub_subscriptions WHERE due <= ?1 AND expires > ?1 ORDER BY due LIMIT ?3)
     RETURNING id, topic, callback, host, secret, position, failures`,
    now,
    until,
    limit,
  );
}

/** How many requests and deliveries are due. */
export async function countDue(db: Database, now: number): Promise<number> {
  const [row] = await db.all<{ due: number }>(
    `SELECT (SELECT count(*) FROM hub_requests WHERE due <= ?1)
       + (SELECT count(*) FROM hub_subscriptions WHERE due <= ?1) AS due`,
    now,
  );
  return row?.due ?? 0;
}

/** The edition of the site that was announced last, as `setAnnounced` was told. */
export async function announcedEdition(db: Database): Promise<string> {
  const [row] = await db.all<{ announced: string }>('SELECT announced FROM hub_totals');
  return row?.announced ?? '';
}

export async function setAnnounced(db: Database, edition: string): Promise<void> {
  await db.all('UPDATE hub_totals SET announced = ?1', edition);
}

/** The edition that follows a position, or null where there is none. */
export async function nextEdition(
  db: Database,
  topic: string,
  position: number,
): Promise<Edition | null> {
  const [row] = await db.all<Edition & { [key: string]: string }>(
    `SELECT number, media_type AS mediaType, link, bytes FROM hub_editions
     WHERE topic = ?1 AND number > ?2 ORDER BY number LIMIT 1`,
    topic,
    position,
  );
  // D1 gives an array of numbers for a BLOB.
  return row ? { ...row, bytes: new Uint8Array(row.bytes) } : null;
}

/** Records what became of deliveries, as one transaction. */
export async function recordResults(db: Database, results: Result[]): Promise<void> {
  const of = (outcome: Result['outcome']) =>
    results
      .filter((result) => result.outcome === outcome)
      .map(({ id, number, due }) => [id, number, due]);
  const [delivered, failed, gone] = [of('delivered'), of('failed'), of('gone')];
  const given = 'json_each(?1) WHERE hub_subscriptions.id = value ->> 0';
  await db.batch([
    sql(
      `UPDATE hub_subscriptions SET failures = 0, position = value ->> 1,
         due = CASE WHEN value ->> 1 < (SELECT latest FROM hub_topics WHERE url = topic)
           THEN value ->> 2 END
       FROM ${given}`,
      JSON.stringify(delivered),
    ),
    sql(
      `UPDATE hub_subscriptions SET failures = failures + 1, due = value ->> 2 FROM ${given}`,
      JSON.stringify(failed),
    ),
    sql(
      'DELETE FROM hub_subscriptions WHERE id IN (SELECT value ->> 0 FROM json_each(?1))',
      JSON.stringify(gone),
    ),
    sql(
      'UPDATE hub_totals SET delivered = delivered + ?1, failed = failed + ?2',
      delivered.length,
      failed.length + gone.length,
    ),
  ]);
}

/** Records that nothing is left to deliver to a subscription, unless an edition came meanwhile. */
export async function nothingDue(db: Database, id: number): Promise<void> {
  await db.all(
    `UPDATE hub_subscriptions SET due = NULL WHERE id = ?1 AND NOT EXISTS (
       SELECT 1 FROM hub_editions AS each
       WHERE each.topic = hub_subscriptions.topic AND number > position)`,
    id,
  );
}

/**
 * Lets go of what has ended: subscriptions whose lease is over, editions that nobody waits for or
 * that newer ones have long replaced, old requests, topics without followers.
 */
export async function tidyHub(db: Database, now: number): Promise<void> {
  await db.batch([
    sql('DELETE FROM hub_subscriptions WHERE expires <= ?1', now),
    sql('DELETE FROM hub_requests WHERE due IS NULL AND made < ?1', now - REMEMBERED),
    sql(
      `DELETE FROM hub_topics WHERE url NOT IN (SELECT topic FROM hub_subscriptions)
         AND url NOT IN (SELECT topic FROM hub_requests)`,
    ),
    sql(
      `DELETE FROM hub_editions WHERE rowid IN (
         SELECT old.rowid FROM hub_editions AS old LEFT JOIN hub_topics ON url = old.topic
         WHERE url IS NULL
           OR number < latest AND (number <= latest - ?2 OR old.made < ?1)
           OR NOT EXISTS (SELECT 1 FROM hub_subscriptions AS each
             WHERE each.topic = old.topic AND position < number)
           AND NOT EXISTS (SELECT 1 FROM hub_requests AS each
             WHERE each.topic = old.topic AND each.due IS NOT NULL))`,
      now - KEPT_FOR,
      KEPT_EDITIONS,
    ),
  ]);
}
