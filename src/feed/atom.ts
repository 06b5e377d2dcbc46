// Channel + items → Atom 1.0 (RFC 4287).
//
// The package `feed` ignores extensions in Atom, and without them has no languages, no media types
// of links, no archive links, and no plain titles. So this document is written without it.
import type { CleanItem } from './clean.ts';
import { channelLinks } from './links.ts';
import { thumbnail } from './media.ts';
import { type Channel, FORMATS } from './types.ts';
import { type Element, writeXml } from './xml.ts';

const NAMESPACES = {
  xmlns: 'http://www.w3.org/2005/Atom',
  'xmlns:fh': 'http://purl.org/syndication/history/1.0',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
};

/** Of RFC 6721; only documents that need it declare it. */
const TOMBSTONES = 'http://purl.org/atompub/tombstones/1.0';

/**
 * Composes an Atom document of one line. Dates have milliseconds: they say the same instant as
 * `date_published` and `date_modified` of JSON Feed, always in UTC.
 */
export function composeAtom(channel: Channel, items: readonly CleanItem[]): string {
  const { deleted = [] } = channel;
  const feed: Element = {
    _attributes: {
      ...NAMESPACES,
      'xmlns:at': deleted.length > 0 ? TOMBSTONES : undefined,
      'xml:lang': channel.language,
    },
    id: channel.id,
    title: text(channel.title),
    updated: new Date(channel.updated).toISOString(),
    generator: 'Broadsheet',
    link: [link('alternate', 'text/html', channel.homeUrl), ...channelLinks('atom', channel)],
    subtitle: channel.description ? text(channel.description) : undefined,
    author: { name: channel.author, email: channel.contact },
    rights: channel.copyright ? text(channel.copyright) : undefined,
    icon: channel.icon,
    logo: channel.icon,
    'fh:complete': channel.complete ? {} : undefined,
    'fh:archive': channel.history?.current ? {} : undefined,
    'at:deleted-entry': deleted.map(({ id, when }) => ({
      _attributes: { ref: id, when: new Date(when).toISOString() },
    })),
    entry: items.map((item) => entry(item, channel)),
  };
  return writeXml('feed', feed, channel.stylesheet);
}

function entry(item: CleanItem, channel: Channel): Element {
  const { title, atomUrl, feedId } = item.source;
  const updated = new Date(item.updated).toISOString();
  return {
    _attributes: { 'xml:lang': item.language === channel.language ? undefined : item.language },
    title: text(item.title),
    id: item.id,
    link: [
      ...(item.url ? [link('alternate', 'text/html', item.url)] : []),
      ...item.enclosures.map(({ url, type }) => link('enclosure', type, url)),
    ],
    updated,
    published: new Date(item.published).toISOString(),
    author: item.authors.map((name) => ({ name })),
    category: item.categories.map((name) => ({ _attributes: { term: name, label: name } })),
    // RFC 4287 §4.2.11: the feed that the entry also stands in, as it was when this came to it.
    source: atomUrl
      ? {
          id: feedId,
          title: text(title),
          updated,
          link: link('self', FORMATS.atom.mediaType, atomUrl),
        }
      : undefined,
    summary: item.summary ? text(item.summary) : undefined,
    content: content(item),
    // Not an enclosure: readers offer those for download, and the content shows the image.
    'media:thumbnail': thumbnail(item.image),
  };
}

/** RFC 4287 §4.1.2: an entry without an alternate link must have content. */
function content({ url, html, summary }: CleanItem): Element | undefined {
  if (html) return { _attributes: { type: 'html' }, _text: html };
  return url ? undefined : text(summary);
}

function text(value: string): Element {
  return { _attributes: { type: 'text' }, _text: value };
}

function link(rel: string, type: string, href: string): Element {
  return { _attributes: { rel, type, href } };
}
