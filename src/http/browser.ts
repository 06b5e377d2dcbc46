// Request headers → whether a person's browser asks for a feed, or a feed reader.
import type { Fields } from './conditional.ts';

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
 * Tells a person who opens a feed's address in a browser from a program that reads feeds. A
 * browser says so itself (`Sec-Fetch-Dest`, https://www.w3.org/TR/fetch-metadata/), but only to
 * hosts it trusts; over plain HTTP it shows by ranking `text/html` above everything a feed could
 * be (RFC 9110 §12.5.1). In doubt it is a reader.
 */
export function audienceOf(headers: Fields): 'reader' | 'browser' {
  const destination = headers.get('sec-fetch-dest');
  if (destination !== null) return destination === 'document' ? 'browser' : 'reader';
  const weights = readAccept(headers.get('accept') ?? '');
  const html = weights.get('text/html') ?? 0;
  return html > 0 && FEED_TYPES.every((type) => html > weigh(type, weights)) ? 'browser' : 'reader';
}

/** What a feed's type weighs, by the most specific range that names it; `*` alone names nothing. */
function weigh(type: string, weights: Map<string, number>): number {
  return weights.get(type) ?? weights.get(`${type.split('/', 1)[0]}/*`) ?? 0;
}

function readAccept(field: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const range of field.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    weights.set(type, weight === undefined ? 1 : Number(weight) || 0);
  }
  return weights;
}
