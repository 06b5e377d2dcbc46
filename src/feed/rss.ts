// Channel + items → RSS 2.0 (rssboard.org/rss-specification, and the board's profile).
//
// The package `feed` could write this with extensions, too. But it would put half of the channel's
// elements behind the items, and its XML would have to be escaped before it and mended after it.
import { escapeHtml } from '../article/text.ts';
import type { CleanItem } from './clean.ts';
import { channelLinks } from './links.ts';
import { enclosure, mediaContent, thumbnail } from './media.ts';
import type { Channel } from './types.ts';
import { type Element, writeXml } from './xml.ts';

const NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:fh': 'http://purl.org/syndication/history/1.0',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
  'xmlns:sy': 'http://purl.org/rss/1.0/modules/syndication/',
};

/** Composes an RSS document of one line. */
export function composeRss(channel: Channel, items: readonly CleanItem[]): string {
  const { title, homeUrl, icon, contact, ttl } = channel;
  // The terms of RSS 1.0's syndication module, which readers know beside `ttl`.
  const [period, minutes]: [string, number] = ttl <= 60 ? ['hourly', 60] : ['daily', 1440];
  const rss: Element = {
    _attributes: { version: '2.0', ...NAMESPACES },
    channel: {
      title,
      link: homeUrl,
      description: channel.description,
      lastBuildDate: new Date(channel.updated).toUTCString(),
      docs: 'https://www.rssboard.org/rss-specification',
      generator: 'Broadsheet',
      ttl: String(ttl),
      'atom:link': channelLinks('rss', channel),
      language: channel.language,
      copyright: channel.copyright,
      managingEditor: contact && `${contact} (${channel.author})`,
      'sy:updatePeriod': period,
      'sy:updateFrequency': String(minutes / ttl),
      'fh:complete': channel.complete ? {} : undefined,
      'fh:archive': channel.history?.current ? {} : undefined,
      image: icon ? { url: icon, title, link: homeUrl } : undefined,
      item: items.map((item) => rssItem(item, channel)),
    },
  };
  return writeXml('rss', rss, channel.stylesheet);
}

function rssItem(item: CleanItem, channel: Channel): Element {
  const { id, published, updated } = item;
  const { title, feedUrl } = item.source;
  return {
    _attributes: { 'xml:lang': item.language === channel.language ? undefined : item.language },
    title: item.title,
    link: item.url,
    guid: { _attributes: { isPermaLink: 'false' }, _text: id },
    pubDate: new Date(published).toUTCString(),
    ...(updated !== published && {
      // SimplePie takes the latter alone for the date of publication.
      'atom:published': new Date(published).toISOString(),
      'atom:updated': new Date(updated).toISOString(),
    }),
    // `author` is an e-mail address, which we do not have.
    'dc:creator': item.authors,
    category: item.categories,
    source: feedUrl ? { _attributes: { url: feedUrl }, _text: title } : undefined,
    // Readers take a description for HTML: escaped once more, they show the plain text.
    description: item.summary ? escapeHtml(item.summary) : undefined,
    'content:encoded': item.html || undefined,
    enclosure: enclosure(item),
    'media:content': mediaContent(item),
    'media:thumbnail': thumbnail(item.image),
  };
}
