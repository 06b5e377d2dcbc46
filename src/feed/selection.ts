// Selection: what a feed shows, and the canonical address of its documents.
import type { SearchQuery } from '../store/search/query.ts';
import { languagePath, sourcePath } from './paths.ts';
import type { Format, Site } from './types.ts';

/** What a feed shows. */
export interface Selection {
  /** Keys of sources, sorted; none means all. */
  sources: string[];
  /** BCP 47 tags, sorted; none means all. */
  languages: string[];
  search?: SearchQuery;
  /** An archive document (RFC 5005 §4) instead of the newest articles: 1 is the oldest. */
  archive?: number;
  /** Number of items. */
  limit: number;
  content: 'full' | 'summary';
  /** The Chinese script that texts are converted to. */
  script?: 'hans' | 'hant';
}

/** The largest number of items that a feed document may have. */
export const MAX_ITEMS = 500;

/**
 * Path and query of the channel, without the name of a document: `/sources/voa`, `/search?q=…`;
 * an empty path for the whole archive. Percent-encoded.
 */
export function channelAddress({ sources, languages, search, script }: Selection): {
  path: string;
  query: URLSearchParams;
} {
  const query = new URLSearchParams();
  let path = '';
  if (search) {
    path = '/search';
    query.set('q', search.text);
  } else if (sources.length === 1 && languages.length === 0) {
    path = sourcePath(sources[0] as string);
  } else if (languages.length === 1 && sources.length === 0) {
    path = languagePath(languages[0] as string);
  } else {
    for (const tag of languages) query.append('lang', tag);
    for (const key of sources) query.append('source', key);
  }
  if (script) query.set('zh', script);
  return { path, query };
}

/**
 * Path and query of a document, the same for all selections that mean the same: parameters are in
 * alphabetical order, and those with their default value are left out.
 *
 * @param file name of the document, such as `feed.xml`
 * @param items the default limit
 */
export function addressOf(selection: Selection, file: string, items: number): string {
  const { archive, limit, content } = selection;
  const { path, query } = channelAddress(selection);
  if (content !== 'full') query.set('content', content);
  if (!archive && limit !== items) query.set('limit', String(limit));
  const folder = archive ? `${path}/archive/${archive}` : path;
  query.sort();
  return `${folder}/${file}${query.size > 0 ? `?${query}` : ''}`;
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
