// Topics of the hub, and their deliveries: documents that are sent to all who follow the topic.
import { type Database, sql } from '../database.ts';

/** A topic that somebody follows, or that a hub outside was told of. */
export interface Topic {
  url: string;
  /** Of the bytes that were announced last. */
  etag: string;
  /** Number of its newest delivery; 0 before the first. */
  latest: number;
}

/** What a topic's subscribers are sent: a document with the headers that belong to it. */
export interface TopicDocument {
  etag: string;
  mediaType: string;
  /** Value of the `Link` header: the hub, and the topic itself (W3C WebSub §4). */
  link: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * A topic's document as it was at one publication; `number` counts those of a topic: 1, 2, 3 …
 * Where its bytes are no longer kept, they are empty: then it is the newest of its topic.
 */
export type Delivery = Omit<TopicDocument, 'etag'> & { number: number };

/**
 * Topics by URL: all of them, or a part.
 *
 * @param after the last of the part before
 */
export function announcedTopics(db: Database, after = '', limit = -1): Promise<Topic[]> {
  return db.all(
    sql`SELECT url, etag, latest FROM hub_topics WHERE url > ${after} ORDER BY url LIMIT ${limit}`,
  );
}

/**
 * Follows a topic from now on; one that is followed stays as it is. What a new topic announced last
 * is taken to be what it was at the first request that still waits: whatever was published since
 * is then announced.
 */
export async function followTopic(db: Database, url: string): Promise<Topic | undefined> {
  const [, [topic]] = await db.batch<[object, Topic]>([
    sql`INSERT OR IGNORE INTO hub_topics SELECT topic, etag, 0 FROM hub_requests
      WHERE topic = ${url} AND etag IS NOT NULL AND due IS NOT NULL ORDER BY id LIMIT 1`,
    sql`SELECT url, etag, latest FROM hub_topics WHERE url = ${url}`,
  ]);
  return topic;
}

/** Records what a hub outside was told of a topic. */
export async function recordAnnouncement(
  db: Database,
  { url, etag }: Pick<Topic, 'url' | 'etag'>,
): Promise<void> {
  await db.all(sql`INSERT INTO hub_topics VALUES (${url}, ${etag}, 0)
    ON CONFLICT (url) DO UPDATE SET etag = excluded.etag`);
}

/**
 * Adds a delivery for all who follow the topic, in one transaction. Nothing happens if the bytes
 * announced last are no longer those of `before`: another process was faster.
 *
 * @param now the clock, epoch milliseconds
 */
export async function addDelivery(
  db: Database,
  topic: string,
  before: string,
  { etag, mediaType, link, bytes }: TopicDocument,
  now: number,
): Promise<void> {
  // As text, because a BLOB comes to D1 and from it as a JSON array of numbers.
  const text = new TextDecoder().decode(bytes);
  const unchanged = sql`url = ${topic} AND etag = ${before}`;
  await db.batch([
    sql`DELETE FROM hub_deliveries WHERE topic = ${topic} AND length(bytes) = 0
      AND EXISTS (SELECT 1 FROM hub_topics WHERE ${unchanged})`,
    sql`INSERT INTO hub_deliveries (topic, number, made, media_type, link, bytes)
      SELECT url, latest + 1, ${now}, ${mediaType}, ${link}, CAST(${text} AS BLOB)
      FROM hub_topics WHERE ${unchanged}`,
    sql`UPDATE hub_subscriptions SET due = ${now} WHERE topic = ${topic} AND due IS NULL
      AND EXISTS (SELECT 1 FROM hub_topics WHERE ${unchanged})`,
    sql`UPDATE hub_topics SET etag = ${etag}, latest = latest + 1 WHERE ${unchanged}`,
  ]);
}

/**
 * Bounds the bytes that deliveries take: the oldest go. Of the newest of a topic only the bytes go,
 * because they are those of its current document.
 *
 * @returns the bytes that are left
 */
export async function boundDeliveries(db: Database, maxBytes: number): Promise<number> {
  const beyond = sql`(SELECT each FROM (
      SELECT rowid AS each, sum(length(bytes)) OVER (ORDER BY made DESC, rowid DESC) AS size
      FROM hub_deliveries) WHERE size > ${maxBytes})`;
  const [, , [left]] = await db.batch<[object, object, { bytes: number }]>([
    sql`DELETE FROM hub_deliveries WHERE rowid IN ${beyond}
      AND number < (SELECT latest FROM hub_topics WHERE url = topic)`,
    sql`UPDATE hub_deliveries SET bytes = x'' WHERE rowid IN ${beyond}`,
    sql`SELECT coalesce(sum(length(bytes)), 0) AS bytes FROM hub_deliveries`,
  ]);
  return left?.bytes ?? 0;
}

/** The delivery that follows a position, or null if there is none. */
export async function nextDelivery(
  db: Database,
  topic: string,
  position: number,
): Promise<Delivery | null> {
  const [row] = await db.all<Omit<Delivery, 'bytes'> & { text: string }>(
    sql`SELECT number, media_type AS mediaType, link, CAST(bytes AS TEXT) AS text
      FROM hub_deliveries
      WHERE topic = ${topic} AND number > ${position} ORDER BY number LIMIT 1`,
  );
  if (!row) return null;
  const { text, ...rest } = row;
  return { ...rest, bytes: new TextEncoder().encode(text) };
}
