// Skeleton of `feed` + channel + items → JSON Feed 1.1 (https://jsonfeed.org/version/1.1).

import type { LegalItem } from './legal.ts';
import type { Channel } from './types.ts';

/** The feed as `feed` writes it; an item there is its url, date_modified and date_published. */
interface Skeleton {
  home_page_url: string;
  feed_url: string;
  items: object[];
}

/** @param document what `feed.json1()` wrote */
export function completeJson(
  document: string,
  channel: Channel,
  items: readonly LegalItem[],
): string {
  const { items: skeletons, ...head } = JSON.parse(document) as Skeleton;
  const complete = {
    ...head,
    version: 'https://jsonfeed.org/version/1.1',
    title: channel.title,
    description: channel.description || undefined,
    language: channel.language,
    authors: [{ name: channel.author }],
    icon: channel.icon,
    hubs: channel.hub ? [{ type: 'WebSub', url: channel.hub }] : undefined,
    next_url: channel.history?.previous?.json,
    items: items.map((item, index) => completeItem(skeletons[index] ?? {}, item, channel)),
  };
  return `${JSON.stringify(complete)}\n`;
}

function completeItem(skeleton: object, item: LegalItem, channel: Channel): object {
  const { title } = item.source;
  return {
    id: item.id,
    ...skeleton,
    external_url: item.externalUrl,
    title: item.title,
    // One of the two must be there.
    ...(item.html ? { content_html: item.html } : { content_text: item.summary }),
    summary: item.summary || undefined,
    image: item.image?.url,
    authors: item.authors.length ? item.authors.map((name) => ({ name })) : undefined,
    tags: title ? [title] : undefined,
    language: item.language === channel.language ? undefined : item.language,
    attachments: item.enclosures.length
      ? item.enclosures.map(({ url, type }) => ({ url, mime_type: type }))
      : undefined,
  };
}
