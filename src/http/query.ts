// Path and query of a feed's URL → what the feed shows.
import * as v from 'valibot';
import { languageTag, sourceKey } from '../article/sources.ts';
import { sourceIn } from '../feed/channel.ts';
import { MAX_ITEMS, type Selection } from '../feed/selection.ts';
import { readQuery, type SearchQuery } from '../store/search/query.ts';
import type { Directory } from '../store/sources.ts';
import { digits } from './config.ts';

/** What the path of a feed's URL tells, percent-decoded. */
export interface SelectionPath {
  source?: string | undefined;
  language?: string | undefined;
  page?: string | undefined;
  search?: boolean;
}

/** A query that cannot be answered: HTTP 400 with this sentence. */
export class BadQuery extends Error {}

/** There is nothing under the address: HTTP 404 with this sentence. */
export class NotFound extends Error {}

const TAG = 'expected a BCP 47 language tag such as zh-Hans';

/** The parameters of a feed's address. */
const parameters = v.object({
  content: v.optional(v.picklist(['full', 'summary'], 'expected “full” or “summary”'), 'full'),
  zh: v.optional(v.picklist(['hans', 'hant'], 'expected “hans” or “hant”')),
  source: v.array(v.pipe(v.string(), v.transform(sourceKey))),
  lang: v.array(
    v.pipe(
      v.string(),
      v.check((tag) => v.is(languageTag, tag), TAG),
      languageTag,
    ),
  ),
  limit: v.optional(digits(1, MAX_ITEMS)),
  q: v.optional(v.string(), ''),
});

/** The parameters that mean something at an address; the others are ignored there. */
const ARCHIVE_PARAMETERS = ['content', 'zh'];
const SEARCH_PARAMETERS = ['content', 'zh', 'limit', 'q'];
const FEED_PARAMETERS = ['content', 'zh', 'limit', 'source', 'lang'];

/** Sources, or languages, that can be combined. */
const MAX_COMBINED = 20;

/**
 * Reads what the path and the query ask for.
 *
 * @param items the limit where none is given
 * @throws BadQuery where a parameter is out of bounds
 */
export function readSelection(
  path: SelectionPath,
  query: URLSearchParams,
  items: number,
): Selection {
  const known = path.page ? ARCHIVE_PARAMETERS : path.search ? SEARCH_PARAMETERS : FEED_PARAMETERS;
  const asked = new URLSearchParams([...query].filter(([name]) => known.includes(name)));
  const result = v.safeParse(parameters, {
    // Of a parameter that is repeated, the first counts; but sources and languages are combined.
    ...Object.fromEntries([...asked].reverse()),
    source: [path.source ?? [], asked.getAll('source')].flat(),
    lang: [path.language ?? [], asked.getAll('lang')].flat(),
  });
  if (!result.success) {
    const [{ path, message }] = result.issues;
    throw new BadQuery(`${path?.[0]?.key} is not valid; ${message}`);
  }
  const { content, zh, limit = items, q, source, lang } = result.output;
  const selection: Selection = {
    sources: distinct('source', source),
    languages: distinct('lang', lang),
    content,
    ...(zh && { script: zh }),
    limit,
  };
  if (path.search) return { ...selection, search: readSearch(q) };
  if (!path.page) return selection;
  return { ...selection, archive: Number(path.page), limit: items };
}

/** The query that a reader typed. @throws BadQuery where it cannot be searched for */
export function readSearch(typed: string): SearchQuery {
  const query = readQuery(typed);
  if (typeof query === 'string') throw new BadQuery(query);
  return query;
}

function distinct(name: string, values: string[]): string[] {
  const different = [...new Set(values)].sort();
  if (different.length <= MAX_COMBINED) return different;
  throw new BadQuery(
    `${name} is given ${different.length} times; expected at most ${MAX_COMBINED}`,
  );
}

/**
 * The selection with the key of every source, also where it was asked for by an alias.
 *
 * @throws NotFound where the archive has no such source or language; the error names those it has
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
