// Query of a feed's URL → what the feed shows, in one canonical form.
import { MAX_ITEMS } from '../config.ts';

/** What a feed shows. */
export interface Selection {
  /** Number of items. */
  limit: number;
  content: 'full' | 'summary';
}

/** A query that cannot be answered: HTTP 400 with this sentence. */
export class BadQuery extends Error {}

/**
 * Reads `?limit=` and `?content=`. Parameters that mean nothing here are ignored.
 *
 * @param items the limit where none is given
 * @throws BadQuery where a parameter is out of bounds
 */
export function readSelection(query: URLSearchParams, items: number): Selection {
  const limit = query.get('limit');
  const content = query.get('content');
  if (limit !== null && !(/^\d{1,3}$/.test(limit) && inBounds(Number(limit)))) {
    throw new BadQuery(`limit is not valid; expected a whole number from 1 to ${MAX_ITEMS}`);
  }
  if (content !== null && content !== 'full' && content !== 'summary') {
    throw new BadQuery('content is not valid; expected “full” or “summary”');
  }
  return { limit: limit === null ? items : Number(limit), content: content ?? 'full' };
}

/** The query that means the selection: empty for the default, else always in the same order. */
export function canonicalQuery({ limit, content }: Selection, items: number): string {
  const query = new URLSearchParams();
  if (content !== 'full') query.set('content', content);
  if (limit !== items) query.set('limit', String(limit));
  return query.size > 0 ? `?${query}` : '';
}

function inBounds(limit: number): boolean {
  return limit >= 1 && limit <= MAX_ITEMS;
}
