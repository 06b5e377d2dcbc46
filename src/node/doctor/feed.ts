// Body of an answer → what a feed says of itself, whoever made it.
import { load } from 'cheerio/slim';
import type { Element } from 'domhandler';

export type Format = 'RSS' | 'Atom' | 'JSON Feed';

export interface ReadFeed {
  format: Format;
  /** The address it gives for itself. */
  self: string | undefined;
  hub: string | undefined;
  /** The next older document of its history (RFC 5005 §4; `next_url` of JSON Feed). */
  older: string | undefined;
  items: { id: string; date: string | undefined }[];
  /** Whether the document came to its end. */
  isWhole: boolean;
}

/** @returns null where the text is no feed */
export function readFeed(text: string): ReadFeed | null {
  const start = text.trimStart().slice(0, 1);
  return start === '{' ? readJson(text) : readXml(text);
}

interface JsonFeed {
  version?: unknown;
  feed_url?: string;
  next_url?: string;
  hubs?: { url?: string }[];
  items?: { id?: unknown; date_published?: string }[];
}

function readJson(text: string): ReadFeed | null {
  let feed: JsonFeed;
  try {
    feed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!String(feed.version).startsWith('https://jsonfeed.org/')) return null;
  return {
    format: 'JSON Feed',
    self: feed.feed_url,
    hub: feed.hubs?.[0]?.url,
    older: feed.next_url,
    items: (feed.items ?? []).map(({ id, date_published }) => ({
      id: String(id ?? ''),
      date: date_published,
    })),
    isWhole: true,
  };
}

function readXml(text: string): ReadFeed | null {
  const $ = load(text, { xml: true });
  const isAtom = $('feed').length > 0;
  const channel = $(isAtom ? 'feed' : 'rss > channel').first();
  if (channel.length === 0) return null;
  const children = channel.children().toArray();
  const links = children.filter((each) => local(each) === 'link');
  const link = (rel: string) => links.find(({ attribs }) => attribs.rel === rel)?.attribs.href;
  const items = children.filter((each) => local(each) === (isAtom ? 'entry' : 'item'));
  /** The text of the first of these elements that the item has. */
  const textIn = (item: Element, names: string[]) => {
    const inside = $(item).children().toArray();
    const [found] = names.flatMap((name) => inside.find((each) => each.name === name) ?? []);
    return found && $(found).text().trim();
  };
  return {
    format: isAtom ? 'Atom' : 'RSS',
    self: link('self'),
    hub: link('hub'),
    older: link('prev-archive'),
    items: items.map((item) => ({
      id: textIn(item, isAtom ? ['id'] : ['guid', 'link']) ?? '',
      date: textIn(item, isAtom ? ['published', 'updated'] : ['pubDate', 'dc:date']),
    })),
    isWhole: /<\/(?:rss|feed)>\s*$/.test(text),
  };
}

/** The name of an element without its prefix. */
function local({ name }: Element): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Feeds that a page names (`rel="alternate"`), absolute, each once. */
export function feedsOf(html: string, page: URL): URL[] {
  const $ = load(html);
  const hrefs = $('link[rel~=alternate]')
    .toArray()
    .filter(({ attribs }) => /(?:rss|atom)\+xml|feed\+json/.test(attribs.type ?? ''))
    .map(({ attribs }) => URL.parse(attribs.href ?? '', page)?.href);
  return [...new Set(hrefs)].flatMap((href) => URL.parse(href ?? '') ?? []);
}
