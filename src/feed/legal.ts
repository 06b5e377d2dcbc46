// Channel and items → copies that hold only characters and URLs a document may carry.

import { given } from './given.ts';
import type { Channel, Format, Item } from './types.ts';

/** An item whose strings are legal; a URL that is not absolute http(s) is gone, the rest kept. */
export type LegalItem = Omit<Item, 'url' | 'authors'> & { url?: string; authors: string[] };

// What is outside of the Char production of XML 1.0 §2.2: controls and noncharacters here,
// surrogates that stand alone below.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** The text without the characters that no XML 1.0 document can hold, not even escaped. */
export function legal(text: string): string {
  // Under the `u` flag a search is three times slower, and hardly any text needs that one.
  const wellFormed = text.isWellFormed() ? text : text.replace(LONE_SURROGATE, '');
  return wellFormed.replace(ILLEGAL, '');
}

/** @throws TypeError if a URL of the channel itself (home, documents, history) is not absolute */
export function cleanChannel(channel: Channel): Channel {
  const { icon, hub, history, ...rest } = channel;
  return {
    ...legalStrings(rest),
    homeUrl: new URL(channel.homeUrl).href,
    urls: documentUrls(channel.urls),
    ...given('icon', httpUrl(icon)),
    ...given('hub', httpUrl(hub)),
    ...(history && {
      history: {
        ...given('current', history.current && documentUrls(history.current)),
        ...given('previous', history.previous && documentUrls(history.previous)),
        ...given('next', history.next && documentUrls(history.next)),
      },
    }),
  };
}

/** Leaves out an image, an enclosure or a link whose URL is broken: the item stays. */
export function cleanItem(item: Item): LegalItem {
  const { url, externalUrl, authors, image, enclosures, source, ...rest } = item;
  const { feedUrl, ...names } = source;
  return {
    ...legalStrings(rest),
    ...given('url', httpUrl(url)),
    ...given('externalUrl', httpUrl(externalUrl)),
    authors: (authors?.length ? authors : [source.title]).map(legal).filter(Boolean),
    image: image && withUrl(image),
    enclosures: enclosures.map(withUrl).filter((enclosure) => enclosure !== null),
    source: { ...legalStrings(names), ...given('feedUrl', httpUrl(feedUrl)) },
  };
}

function withUrl<T extends { url: string }>(media: T): T | null {
  const url = httpUrl(media.url);
  return url ? { ...legalStrings(media), url } : null;
}

/**
 * The URL as WHATWG URL writes it, so that every format carries the same bytes and non-ASCII
 * characters are percent-encoded (RSS and JSON Feed ask for URIs, RFC 3986).
 */
function httpUrl(url: string | undefined): string | undefined {
  const parsed = url === undefined ? null : URL.parse(legal(url));
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : undefined;
}

function documentUrls({ rss, atom, json }: Record<Format, string>): Record<Format, string> {
  return { rss: new URL(rss).href, atom: new URL(atom).href, json: new URL(json).href };
}

function legalStrings<T extends object>(value: T): T {
  const fields = Object.entries(value).map(([key, field]) => [
    key,
    typeof field === 'string' ? legal(field) : field,
  ]);
  return Object.fromEntries(fields) as T;
}
