// Request → whether it counts against its client's budget, and what a client over it is told.
import { feedAt } from './address.ts';
import { aggregatorOf } from './agents.ts';
import type { Fields } from './conditional.ts';

/** Unconditional fetches of one feed that a client has in store, and gets anew in an hour. */
export const BUDGET = 120;
export const BUDGET_SECONDS = 3600;

/**
 * Only fetching a whole feed again and again is slowed: never a request that says what it has, and
 * never an aggregator that says it polls for many.
 *
 * @param path without the query: all variants of a feed are one feed
 */
export function isRateLimited(method: string, path: string, headers: Fields): boolean {
  return (
    method === 'GET' &&
    headers.get('if-none-match') === null &&
    headers.get('if-modified-since') === null &&
    feedAt(path) !== null &&
    aggregatorOf(headers.get('user-agent') ?? '') === null
  );
}

/** RFC 6585 §4. @param seconds until the next fetch is answered */
export function tooManyRequests(seconds: number) {
  return {
    status: 429,
    headers: {
      'Content-Type': 'text/plain; charset=UTF-8',
      'Cache-Control': 'no-store',
      'Access-Control-Allow-Origin': '*',
      'Retry-After': String(seconds),
    },
    body: 'This feed was fetched whole too often. Send the ETag you got, in If-None-Match, and you may ask as often as you like.\n',
  };
}
