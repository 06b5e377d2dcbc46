// Channel + items → JSON Feed 1.1 (https://jsonfeed.org/version/1.1).
import { type Extension, Feed } from 'feed';
import type { CleanItem } from './clean.ts';
import type { Channel } from './types.ts';

/**
 * Composes a JSON Feed of one line. The package `feed` writes version 1.0; its extensions add
 * what is new in 1.1.
 */
export function composeJson(channel: Channel, items: readonly CleanItem[]): string {
  const feed = new Feed({
    title: channel.title,
    link: channel.homeUrl,
    feedLinks: channel.urls,
    description: channel.description,
    ...(channel.icon && { image: channel.icon }),
  });
  feed.extensions = extensions({
    version: 'https://jsonfeed.org/version/1.1',
    language: channel.language,
    favicon: channel.icon,
    authors: [{ name: channel.author, url: channel.contact && `mailto:${channel.contact}` }],
    hubs: channel.hub ? [{ type: 'WebSub', url: channel.hub }] : undefined,
    next_url: channel.history?.previous?.json,
  });
  for (const item of items) {
    feed.addItem({
      id: item.id,
      title: item.title,
      // The types of `feed` ask for a link; an item whose link was no URL gets none.
      link: item.url as string,
      published: new Date(item.published),
      date: new Date(item.updated),
      ...(item.image && { image: item.image.url }),
      extensions: extensions({
        // One of the two must be there.
        ...(item.html ? { content_html: item.html } : { content_text: item.summary }),
        summary: item.summary || undefined,
        external_url: item.externalUrl,
        authors: item.authors.length ? item.authors.map((name) => ({ name })) : undefined,
        tags: item.categories.length ? item.categories : undefined,
        language: item.language === channel.language ? undefined : item.language,
        attachments: item.enclosures.length
          ? item.enclosures.map(({ url, type }) => ({ url, mime_type: type }))
          : undefined,
      }),
    });
  }
  // `feed` indents, which makes short items half as long again.
  return `${JSON.stringify(JSON.parse(feed.json1()))}\n`;
}

/** `feed` sets extensions last and as they are: they add to its fields, or replace them. */
function extensions(fields: Record<string, unknown>): Extension[] {
  // Its types ask for objects, but texts and lists are written as well.
  return Object.entries(fields).map(([name, objects]) => ({ name, objects }) as Extension);
}
