// Answer of a subscriber, failures so far → what becomes of a delivery, and when it is tried again.
import { backoff } from '../publish/retry.ts';

/** What an answer means: only 410 ends a subscription (W3C WebSub §7). */
export type Outcome = 'delivered' | 'failed' | 'gone';

/** Milliseconds. */
const PAUSES = { first: 10_000, longest: 6 * 3_600_000 };

/** @param status HTTP status; redirects are not followed, and so have not delivered anything */
export function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return 'delivered';
  return status === 410 ? 'gone' : 'failed';
}

/**
 * How long to wait after a failed delivery. The first 16 pauses add up to over 24 hours, and they
 * go on until the lease ends.
 *
 * @param failures in a row, this one included: 1, 2, 3 …
 * @param random 0 ≤ random < 1: spreads what failed at once, a quarter to either side
 * @param retryAfter seconds, as the subscriber asked for (RFC 9110 §10.2.3); a day at most
 * @returns milliseconds
 */
export function retryDelay(failures: number, random: number, retryAfter = 0): number {
  return backoff(failures, random, PAUSES, Math.min(retryAfter, 86_400) * 1000);
}
