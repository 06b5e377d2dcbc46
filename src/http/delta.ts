// Request headers → the editions that the client offers to be told the difference from.
import { evaluate, type Fields, tagsNamed, type Validators } from './conditional.ts';

/** Tags that are looked up at most; no client has more than a few editions. */
const OFFERED = 10;

/**
 * The tags of the editions that a client has, where it accepts a delta of new and changed items
 * (RFC 3229 §10.5.3, with the instance manipulation `feed`) and does not have the current one.
 *
 * @returns strong tags without a coding's suffix; none where the whole is to be sent
 */
export function offeredBases(headers: Fields, current: Validators): string[] {
  const accepted = headers.get('a-im');
  const tags = headers.get('if-none-match');
  if (accepted === null || tags === null || !acceptsFeed(accepted)) return [];
  return evaluate(headers, current) === 200 ? tagsNamed(tags).slice(0, OFFERED) : [];
}

function acceptsFeed(field: string): boolean {
  return field.split(',').some((manipulation) => {
    const match = /^\s*feed\s*(?:;\s*q=([\d.]+)\s*)?$/i.exec(manipulation);
    return match !== null && Number(match[1] ?? 1) > 0;
  });
}

/**
 * What a delta says of itself. No shared cache may give it to others: one that knows deltas is
 * told so by `im`, which lifts the `no-store` for it (RFC 3229 §10.8); one that does not obeys.
 * A complete answer is right for every client, so it does not vary by `A-IM`.
 */
export function deltaHeaders(base: string, maxAge: number): Record<string, string> {
  return {
    IM: 'feed',
    'Delta-Base': base,
    'Cache-Control': `no-store, im, max-age=${maxAge}`,
  };
}
