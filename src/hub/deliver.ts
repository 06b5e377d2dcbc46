// Due subscription → its next delivery, as one POST (W3C WebSub §7).
import { type DueSubscription, nothingDue, type Result } from '../store/hub/subscriptions.ts';
import { type Delivery, nextDelivery, type TopicDocument } from '../store/hub/topics.ts';
import type { AnnounceDeps } from './announce.ts';
import { outcomeOf, retryDelay } from './retry.ts';
import type { SafeFetch } from './safe-fetch.ts';
import { type SignatureMethod, signature } from './signature.ts';
import { readTopic } from './topics.ts';

/** What verifying and delivering need. */
export interface DeliverDeps extends AnnounceDeps {
  safeFetch: SafeFetch;
  method: SignatureMethod;
  /** 0 ≤ random < 1. */
  random: () => number;
}

/**
 * Sends a subscriber the delivery that follows its position, once; never throws for what the
 * subscriber does.
 *
 * @param next reads that delivery; a server that keeps one in memory passes its own
 * @returns what became of it; null if there was nothing to deliver, which is recorded
 */
export async function deliverNext(
  { db, siteUrl, answers, safeFetch, method, now, random }: DeliverDeps,
  { id, topic, callback, secret, position, failures }: DueSubscription,
  next: (topic: string, position: number) => Promise<Delivery | null> = (...of) =>
    nextDelivery(db, ...of),
): Promise<Result | null> {
  const delivery = await next(topic, position);
  if (!delivery) {
    await nothingDue(db, id);
    return null;
  }
  const document = delivery.bytes.length > 0 ? delivery : await readTopic(answers, siteUrl, topic);
  const send = async ({ mediaType, link, bytes }: Omit<TopicDocument, 'etag'>) => {
    const headers = {
      'Content-Type': mediaType,
      Link: link,
      ...(secret && { 'X-Hub-Signature': await signature(method, secret, bytes) }),
    };
    return safeFetch(callback, { method: 'POST', headers, body: bytes }).catch(() => null);
  };
  const answer = document && (await send(document));
  const outcome = answer ? outcomeOf(answer.status) : 'failed';
  const pause =
    outcome === 'failed' ? retryDelay(failures + 1, random(), answer?.retryAfter ?? 0) : 0;
  return { id, number: delivery.number, outcome, due: now() + pause };
}
