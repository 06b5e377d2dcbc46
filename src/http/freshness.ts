// How long a document is fresh → its Cache-Control.

/** Seconds that a cache may go on with what it has while we cannot be reached. */
const STALE_IF_ERROR = 86_400;

/**
 * Fresh for `maxAge` seconds; then, for as long again, a cache may answer at once and ask us
 * behind its client's back (RFC 5861 §3), and for a day if we fail (§4).
 */
export function cacheControl(maxAge: number): string {
  return `public, max-age=${maxAge}, stale-while-revalidate=${maxAge}, stale-if-error=${STALE_IF_ERROR}`;
}
