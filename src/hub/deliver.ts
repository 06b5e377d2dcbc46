// Due subscription → its next delivery, as one POST (W3C WebSub §7).
import type { Database } from '../store/database.ts';
import { type DueSubscription, nothingDue, type Result } from '../store/hub/subscriptions.ts';
import { type Delivery, nextDelivery } from '../store/hub/topics.ts';
import { outcomeOf, retryDelay } from './retry.ts';
import type { SafeFetch } from './safe-fetch.ts';
import { type SignatureMethod, signature } from './signature.ts';

/** What delivering needs. */
export interface DeliverDeps {
  safeFetch: SafeFetch;
  method: SignatureMethod;
  /** The clock, epoch milliseconds. */
  now: () => number;
  /** 0 ≤ random < 1. */
  random: () => number;
}

/**
 * Sends a subscriber the delivery that follows its position, once; never throws for what the
 * subscriber does.
 *
 * @param next reads that delivery; a server that keeps deliveries in memory passes its own
 * @returns what became of it; null if there was nothing to deliver, which is recorded
 */
export async function deliverNext(
  db: Database,
  subscription: DueSubscription,
  { safeFetch, method, now, random }: DeliverDeps,
  next: (topic: string, position: number) => Promise<Delivery | null> = (...of) =>
    nextDelivery(db, ...of),
): Promise<Result | null> {
  const { id, topic, callback, secret, position, failures } = subscription;
  const delivery = await next(topic, position);
  if (!delivery) {
    await nothingDue(db, id);
    return null;
  }
  const { number, mediaType, link, bytes } = delivery;
  const headers = {
    'Content-Type': mediaType,
    Link: link,
    ...(secret && { 'X-Hub-Signature': await signature(method, secret, bytes) }),
  };
  const request = { method: 'POST', headers, body: bytes } as const;
  const answer = await safeFetch(callback, request).catch(() => null);
  const outcome = answer ? outcomeOf(answer.status) : 'failed';
  const pause =
    outcome === 'failed' ? retryDelay(failures + 1, random(), answer?.retryAfter ?? 0) : 0;
  return { id, number, outcome, due: now() + pause };
}
