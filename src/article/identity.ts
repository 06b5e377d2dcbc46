// Article URL → the permanent identity of the article.
import { type Digest, sha256 } from './digest.ts';
import { identityUrl, newsroomOf } from './rules.ts';

/** Query parameters that say how a reader came, not what is read. */
const TRACKING =
  /^(utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_ga|at_\w+)$/i;

/** A query, without its `?`, without what only says how a reader came. */
export function withoutTracking(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '' && !TRACKING.test(pair.split('=', 1)[0] ?? ''))
    .join('&');
}

/**
 * What an article has as URL whose file names none: its path in the archive, from `/` on. It is
 * the identity of the article, and its page here is its address.
 */
export function pathUrl(path: string): string {
  return `/${path.normalize('NFC').trim()}`;
}

/** Whether an article's URL is such a path. */
export function isPathUrl(url: string): boolean {
  return url.startsWith('/');
}

/**
 * The normal form of an article's URL, by which two files are one article: host in lower case,
 * no default port, fragment, credentials or tracking parameters, `https` for `http`, the hex
 * digits of percent-encoding in upper case (RFC 3986 §6.2.2).
 *
 * @param url absolute http(s) URL, or path of an article that has none: it stays
 * @throws TypeError where the URL cannot be parsed
 */
export function normaliseUrl(url: string): string {
  if (isPathUrl(url)) return url;
  const normal = new URL(
    url.replace(/^https?:/i, 'https:').replace(/^(https:\/\/[^/?#]*):80(?=[/?#]|$)/, '$1'),
  );
  // Every assignment parses the URL again: the usual URL needs none.
  if (normal.href.includes('#')) normal.hash = '';
  if (normal.username) normal.username = '';
  if (normal.password) normal.password = '';
  if (normal.href.includes('?')) normal.search = withoutTracking(normal.search.slice(1));
  return normal.href.replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase());
}

/**
 * The permanent id of an article: a UUID (version 8, RFC 9562 §5.8) made from the SHA-256 of
 * its normal URL, or of what that has in common with all addresses of the article where its
 * newsroom writes the title into them. It depends on nothing else: not on file, number, title,
 * date or site.
 *
 * @param own what an archive says of such addresses, besides what is known of newsrooms
 */
export async function articleId(
  url: string,
  digest: Digest = sha256,
  own: string[] = [],
): Promise<string> {
  const normal = normaliseUrl(url);
  if (isPathUrl(normal)) return uuidOf(await digest(normal));
  const { identity = [] } = newsroomOf(null, new URL(normal).hostname) ?? {};
  return uuidOf(await digest(identityUrl(normal, [...own, ...identity]) ?? normal));
}

/** The UUID (version 8, RFC 9562 §5.8) made from a digest in hex. */
export function uuidOf(hex: string): string {
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
