// Publication → a delivery of every topic whose bytes changed, or a ping to the hub outside.
import type { Database } from '../store/database.ts';
import {
  addDelivery,
  announcedTopics,
  boundDeliveries,
  recordAnnouncement,
  type Topic,
} from '../store/hub/topics.ts';
import { outcomeOf } from './retry.ts';
import type { SafeFetch } from './safe-fetch.ts';
import { type Answers, readTopic, siteTopics } from './topics.ts';

/** Bytes of all deliveries that are kept for subscribers who are behind. */
const MAX_KEPT_BYTES = 50_000_000;

/** What announcing needs. */
export interface AnnounceDeps {
  db: Database;
  siteUrl: string;
  /** The application, for the documents of topics. */
  answers: Answers;
  /** The clock, epoch milliseconds. */
  now: () => number;
  /** The largest document that the database takes; larger ones are not delivered. */
  maxBytes?: number;
  /** Bytes of all deliveries that are kept; of the oldest, only their topic's newest arrives. */
  maxKeptBytes?: number;
  /** A hub outside: it delivers, and is only told. */
  outside?: OutsideHub;
}

/** The hub outside, and how it is reached. */
export interface OutsideHub {
  url: string;
  safeFetch: SafeFetch;
}

/** Which topics: those whose URL follows `after`, at most so many. */
export interface Part {
  after: string;
  limit: number;
}

const ALL: Part = { after: '', limit: Number.MAX_SAFE_INTEGER };

/** What became of a part. */
export interface Announced {
  /** The topics that the hub outside did not take: they are to be told again. */
  failed: string[];
  /** The last topic of the part; null where none follows. */
  last: string | null;
}

/**
 * Compares each topic with what was announced last, so that it does not matter how many
 * publications lie between, nor whether the program stopped after one of them.
 *
 * @param part for runtimes that bound what one invocation does
 */
export async function announce(deps: AnnounceDeps, part = ALL): Promise<Announced> {
  return deps.outside ? await ping(deps, deps.outside, part) : await addDeliveries(deps, part);
}

async function addDeliveries(deps: AnnounceDeps, { after, limit }: Part): Promise<Announced> {
  const { db, maxKeptBytes = MAX_KEPT_BYTES } = deps;
  let kept = await boundDeliveries(db, maxKeptBytes);
  const topics = await announcedTopics(db, after, limit);
  for (const topic of topics) {
    kept += await announceTopic(deps, topic);
    if (kept > maxKeptBytes) kept = await boundDeliveries(db, maxKeptBytes);
  }
  return { failed: [], last: topics.length < limit ? null : (topics.at(-1)?.url ?? null) };
}

/**
 * Adds a delivery if the topic's bytes are no longer those that were announced last.
 *
 * @returns its bytes; 0 where there is none
 */
export async function announceTopic(
  { db, siteUrl, answers, now, maxBytes = Number.POSITIVE_INFINITY }: AnnounceDeps,
  { url, etag }: Topic,
): Promise<number> {
  const document = await readTopic(answers, siteUrl, url);
  if (!document || document.etag === etag || document.bytes.length > maxBytes) return 0;
  await addDelivery(db, url, etag, document, now());
  return document.bytes.length;
}

/** Tells the hub of each topic that changed (W3C WebSub §6). */
async function ping(
  { db, siteUrl, answers }: AnnounceDeps,
  { url, safeFetch }: OutsideHub,
  { after, limit }: Part,
): Promise<Announced> {
  const told = new Map((await announcedTopics(db)).map((topic) => [topic.url, topic.etag]));
  const following = (await siteTopics(db, siteUrl)).sort().filter((topic) => topic > after);
  const topics = following.slice(0, limit);
  const failed: string[] = [];
  for (const topic of topics) {
    const document = await readTopic(answers, siteUrl, topic);
    if (!document || document.etag === told.get(topic)) continue;
    const form = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = new TextEncoder().encode(String(form));
    const answer = await safeFetch(url, { method: 'POST', headers, body }).catch(() => null);
    if (answer && outcomeOf(answer.status) === 'delivered') {
      await recordAnnouncement(db, { url: topic, etag: document.etag });
    } else failed.push(topic);
  }
  return { failed, last: topics.length < following.length ? (topics.at(-1) ?? null) : null };
}
