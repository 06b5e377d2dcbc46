// A selection and its articles → the channel and items of a feed.

import { isPathUrl } from '../article/identity.ts';
import type { PublishedArticle } from '../store/articles.ts';
import type { Directory } from '../store/sources.ts';
import { cadenceOf } from './cadence.ts';
import { addressOf, channelAddress, type Selection } from './selection.ts';
import { type Channel, FORMATS, type Format, type Item, type Site } from './types.ts';

/** Names of languages, as their readers call them; others go by their tag. */
const LANGUAGES: Record<string, string> = {
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
  en: 'English',
};

/** The channel of a selection, without its place in a history. */
export function channelOf(
  site: Site,
  selection: Selection,
  articles: PublishedArticle[],
  directory: Directory | null,
): Channel {
  const { sources, languages, search } = selection;
  const { path, query } = channelAddress(selection);
  const name = [
    sources.map((key) => sourceIn(directory, key)?.title ?? key).join('、'),
    languages.map((tag) => LANGUAGES[tag] ?? tag).join('、'),
    search ? `“${search.text}”` : '',
  ];
  const named = name.filter(Boolean).join(' · ');
  const own = query.size > 0 ? `?${query}` : '';
  const [source] = sources.length === 1 ? sources : [];
  const language =
    (languages.length === 1 ? languages[0] : undefined) ??
    (source === undefined ? undefined : sourceIn(directory, source)?.language);
  query.delete('zh');
  return {
    id: `${site.url}${path || '/'}${own}`,
    title: named ? `${named} – ${site.title}` : site.title,
    description: site.description,
    language: language ?? site.language,
    author: site.author,
    // Combinations have no page of their own.
    homeUrl: site.url + (path === '' ? '/' : path + (query.size > 0 ? `?${query}` : '')),
    urls: urlsOf(site, selection),
    updated: articles.reduce((newest, { updated }) => Math.max(newest, updated), 0),
    ttl: cadenceOf(articles.map(({ published }) => published)),
    ...(site.hub && { hub: site.hub }),
  };
}

/** The document of a selection, in each format. */
export function urlsOf(site: Site, selection: Selection): Record<Format, string> {
  const url = (format: Format) => site.url + addressOf(selection, FORMATS[format].file, site.items);
  return { rss: url('rss'), atom: url('atom'), json: url('json') };
}

/** One article as an item; without its content in a feed of summaries. */
export function itemOf(site: Site, article: PublishedArticle, selection: Selection): Item {
  const { id, title, authors, url, published, updated, html, summary, image, enclosures } = article;
  const own = selection.sources.length === 1 && selection.sources[0] === article.source;
  const channel = `${site.url}/sources/${encodeURIComponent(article.source)}`;
  return {
    id: `urn:uuid:${id}`,
    title,
    ...(authors.length > 0 && { authors }),
    url: isPathUrl(url) ? `${site.url}/articles/${id}` : url,
    published,
    updated,
    ...(selection.content === 'full' && { html }),
    summary,
    image,
    enclosures,
    language: article.language,
    source: {
      title: article.sourceTitle,
      ...(!own && { feedUrl: `${channel}/${FORMATS.rss.file}`, feedId: channel }),
    },
  };
}

/** The source that a name or an alias means. */
export function sourceIn(directory: Directory | null, name: string) {
  return (
    directory?.sources.find(({ key }) => key === name) ??
    directory?.sources.find(({ aliases }) => aliases.includes(name))
  );
}
