// A failed attempt → how long to wait before the next, or that there is none.

/** What came of an attempt; null where no answer came. */
export type Outcome = { status: number; retryAfter: string | null } | null;

const ATTEMPTS = 7;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;
/** A server that asks for more patience than this is down. */
const LONGEST_WISH = 300_000;

/**
 * The policy of repeating a request: after no answer, 429 and 5xx, with delays that double, and
 * with jitter, lest all clients of a server come back at once. What `Retry-After` asks for
 * (RFC 9110 §10.2.3) is kept.
 *
 * @param attempt number of attempts made, from 1
 * @param random from 0 to 1
 * @param now the clock, epoch milliseconds
 * @returns milliseconds, or null where the outcome is final
 */
export function retryDelay(
  attempt: number,
  outcome: Outcome,
  random: number,
  now: number,
): number | null {
  if (outcome && outcome.status !== 429 && outcome.status < 500) return null;
  if (attempt >= ATTEMPTS) return null;
  const backOff = Math.min(FIRST_DELAY * 2 ** (attempt - 1), LONGEST_DELAY) * (0.5 + random / 2);
  const wish = wishOf(outcome?.retryAfter ?? null, now);
  return wish > LONGEST_WISH ? null : Math.max(backOff, wish);
}

/** `Retry-After` in milliseconds; 0 where it says nothing. */
function wishOf(field: string | null, now: number): number {
  if (field === null) return 0;
  if (/^\d+$/.test(field)) return Number(field) * 1000;
  const date = Date.parse(field);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
