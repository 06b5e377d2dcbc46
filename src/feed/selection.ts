// Selection: what a feed shows, and the canonical address of its documents.
import type { Medium } from '../store/search/facets.ts';
import { needsIndex } from '../store/search/filter.ts';
import type { SearchQuery } from '../store/search/query.ts';
import { languagePath, sourcePath } from './paths.ts';
import type { Format, Site } from './types.ts';

/** What a feed shows. */
export interface Selection {
  /** Keys of sources, sorted; none means all. */
  sources: string[];
  /** BCP 47 tags, sorted; none means all. */
  languages: string[];
  /** Names of authors, sorted; none means all. */
  authors?: string[];
  search?: SearchQuery | undefined;
  /** What each article must have; nothing means all. */
  has?: Medium[];
  /** One item a day instead of one for each article: of everything, or of one source. */
  daily?: boolean;
  /** An archive document (RFC 5005 §4) instead of the newest articles: 1 is the oldest. */
  archive?: number;
  /** Number of items. */
  limit: number;
  content: 'full' | 'summary';
  /** The Chinese script that texts are converted to. */
  script?: 'hans' | 'hant';
}

/** What the path of a daily feed ends in. */
export const DAILY = '/daily';

/** The largest number of items that a feed document may have. */
export const MAX_ITEMS = 500;

/** Path of the channel of everything (empty), of one source or of one language, or of their days; else null. */
function standingPath(selection: Selection): string | null {
  const { sources, languages, daily } = selection;
  if (needsIndex(selection) || sources.length + languages.length > 1) return null;
  if (languages.length === 1) return daily ? null : languagePath(languages[0] as string);
  const path = sources.length === 1 ? sourcePath(sources[0] as string) : '';
  return daily ? path + DAILY : path;
}

/**
 * Path and query of the channel, without the name of a document: `/sources/voa`, `/filter?q=…`; an
 * empty path for the whole archive. Percent-encoded. The channel's id is made of it.
 */
export function channelAddress(selection: Selection): { path: string; query: URLSearchParams } {
  const path = standingPath(selection);
  const query = path === null ? filterQuery(selection) : new URLSearchParams();
  if (selection.script) query.set('zh', selection.script);
  return { path: path ?? '/filter', query };
}

/** What a filter asks for, apart from the form of its documents. */
function filterQuery({
  sources,
  languages,
  authors = [],
  search,
  has = [],
}: Selection): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of authors) query.append('author', name);
  for (const medium of has) query.append('has', medium);
  for (const tag of languages) query.append('lang', tag);
  if (search?.not) query.set('not', search.not);
  if (search?.q) query.set('q', search.q);
  for (const key of sources) query.append('source', key);
  return query;
}

/**
 * Path and query of a document, the same for all selections that mean the same: a file where it is
 * a standing document, else an answer with its parameters in alphabetical order, without those
 * that have their default value.
 *
 * @param file name of the document, such as `feed.xml`
 * @param items the default limit
 */
export function addressOf(selection: Selection, file: string, items: number): string {
  const { archive, limit, content, script } = selection;
  const path = standingPath(selection);
  if (path !== null && content === 'full' && !script && limit === items) {
    return archive ? `${path}/archive/${archive}/${file}` : `${path}/${file}`;
  }
  return filterAddress(selection, file, items);
}

/** The address of an answer, also for what has a standing document; parameters as above. */
export function filterAddress(selection: Selection, file: string, items: number): string {
  const { archive, limit, content, script } = selection;
  const query = filterQuery(selection);
  if (archive) query.set('archive', String(archive));
  if (content !== 'full') query.set('content', content);
  if (limit !== items) query.set('limit', String(limit));
  if (script) query.set('zh', script);
  query.sort();
  return `/filter/${file}?${query}`;
}

/** Whether it is a channel that has archive documents. */
export function isStanding(selection: Selection): boolean {
  return standingPath(selection) !== null;
}

/** Whether a selection has archive documents in a format. */
export function hasHistory(
  { history = 'all' }: Site,
  { sources, languages, content, script }: Selection,
  format: Format,
): boolean {
  if (history !== 'compact') return history === 'all';
  const kept = sources.length === 1 ? 'rss' : 'atom';
  return format === kept && languages.length === 0 && content === 'full' && !script;
}
