// Skeleton of `feed` + channel + items → RSS 2.0, after the RSS Advisory Board's profile.

import type { LegalItem } from './legal.ts';
import { channelLinks, historyMarks } from './links.ts';
import type { Channel } from './types.ts';
import { type Element, escapeText, type Node, readXml, writeXml } from './xml.ts';

const NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:fh': 'http://purl.org/syndication/history/1.0',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
  'xmlns:sy': 'http://purl.org/rss/1.0/modules/syndication/',
};

/** The channel as `feed` writes it: link, lastBuildDate, ttl, docs, generator, self, hub. */
interface Skeleton extends Element {
  'atom:link': Element[];
  item?: Element[];
}

/** @param document what `feed.rss2()` wrote; each item holds its link and pubDate */
export function completeRss(
  document: string,
  channel: Channel,
  items: readonly LegalItem[],
): string {
  const { rss } = readXml(document, ['item', 'atom:link']) as { rss: { channel: Skeleton } };
  const { item: skeletons = [], ...head } = rss.channel;
  const links = channelLinks('rss', channel).map((_attributes) => ({ _attributes }));
  const complete: Element = {
    ...head,
    title: channel.title,
    description: channel.description,
    language: channel.language,
    'atom:link': [...head['atom:link'], ...links],
    ...rhythm(channel.ttl),
    ...historyMarks(channel),
    image: channel.icon
      ? { url: channel.icon, title: channel.title, link: channel.homeUrl }
      : undefined,
    item: items.map((item, index) => completeItem(skeletons[index] ?? {}, item, channel)),
  };
  const root = { _attributes: { version: '2.0', ...NAMESPACES }, channel: complete };
  return writeXml('rss', root, channel.stylesheet);
}

/** The interval in the terms of RSS 1.0's syndication module, which readers know beside `ttl`. */
function rhythm(minutes: number): Element {
  const [period, length] = minutes <= 60 ? ['hourly', 60] : ['daily', 1440];
  return {
    'sy:updatePeriod': period,
    'sy:updateFrequency': String(Math.max(1, Math.round(Number(length) / minutes))),
  };
}

function completeItem(skeleton: Element, item: LegalItem, channel: Channel): Element {
  const { title, feedUrl } = item.source;
  return {
    _attributes: { 'xml:lang': item.language === channel.language ? undefined : item.language },
    title: item.title,
    ...skeleton,
    guid: { _attributes: { isPermaLink: 'false' }, _text: item.id },
    'atom:updated':
      item.updated === item.published ? undefined : new Date(item.updated).toISOString(),
    // `author` is an e-mail address, which we do not have.
    'dc:creator': item.authors,
    category: title || undefined,
    source: feedUrl ? { _attributes: { url: feedUrl }, _text: title } : undefined,
    // Readers take a description for HTML: escaped once more, they show the plain text.
    description: item.summary ? escapeText(item.summary) : undefined,
    'content:encoded': item.html || undefined,
    'media:content': media(item),
  };
}

/** Media RSS, and no `enclosure`: that must state a length, which is not known. */
function media(item: LegalItem): Node[] {
  const { image, enclosures } = item;
  const lead: Node = image
    ? {
        _attributes: { url: image.url, medium: 'image', type: image.type ?? undefined },
        'media:description': image.alt
          ? { _attributes: { type: 'plain' }, _text: image.alt }
          : undefined,
      }
    : undefined;
  const files = enclosures.map(({ url, type }) => ({
    _attributes: { url, medium: /^(audio|video|image)\//.exec(type)?.[1], type },
  }));
  return [lead, ...files];
}
