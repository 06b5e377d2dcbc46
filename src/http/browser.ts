// Request headers → whether a browser asks for a page to show, or a feed reader for a feed.
import type { Fields } from './conditional.ts';
import { weightsOf } from './weights.ts';

/** Media types that a feed could be sent as. */
const FEED_TYPES = [
  'application/rss+xml',
  'application/atom+xml',
  'application/feed+json',
  'application/rdf+xml',
  'application/xml',
  'text/xml',
  'application/json',
];

/**
 * A browser sends `Sec-Fetch-Dest` (https://www.w3.org/TR/fetch-metadata/), but only over HTTPS
 * and to localhost. Elsewhere it is recognised by its `Accept`, which prefers `text/html` to
 * everything that a feed could be (RFC 9110 §12.5.1). In doubt it is a feed reader.
 */
export function isBrowser(headers: Fields): boolean {
  const destination = headers.get('sec-fetch-dest');
  if (destination !== null) return destination === 'document';
  const weights = weightsOf(headers.get('accept') ?? '');
  const html = weights.get('text/html') ?? 0;
  // Feed readers send `*/*` too, so it does not count.
  const weigh = (type: string) =>
    weights.get(type) ?? weights.get(`${type.split('/', 1)[0]}/*`) ?? 0;
  return html > 0 && FEED_TYPES.every((type) => html > weigh(type));
}
