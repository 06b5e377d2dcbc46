// Path and query of a feed's URL → what the feed shows, and back to its one canonical address.
import { MAX_ITEMS } from '../config.ts';
import { given } from '../feed/given.ts';
import { readQuery, type SearchQuery } from '../search/query.ts';

/** What a feed shows. */
export interface Selection {
  /** Keys of sources, sorted; none means all. */
  sources: string[];
  /** BCP 47 tags, sorted; none means all. */
  languages: string[];
  search?: SearchQuery;
  /** An archive document (RFC 5005 §4), in the place of the newest articles. */
  archive?: ArchivePage;
  /** Number of items. */
  limit: number;
  content: 'full' | 'summary';
  /** The Chinese script that texts are converted to. */
  script?: 'hans' | 'hant';
}

/** Which archive document: pages are counted from 1, the oldest. */
export interface ArchivePage {
  page: number;
  /** Set where the page was not full yet: how many of its articles are meant. */
  until?: number;
}

/** What the path of a feed's URL tells, percent-decoded. */
export interface SelectionPath {
  source?: string | undefined;
  language?: string | undefined;
  page?: string | undefined;
  search?: boolean;
}

/** A query that cannot be answered: HTTP 400 with this sentence. */
export class BadQuery extends Error {}

/** Nothing under the address, which could have been one of ours: HTTP 404 with this sentence. */
export class NotFound extends Error {}

/** Articles of an archive document. */
export const ARCHIVE_PAGE = 100;

/** Sources, or languages, that can be combined. */
const COMBINED = 20;

/**
 * Reads what the path and the query ask for. Parameters that mean nothing here are ignored.
 *
 * @param items the limit where none is given
 * @throws BadQuery where a parameter is out of bounds
 */
export function readSelection(
  path: SelectionPath,
  query: URLSearchParams,
  items: number,
): Selection {
  const common = {
    content: oneOf(query, 'content', ['full', 'summary']) ?? 'full',
    ...given('script', oneOf(query, 'zh', ['hans', 'hant'])),
  } as const;
  const own = {
    sources: path.source === undefined ? [] : [sourceKey(path.source)],
    languages: path.language === undefined ? [] : [languageTag(path.language)],
  };
  if (path.page !== undefined) {
    return { ...own, ...common, limit: ARCHIVE_PAGE, archive: archivePage(path.page, query) };
  }
  const limit = wholeNumber(query, 'limit', 1, MAX_ITEMS) ?? items;
  if (path.search) {
    return { ...own, ...common, limit, search: readSearch(query.get('q') ?? '') };
  }
  return {
    sources: sorted('source', [...own.sources, ...query.getAll('source').map(sourceKey)]),
    languages: sorted('lang', [...own.languages, ...query.getAll('lang').map(languageTag)]),
    ...common,
    limit,
  };
}

/** @throws BadQuery where nothing can be searched for with this text */
export function readSearch(typed: string): SearchQuery {
  const query = readQuery(typed);
  if (typeof query === 'string') throw new BadQuery(query);
  return query;
}

/**
 * The path and query of the channel itself, without the name of a document: `/sources/voa`,
 * `/search?q=…`; empty for the whole archive. Percent-encoded.
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
    path = `/sources/${encodeURIComponent(sources[0] as string)}`;
  } else if (languages.length === 1 && sources.length === 0) {
    path = `/languages/${encodeURIComponent(languages[0] as string)}`;
  } else {
    for (const tag of languages) query.append('lang', tag);
    for (const key of sources) query.append('source', key);
  }
  if (script) query.set('zh', script);
  return { path, query };
}

/**
 * The one address of what is selected: whatever means the same has the same path and query, with
 * the parameters in one order and none that is the default.
 *
 * @param file name of the document, such as `feed.xml`
 * @param items the limit where none is given
 */
export function addressOf(selection: Selection, file: string, items: number): string {
  const { archive, limit, content } = selection;
  const { path, query } = channelAddress(selection);
  if (content !== 'full') query.set('content', content);
  if (!archive && limit !== items) query.set('limit', String(limit));
  if (archive?.until) query.set('until', String(archive.until));
  const folder = archive ? `${path}/archive/${archive.page}` : path;
  query.sort();
  return `${folder}/${file}${query.size > 0 ? `?${query}` : ''}`;
}

function archivePage(page: string, query: URLSearchParams): ArchivePage {
  const until = wholeNumber(query, 'until', 1, ARCHIVE_PAGE - 1);
  return { page: Number(page), ...given('until', until) };
}

function wholeNumber(query: URLSearchParams, name: string, least: number, most: number) {
  const text = query.get(name);
  if (text === null) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new BadQuery(`${name} is not valid; expected a whole number from ${least} to ${most}`);
}

function oneOf<const T extends string>(
  query: URLSearchParams,
  name: string,
  values: readonly T[],
): T | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = values.find((each) => each === text);
  if (value !== undefined) return value;
  throw new BadQuery(
    `${name} is not valid; expected ${values.map((each) => `“${each}”`).join(' or ')}`,
  );
}

/** Folders name sources without regard to case: so do URLs. */
function sourceKey(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

function languageTag(text: string): string {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? '';
  } catch {
    throw new BadQuery('lang is not valid; expected a BCP 47 language tag such as zh-Hans');
  }
}

function sorted(name: string, values: string[]): string[] {
  const different = [...new Set(values)].sort();
  if (different.length <= COMBINED) return different;
  throw new BadQuery(`${name} is given ${different.length} times; expected at most ${COMBINED}`);
}
