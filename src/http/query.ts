// Path and query of a feed's URL → what the feed shows.
import * as v from 'valibot';
import { languageTag, sourceKey } from '../article/sources.ts';
import { sourceIn } from '../feed/channel.ts';
import { isStanding, MAX_ITEMS, type Selection } from '../feed/selection.ts';
import { MEDIA } from '../store/search/filter.ts';
import { readQuery, type SearchQuery } from '../store/search/query.ts';
import type { Directory } from '../store/sources.ts';
import { digits } from './config.ts';

/** What the path of a feed's URL tells, percent-decoded. */
export interface SelectionPath {
  source?: string | undefined;
  language?: string | undefined;
  page?: string | undefined;
  search?: boolean;
  /** `/filter/…`, whose parameters must all be known. */
  filter?: boolean;
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
  not: v.optional(v.string(), ''),
  has: v.array(v.picklist(MEDIA, `expected ${MEDIA.join(', ')}`)),
  archive: v.optional(digits(1, 99_999_999)),
});

/** Those that may be repeated: all their values count. */
const LISTS = ['source', 'lang', 'has'];
const NAMES = Object.keys(parameters.entries).sort();

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
  if (path.filter) requireKnown(query);
  const result = v.safeParse(parameters, {
    // Of a parameter that is repeated on a file's address, the first counts.
    ...Object.fromEntries([...query].reverse()),
    source: [path.source ?? [], query.getAll('source')].flat(),
    lang: [path.language ?? [], query.getAll('lang')].flat(),
    has: query.getAll('has'),
    ...(path.page && { archive: path.page, limit: undefined }),
  });
  if (!result.success) {
    const [{ path, message }] = result.issues;
    throw new BadQuery(`${path?.[0]?.key} is not valid; ${message}`);
  }
  const { content, zh, limit = items, q, not, source, lang, has, archive } = result.output;
  const asksWords = path.search || query.has('q') || query.has('not');
  // All but what has a word, of everything, would be read through for each publication.
  const narrowed = source.length + lang.length + has.length > 0;
  const selection: Selection = {
    sources: distinct('source', source),
    languages: distinct('lang', lang),
    has: distinct('has', has),
    content,
    ...(zh && { script: zh }),
    ...(asksWords && { search: readSearch(q, not, narrowed) }),
    ...(archive && { archive }),
    limit,
  };
  if (archive && (!isStanding(selection) || limit !== items)) {
    throw new BadQuery(
      'archive is not valid; expected at most one source or language with it, and no has, limit, not or q',
    );
  }
  return selection;
}

/** @throws BadQuery that names all parameters, where one is not known or given twice */
function requireKnown(query: URLSearchParams): void {
  const seen = new Set<string>();
  for (const name of query.keys()) {
    if (!NAMES.includes(name)) {
      throw new BadQuery(`“${name}” is no parameter here; expected ${NAMES.join(', ')}`);
    }
    if (seen.has(name) && !LISTS.includes(name)) {
      throw new BadQuery(`${name} is given twice; expected it once`);
    }
    seen.add(name);
  }
}

/** The query that a reader typed, as `readQuery` reads it. @throws BadQuery where it cannot be */
export function readSearch(...typed: Parameters<typeof readQuery>): SearchQuery {
  const query = readQuery(...typed);
  if (typeof query === 'string') throw new BadQuery(query);
  return query;
}

function distinct<T extends string>(name: string, values: T[]): T[] {
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
