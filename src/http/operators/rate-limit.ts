// Rate limits for clients that fetch whole feeds again and again, or much that is not ready.
import { feedAt } from '../address.ts';
import type { Fields } from '../conditional.ts';
import { aggregatorOf } from './agents.ts';

/** Unconditional fetches of one feed that a client may make at once, and all again in an hour. */
export const MAX_FETCHES = 120;
export const PERIOD_SECONDS = 3600;

/** Requests for what is not ready that a client may make at once, and all again in `seconds`. */
export const MAX_COMPOSED = { size: 120, seconds: 120 };

/** Keys remembered; beyond that the oldest is forgotten, which favours its client. */
const MAX_KEYS = 50_000;

/**
 * Whether a request counts against the limit: never one that says what it has, and never one of an
 * aggregator that polls for many.
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

/**
 * Counts one request of a key.
 *
 * @param now epoch milliseconds
 * @returns 0 where it may be answered, else the seconds to wait
 */
export type RateLimit = (key: string, now: number) => number;

/**
 * A leaky bucket for each key.
 *
 * @param size requests that a full bucket allows at once
 * @param seconds in which an empty bucket is full again
 */
export function createRateLimit(size: number, seconds: number, maxKeys = MAX_KEYS): RateLimit {
  const milliseconds = (seconds * 1000) / size;
  /** Key → when its bucket is full again: nothing else needs to be known. */
  const fullAt = new Map<string, number>();
  return (key, now) => {
    const full = Math.max(fullAt.get(key) ?? now, now) + milliseconds;
    const wait = full - (now + size * milliseconds);
    if (wait > 0) return Math.ceil(wait / 1000);
    fullAt.delete(key);
    fullAt.set(key, full);
    if (fullAt.size > maxKeys) fullAt.delete(fullAt.keys().next().value as string);
    return 0;
  };
}

/** The answer to a client over the limit (RFC 6585 §4). @param seconds until the next is answered */
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
