// Published articles → the channel and items of a feed.
import type { Site } from './config.ts';
import { type Channel, FORMATS, type Format, type Item } from './feed/feed.ts';
import type { PublishedArticle } from './store/articles.ts';

/** How long a reader may wait before it asks again, in minutes. */
export const TTL_MINUTES = 15;

/**
 * The channel that shows these articles.
 *
 * @param query the canonical query of the feed's URLs, with its `?`, or nothing
 */
export function channelOf(site: Site, articles: PublishedArticle[], query: string): Channel {
  const url = (format: Format) => `${site.url}/${FORMATS[format].file}${query}`;
  return {
    id: `${site.url}/`,
    title: site.title,
    description: site.description,
    language: site.language,
    author: site.author,
    homeUrl: `${site.url}/`,
    urls: { rss: url('rss'), atom: url('atom'), json: url('json') },
    updated: articles.reduce((newest, { updated }) => Math.max(newest, updated), 0),
    ttl: TTL_MINUTES,
  };
}

/** One article as an item; without its content in a feed of summaries. */
export function itemOf(article: PublishedArticle, content: 'full' | 'summary'): Item {
  const { id, title, url, published, updated, html, summary, image, enclosures } = article;
  return {
    id: `urn:uuid:${id}`,
    title,
    url,
    published,
    updated,
    ...(content === 'full' && { html }),
    summary,
    image,
    enclosures,
    language: article.language,
    source: { title: article.sourceTitle },
  };
}
