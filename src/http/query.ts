// Path and query of a feed's URL → what the feed shows.

import { sourceKey } from '../article/sources.ts';
import { sourceIn } from '../feed/channel.ts';
import { ARCHIVE_PAGE, type ArchivePage, MAX_ITEMS, type Selection } from '../feed/selection.ts';
import { readQuery, type SearchQuery } from '../store/search/query.ts';
import type { Directory } from '../store/sources.ts';

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
  const script = oneOf(query, 'zh', ['hans', 'hant']);
  const common = {
    content: oneOf(query, 'content', ['full', 'summary']) ?? 'full',
    ...(script && { script }),
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

function archivePage(page: string, query: URLSearchParams): ArchivePage {
  const until = wholeNumber(query, 'until', 1, ARCHIVE_PAGE - 1);
  return { page: Number(page), ...(until && { until }) };
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

/**
 * The selection with every source under its key, whatever alias it was asked for by.
 *
 * @throws NotFound where the archive has no such source or language; with those it has
 */
export function resolve(selection: Selection, directory: Directory): Selection {
  const sources = selection.sources.map((asked) => {
    const source = sourceIn(directory, asked);
    if (source) return source.key;
    const known = directory.sources.map(({ key, title }) =>
      key === title.toLowerCase() ? key : `${key} (${title})`,
    );
    throw new NotFound(`There is no source “${asked}”. There are: ${known.join(', ') || 'none'}`);
  });
  for (const tag of selection.languages) {
    if (directory.languages.includes(tag)) continue;
    const known = directory.languages.join(', ') || 'none';
    throw new NotFound(`There is nothing in the language “${tag}”. There are: ${known}`);
  }
  return { ...selection, sources: [...new Set(sources)].sort() };
}
