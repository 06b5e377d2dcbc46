// Channel + items → one feed document as text, the same bytes for the same input.
import { Feed } from 'feed';
import { completeAtom } from './atom.ts';
import { completeJson } from './json.ts';
import { cleanChannel, cleanItem, type LegalItem } from './legal.ts';
import { completeRss } from './rss.ts';
import type { Channel, Format, Item } from './types.ts';

/**
 * Composes one document: RSS 2.0, Atom 1.0 (RFC 4287) or JSON Feed 1.1. All three carry the
 * same items, ids, dates and links. The package `feed` writes a skeleton, which is then
 * completed; characters that XML cannot hold are dropped from every field, in JSON too.
 *
 * @param items newest first, as they are to stand in the document
 * @throws TypeError if a URL of the channel itself is not absolute; a broken URL of an item is
 *   left out, and the rest of the item stays
 */
export function compose(format: Format, channel: Channel, items: readonly Item[]): string {
  const legalItems = items.map(cleanItem);
  const head = cleanChannel(channel);
  const feed = skeleton(head, legalItems);
  switch (format) {
    case 'rss':
      return completeRss(feed.rss2(), head, legalItems);
    case 'atom':
      return completeAtom(feed.atom1(), head, legalItems);
    case 'json':
      return completeJson(feed.json1(), head, legalItems);
  }
}

/**
 * What `feed` can be trusted with: URLs, dates and numbers. Its writer turns `&amp;` into `&`,
 * splits only the first `]]>` and leaves `<` bare in attributes, so no text passes through it.
 */
function skeleton(channel: Channel, items: readonly LegalItem[]): Feed {
  const feed = new Feed({
    title: '',
    link: channel.homeUrl,
    feedLinks: channel.urls,
    updated: new Date(channel.updated),
    ttl: channel.ttl,
    generator: 'Broadsheet',
    docs: 'https://www.rssboard.org/rss-specification',
    ...(channel.hub && { hub: channel.hub }),
  });
  for (const item of items) {
    feed.addItem({
      title: '',
      // Its types ask for a link; an item whose link was no URL has none, and gets none.
      link: item.url as string,
      date: new Date(item.updated),
      published: new Date(item.published),
    });
  }
  return feed;
}
