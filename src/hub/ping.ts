// Publication → a hub outside is told which topics changed (W3C WebSub §6).
import type { Database } from '../store/database.ts';
import { announcedTopics, rememberTopic } from '../store/deliveries.ts';
import { outcomeOf } from './retry.ts';
import type { SafeFetch } from './safe-fetch.ts';
import { type Answers, readTopic } from './topic.ts';

/** The hub outside, and how it is reached. */
export interface OutsideHub {
  url: string;
  safeFetch: SafeFetch;
}

/**
 * Pings the hub for each topic whose bytes are not those it was last told of. What fails is told
 * with the next call, whenever that is.
 *
 * @param topics absolute URLs
 * @returns the topics that the hub did not take
 */
export async function ping(
  db: Database,
  { url, safeFetch }: OutsideHub,
  siteUrl: string,
  answers: Answers,
  topics: string[],
): Promise<string[]> {
  const told = new Map((await announcedTopics(db)).map((topic) => [topic.url, topic.etag]));
  const failed: string[] = [];
  for (const topic of topics) {
    const document = await readTopic(answers, siteUrl, topic);
    if (!document || document.etag === told.get(topic)) continue;
    const form = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = new TextEncoder().encode(String(form));
    const answer = await safeFetch(url, { method: 'POST', headers, body }).catch(() => null);
    if (answer && outcomeOf(answer.status) === 'delivered') {
      await rememberTopic(db, { url: topic, etag: document.etag });
    } else failed.push(topic);
  }
  return failed;
}
