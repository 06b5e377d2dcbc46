// Channel and items → copies that hold only characters and URLs a document may carry.

import { stripInvalidXml } from '../article/text.ts';
import { given } from './given.ts';
import type { Channel, Format, Item } from './types.ts';

/** An item whose strings are legal; a URL that is not absolute http(s) is gone, the rest kept. */
export type LegalItem = Omit<Item, 'url'> & { url?: string };

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
  const { url, externalUrl, image, enclosures, source, ...rest } = item;
  const { feedUrl, ...names } = source;
  return {
    ...legalStrings(rest),
    ...given('url', httpUrl(url)),
    ...given('externalUrl', httpUrl(externalUrl)),
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
  const parsed = url === undefined ? null : URL.parse(stripInvalidXml(url));
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : undefined;
}

function documentUrls({ rss, atom, json }: Record<Format, string>): Record<Format, string> {
  return { rss: new URL(rss).href, atom: new URL(atom).href, json: new URL(json).href };
}

function legalStrings<T extends object>(value: T): T {
  const fields = Object.entries(value).map(([key, field]) => [
    key,
    typeof field === 'string' ? stripInvalidXml(field) : field,
  ]);
  return Object.fromEntries(fields) as T;
}
