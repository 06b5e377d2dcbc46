// Paths of channels and pages below the site's URL, percent-encoded.
//
// A page ends in a slash. A channel's path has none: its documents and its page lie below it.
import type { SearchQuery } from '../store/search/query.ts';
import type { Site } from './types.ts';

/** The path that the site lies below, without a slash at the end; empty at the root of its host. */
export function basePath({ url }: Pick<Site, 'url'>): string {
  return new URL(url).pathname.replace(/\/$/, '');
}

/** The channel of a source. @param key of the source */
export function sourcePath(key: string): string {
  return `/sources/${encodeURIComponent(key)}`;
}

/** The channel of a language. @param tag BCP 47 */
export function languagePath(tag: string): string {
  return `/languages/${encodeURIComponent(tag)}`;
}

/** The page of a channel. @param channel its path; empty for the whole archive */
export function pagePath(channel: string): string {
  return `${channel}/`;
}

/** The page of a day, a month or a year. @param date `YYYY-MM-DD`, `YYYY-MM` or `YYYY` */
export function datePath(date: string): string {
  return `/${date.replaceAll('-', '/')}/`;
}

/** The page of an article. @param id of the article */
export function articlePath(id: string): string {
  return `/articles/${encodeURIComponent(id)}/`;
}

/** The channel of what a search finds. */
export function filterPath({ not, q }: Pick<SearchQuery, 'not' | 'q'>): string {
  return `/filter?${new URLSearchParams({ ...(not && { not }), ...(q && { q }) })}`;
}

/** @param query in its canonical text; empty for the page to search from */
export function searchPath(query: string): string {
  return query ? `/search/?${new URLSearchParams({ q: query })}` : '/search/';
}
