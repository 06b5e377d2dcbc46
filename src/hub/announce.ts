// Publication → a delivery of every topic whose bytes changed, or a ping to the hub outside.
import type { Database } from '../store/database.ts';
import { addDelivery, announcedTopics, recordAnnouncement } from '../store/hub/topics.ts';
import { outcomeOf } from './retry.ts';
import type { SafeFetch } from './safe-fetch.ts';
import { type Answers, readTopic, siteTopics } from './topics.ts';

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
  /** A hub outside: it delivers, and is only told. */
  outside?: OutsideHub;
}

/** The hub outside, and how it is reached. */
export interface OutsideHub {
  url: string;
  safeFetch: SafeFetch;
}

/**
 * Compares each topic with what was announced last, so that it does not matter how many
 * publications lie between, nor whether the program stopped after one of them.
 *
 * @returns the topics that the hub outside did not take: they are told with the next call
 */
export async function announce(deps: AnnounceDeps): Promise<string[]> {
  return deps.outside ? await ping(deps, deps.outside) : await addDeliveries(deps);
}

async function addDeliveries({
  db,
  siteUrl,
  answers,
  now,
  maxBytes = Number.POSITIVE_INFINITY,
}: AnnounceDeps): Promise<[]> {
  for (const { url, etag } of await announcedTopics(db)) {
    const document = await readTopic(answers, siteUrl, url);
    if (!document || document.etag === etag || document.bytes.length > maxBytes) continue;
    await addDelivery(db, url, etag, document, now());
  }
  return [];
}

/** Tells the hub of each topic that changed (W3C WebSub §6). */
async function ping(
  { db, siteUrl, answers }: AnnounceDeps,
  { url, safeFetch }: OutsideHub,
): Promise<string[]> {
  const told = new Map((await announcedTopics(db)).map((topic) => [topic.url, topic.etag]));
  const failed: string[] = [];
  for (const topic of await siteTopics(db, siteUrl)) {
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
  return failed;
}
