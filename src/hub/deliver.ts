// Edition of a topic → its subscriber, as one POST (W3C WebSub §7).
import type { Delivery, Edition, Result } from '../store/deliveries.ts';
import { outcomeOf, retryDelay } from './retry.ts';
import type { SafeFetch } from './safe-fetch.ts';
import { type SignatureMethod, signature } from './signature.ts';

/** What delivering needs from its deps. */
export interface Sending {
  safeFetch: SafeFetch;
  method: SignatureMethod;
  /** The clock, epoch milliseconds. */
  now: () => number;
  /** 0 ≤ random < 1. */
  random: () => number;
}

/** Delivers one edition, once; never throws for what the subscriber does. */
export async function deliver(
  { id, callback, secret, failures }: Delivery,
  { number, mediaType, link, bytes }: Edition,
  { safeFetch, method, now, random }: Sending,
): Promise<Result> {
  const headers = {
    'Content-Type': mediaType,
    Link: link,
    ...(secret && { 'X-Hub-Signature': await signature(method, secret, bytes) }),
  };
  const answer = await safeFetch(callback, { method: 'POST', headers, body: bytes }).catch(
    () => null,
  );
  const outcome = answer ? outcomeOf(answer.status) : 'failed';
  const pause =
    outcome === 'failed' ? retryDelay(failures + 1, random(), answer?.retryAfter ?? 0) : 0;
  return { id, number, outcome, due: now() + pause };
}
