// A selection and its articles → the channel and items of a feed.

import { isPathUrl } from '../article/identity.ts';
import { languageName } from '../article/language-names.ts';
import type { PublishedArticle, Withdrawn } from '../store/articles.ts';
import type { SearchQuery } from '../store/search/query.ts';
import type { Directory } from '../store/sources.ts';
import { cadenceOf } from './cadence.ts';
import { articlePath, pagePath, searchPath, sourcePath } from './paths.ts';
import { addressOf, channelAddress, DAILY, type Selection } from './selection.ts';
import { type Channel, FORMATS, type Format, type Item, type Site } from './types.ts';

/** The channel of a selection, without its links to archive documents. */
export function channelOf(
  site: Site,
  selection: Selection,
  articles: PublishedArticle[],
  directory: Directory | null,
): Channel {
  const { sources, languages, authors = [], search, has = [], daily } = selection;
  const { path, query } = channelAddress(selection);
  const chosen = sources.map((key) => sourceIn(directory, key));
  const parts = [
    sources.map((key, at) => chosen[at]?.title ?? key).join('、'),
    languages.map(languageName).join('、'),
    authors.join('、'),
    search ? `“${search.text}”` : '',
    has.join('、'),
    daily ? dailyName(site.language) : '',
  ];
  const name = parts.filter(Boolean).join(' · ');
  const id = `${site.url}${query.size > 0 ? `${path || '/'}?${query}` : pagePath(path)}`;
  return {
    id,
    title: name ? `${name} – ${site.title}` : site.title,
    description: name ? `${name} – ${site.description}` : site.description,
    language: onlyOne(languages) ?? onlyOne(chosen)?.language ?? site.language,
    author: site.author,
    icon: onlyOne(chosen)?.icon ?? site.icon ?? `${site.url}/icon.png`,
    copyright: site.copyright,
    contact: site.contact,
    stylesheet: `${site.url}/feed.css`,
    homeUrl: site.url + homePath(daily ? path.slice(0, -DAILY.length) : path, search),
    urls: urlsOf(site, selection),
    updated: articles.reduce((newest, { updated }) => Math.max(newest, updated), 0),
    ttl: cadenceOf(articles.map(({ published }) => published)),
    hub: site.hub,
  };
}

/** The page of a channel; a filter without words has none. */
function homePath(path: string, search: SearchQuery | undefined): string {
  if (path === '/filter') return search?.q ? searchPath(search.text) : '/';
  return pagePath(path);
}

/** The URL of a selection's document in each format. */
export function urlsOf(site: Site, selection: Selection): Record<Format, string> {
  const url = (format: Format) => site.url + addressOf(selection, FORMATS[format].file, site.items);
  return { rss: url('rss'), atom: url('atom'), json: url('json') };
}

/** The permanent id of an article's item. */
function itemId(id: string): string {
  return `urn:uuid:${id}`;
}

/** The channel with what was withdrawn from it: that is a change, too. */
export function withWithdrawn(channel: Channel, withdrawn: Withdrawn[]): Channel {
  return {
    ...channel,
    updated: Math.max(channel.updated, ...withdrawn.map(({ withdrawn }) => withdrawn)),
    deleted: withdrawn.map(({ id, withdrawn }) => ({ id: itemId(id), when: withdrawn })),
  };
}

/** The page that an article's item leads to: the original where there is one. */
export function articleUrl(site: Site, { id, url }: Pick<PublishedArticle, 'id' | 'url'>): string {
  return isPathUrl(url) ? site.url + articlePath(id) : url;
}

/** An article as an item; without content if the selection asks for summaries. */
export function itemOf(site: Site, article: PublishedArticle, selection: Selection): Item {
  const { id, title, authors, categories, published, updated, html, summary } = article;
  const own = selection.sources.length === 1 && selection.sources[0] === article.source;
  const channel = site.url + sourcePath(article.source);
  return {
    id: itemId(id),
    title,
    ...(authors.length > 0 && { authors }),
    ...(categories.length > 0 && { categories }),
    url: articleUrl(site, article),
    published,
    updated,
    ...(selection.content === 'full' && { html }),
    summary,
    image: article.image,
    enclosures: article.enclosures,
    language: article.language,
    source: {
      title: article.sourceTitle,
      ...(!own && {
        feedUrl: `${channel}/${FORMATS.rss.file}`,
        atomUrl: `${channel}/${FORMATS.atom.file}`,
        feedId: pagePath(channel),
      }),
    },
  };
}

function dailyName(language: string): string {
  return /^zh\b/i.test(language) ? '每日' : 'Daily';
}

function onlyOne<T>(list: T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

/** The source with this key or alias. */
export function sourceIn(directory: Directory | null, name: string) {
  return (
    directory?.sources.find(({ key }) => key === name) ??
    directory?.sources.find(({ aliases }) => aliases.includes(name))
  );
}
