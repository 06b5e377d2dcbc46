// Publication → an edition of every followed topic whose bytes changed.
import type { Database } from '../store/database.ts';
import { addEdition, announcedTopics } from '../store/deliveries.ts';
import { type Answers, readTopic } from './topic.ts';

/**
 * Compares each topic with what was announced last, so that it does not matter how many
 * publications lie between, nor whether the program ended after one of them.
 *
 * @param now the clock, epoch milliseconds
 * @param mostBytes the largest document that the database takes; larger ones are not distributed
 * @returns the topics that have a new edition
 */
export async function announce(
  db: Database,
  siteUrl: string,
  answers: Answers,
  now: number,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const changed: string[] = [];
  for (const { url, etag } of await announcedTopics(db)) {
    const document = await readTopic(answers, siteUrl, url);
    if (!document || document.etag === etag || document.bytes.length > mostBytes) continue;
    await addEdition(db, url, etag, document, now);
    changed.push(url);
  }
  return changed;
}
