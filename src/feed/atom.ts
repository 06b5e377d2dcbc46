// Skeleton of `feed` + channel + items → Atom 1.0 (RFC 4287).

import type { LegalItem } from './legal.ts';
import { channelLinks, historyMarks } from './links.ts';
import { type Channel, FORMATS } from './types.ts';
import { type Attributes, type Element, readXml, writeXml } from './xml.ts';

const NAMESPACES = {
  xmlns: 'http://www.w3.org/2005/Atom',
  'xmlns:fh': 'http://purl.org/syndication/history/1.0',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
};

/** Media types of what the skeleton links to, which `feed` leaves out. */
const TYPES: Record<string, string> = { alternate: 'text/html', self: FORMATS.atom.mediaType };

/** The feed as `feed` writes it: updated, generator, and links to the home page, self, hub. */
interface Skeleton extends Element {
  link: Element[];
  entry?: Element[];
}

/**
 * Dates keep the milliseconds that `feed` writes: they say the same instant as `date_published`
 * and `date_modified` of JSON Feed, and always in UTC, which every reader understands.
 *
 * @param document what `feed.atom1()` wrote; each entry holds its published and updated
 */
export function completeAtom(
  document: string,
  channel: Channel,
  items: readonly LegalItem[],
): string {
  const { feed } = readXml(document, ['entry', 'link']) as { feed: Skeleton };
  const { entry: skeletons = [], ...head } = feed;
  const complete: Element = {
    ...head,
    _attributes: { ...NAMESPACES, 'xml:lang': channel.language },
    id: channel.id,
    title: text(channel.title),
    subtitle: channel.description ? text(channel.description) : undefined,
    author: { name: channel.author },
    icon: channel.icon,
    link: [
      ...head.link.map(({ _attributes: { rel, href } = {} }) =>
        link({ rel, type: TYPES[rel ?? ''], href }),
      ),
      ...channelLinks('atom', channel).map(link),
    ],
    ...historyMarks(channel),
    entry: items.map((item, index) => completeEntry(skeletons[index] ?? {}, item, channel)),
  };
  return writeXml('feed', complete, channel.stylesheet);
}

function completeEntry(skeleton: Element, item: LegalItem, channel: Channel): Element {
  const { title } = item.source;
  return {
    _attributes: { 'xml:lang': item.language === channel.language ? undefined : item.language },
    ...skeleton,
    id: item.id,
    title: text(item.title),
    link: [
      item.url ? link({ rel: 'alternate', type: 'text/html', href: item.url }) : undefined,
      ...item.enclosures.map(({ url, type }) => link({ rel: 'enclosure', type, href: url })),
    ],
    author: item.authors.map((name) => ({ name })),
    category: title ? { _attributes: { term: title, label: title } } : undefined,
    source: source(item),
    summary: item.summary ? text(item.summary) : undefined,
    content: content(item),
    // Not an enclosure: readers offer those for download, and the content shows the image.
    'media:thumbnail': item.image ? { _attributes: { url: item.image.url } } : undefined,
  };
}

/** RFC 4287 §4.1.2: an entry without an alternate link must have content. */
function content(item: LegalItem): Element | undefined {
  if (item.html) return { _attributes: { type: 'html' }, _text: item.html };
  return item.url ? undefined : text(item.summary);
}

/** RFC 4287 §4.2.11: the feed that the entry also stands in. */
function source({ source: { title, feedUrl, feedId } }: LegalItem): Element | undefined {
  if (!feedUrl) return undefined;
  const self = link({ rel: 'self', type: FORMATS.rss.mediaType, href: feedUrl });
  return { id: feedId, title: text(title), link: self };
}

function text(value: string): Element {
  return { _attributes: { type: 'text' }, _text: value };
}

function link(_attributes: Attributes): Element {
  return { _attributes };
}
