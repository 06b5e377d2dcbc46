// URL as written in a body → absolute URL of an allowed scheme, or null.

import { withoutTracking } from '../identity.ts';

/** An absolute http(s) URL of ASCII that needs no rewriting, so that it stays as its author wrote it. */
const TIDY = /^https?:\/\/[!#-;=?-[\]_a-z~]+$/i;
const WEB = new Set(['http:', 'https:']);
const LINKED = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** Longer URLs are dropped: browsers and readers cut or refuse them. In UTF-16 units. */
const LONGEST = 8192;
/** Candidates of a `srcset`; no page has as many, and each costs every reader its bytes. */
const MOST_CANDIDATES = 20;

/**
 * The absolute http(s) URL that `written` means on the page `base`. The URL parser (WHATWG) does
 * away with the tabs, line ends, entities and upper case that hide a scheme; what it then calls
 * `javascript:`, `data:`, `blob:` or anything else is refused.
 */
export function webUrl(written: string | undefined, base: string): string | null {
  return resolve(written, base, WEB);
}

/** As `webUrl`, for links: `mailto:` and `tel:` too, without parameters that only count readers, and null for a jump within the page. */
export function linkUrl(written: string | undefined, base: string): string | null {
  if (written?.trim().startsWith('#')) return null;
  const url = resolve(written, base, LINKED);
  const [, start = '', query, end = ''] = (url && QUERY.exec(url)) || [];
  if (query === undefined) return url;
  const kept = withoutTracking(query);
  return start + (kept && `?${kept}`) + end;
}

/** An address in three: before its query, the query, the fragment. */
const QUERY = /^(https?:[^?#]*)\?([^#]*)(#.*)?$/s;

/**
 * A `srcset` with absolute URLs (HTML § 4.8.4.2.1); candidates that are no web address or have a
 * descriptor other than `2x` or `300w` are left out. Null where none remains.
 */
export function webSrcset(written: string | undefined, base: string): string | null {
  if (!written) return null;
  const candidates: string[] = [];
  for (const part of written.slice(0, LONGEST * MOST_CANDIDATES).split(/,(?=\s)|(?<=\d[wx]),/)) {
    const [url, descriptor = '', more] = part.trim().split(/\s+/, 3);
    const absolute = webUrl(url, base);
    if (absolute === null || more !== undefined) continue;
    // A comma at the end of a URL would be read as the end of the candidate.
    if (/^,|,$/.test(absolute) || !/^(\d{1,5}w|\d(\.\d{1,3})?x|)$/.test(descriptor)) continue;
    candidates.push(descriptor ? `${absolute} ${descriptor}` : absolute);
    if (candidates.length === MOST_CANDIDATES) break;
  }
  return candidates.length ? candidates.join(', ') : null;
}

function resolve(
  written: string | undefined,
  base: string,
  schemes: ReadonlySet<string>,
): string | null {
  const trimmed = written?.trim();
  if (!trimmed || trimmed.length > LONGEST) return null;
  if (TIDY.test(trimmed) && URL.canParse(trimmed)) return trimmed;
  if (!URL.canParse(trimmed, base)) return null;
  const url = new URL(trimmed, base);
  if (!schemes.has(url.protocol) || url.href.length > LONGEST) return null;
  return url.href;
}
