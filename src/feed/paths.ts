// Paths of channels and pages below the site's URL, percent-encoded.
import type { SearchQuery } from '../store/search/query.ts';
import type { Site } from './types.ts';

/** The path that the site lies below, without a slash at the end; empty at the root of its host. */
export function basePath({ url }: Pick<Site, 'url'>): string {
  return new URL(url).pathname.replace(/\/$/, '');
}

/** @param key of the source */
export function sourcePath(key: string): string {
  return `/sources/${encodeURIComponent(key)}`;
}

/** @param tag BCP 47 */
export function languagePath(tag: string): string {
  return `/languages/${encodeURIComponent(tag)}`;
}

/** @param month `YYYY-MM` */
export function monthPath(month: string): string {
  return `/${month.replace('-', '/')}`;
}

/** @param id of the article */
export function articlePath(id: string): string {
  return `/articles/${encodeURIComponent(id)}`;
}

/** The channel of what a search finds. */
export function filterPath({ not, q }: Pick<SearchQuery, 'not' | 'q'>): string {
  return `/filter?${new URLSearchParams({ ...(not && { not }), ...(q && { q }) })}`;
}

/** @param query in its canonical text; empty for the page to search from */
export function searchPath(query: string): string {
  return query ? `/search?${new URLSearchParams({ q: query })}` : '/search';
}
