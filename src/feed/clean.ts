// Channel and items → copies whose texts XML can hold and whose URLs are absolute.
import { stripInvalidXml } from '../article/text.ts';
import type { Channel, Item } from './types.ts';

/** An item; `url` is missing if it was not an absolute http(s) URL. */
export type CleanItem = Omit<Item, 'url' | 'authors' | 'categories'> & {
  url: string | undefined;
  /** Empty only where the item has no source, either. */
  authors: string[];
  /** Its source's name comes first. */
  categories: string[];
};

/** @throws TypeError if the home page or a document of the channel has no absolute URL */
export function cleanChannel(channel: Channel): Channel {
  const { urls, homeUrl, icon, hub, stylesheet, ...rest } = cleanStrings(channel);
  return {
    ...rest,
    homeUrl: absolute(homeUrl),
    urls: { rss: absolute(urls.rss), atom: absolute(urls.atom), json: absolute(urls.json) },
    icon: httpUrl(icon),
    hub: httpUrl(hub),
    stylesheet: httpUrl(stylesheet),
  };
}

function absolute(url: string): string {
  return new URL(url).href;
}

/** Leaves out an image, an enclosure or a link whose URL is broken: the item stays. */
export function cleanItem(item: Item): CleanItem {
  const {
    url,
    externalUrl,
    authors,
    categories = [],
    summary,
    image,
    enclosures,
    source,
    ...rest
  } = cleanStrings(item);
  return {
    ...rest,
    url: httpUrl(url),
    externalUrl: httpUrl(externalUrl),
    authors: (authors?.length ? authors : [source.title]).filter(Boolean),
    categories: [...new Set([source.title, ...categories])].filter(Boolean),
    image: image && withUrl(image),
    enclosures: enclosures.map(withUrl).filter((enclosure) => enclosure !== null),
    // An item that would be nothing but a link has its title for a summary.
    summary: summary || (rest.html ? '' : rest.title),
    source: {
      ...source,
      feedUrl: httpUrl(source.feedUrl),
      atomUrl: httpUrl(source.atomUrl),
    },
  };
}

function withUrl<T extends { url: string }>(media: T): T | null {
  const url = httpUrl(media.url);
  return url ? { ...media, url } : null;
}

/**
 * The URL as WHATWG URL writes it, so that every format carries the same bytes and non-ASCII
 * characters are percent-encoded (RSS and JSON Feed ask for URIs, RFC 3986).
 */
function httpUrl(url: string | undefined): string | undefined {
  const parsed = url === undefined ? null : URL.parse(url);
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : undefined;
}

/** A deep copy whose strings have no characters that XML cannot hold. */
export function cleanStrings<T>(value: T): T {
  if (typeof value === 'string') return stripInvalidXml(value) as T;
  if (Array.isArray(value)) return value.map(cleanStrings) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, cleanStrings(field)]),
  ) as T;
}
