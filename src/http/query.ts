// Path and query of a feed's URL → what the feed shows.
import * as v from 'valibot';
import { languageName } from '../article/language-names.ts';
import { languageTag, sourceKey } from '../article/sources.ts';
import { sourceIn } from '../feed/channel.ts';
import { languagePath, pagePath, sourcePath } from '../feed/paths.ts';
import { isStanding, MAX_ITEMS, type Selection } from '../feed/selection.ts';
import type { Alternative, Say } from '../site/failure.ts';
import { foldName, MEDIA } from '../store/search/facets.ts';
import { readQuery, type SearchQuery } from '../store/search/query.ts';
import type { Directory } from '../store/sources.ts';
import { digits } from './config.ts';
import { BadQuery, NotFound } from './failure.ts';

/** What the path of a feed's URL tells, percent-decoded. */
export interface SelectionPath {
  source?: string | undefined;
  language?: string | undefined;
  page?: string | undefined;
  search?: boolean;
  /** `…/daily/…`, which takes no parameters. */
  daily?: boolean;
  /** `/filter/…`, whose parameters must all be known. */
  filter?: boolean;
}

const CONTENTS = ['full', 'summary'] as const;
const SCRIPTS = ['hans', 'hant'] as const;
const LAST_PAGE = 99_999_999;

/** As long as the longest name that an article can have. */
const MAX_NAME = 200;
const authorName = v.pipe(
  v.string(),
  v.transform((name) => name.replace(/\s+/g, ' ').trim()),
  v.check((name) => name.length <= MAX_NAME && foldName(name) !== ''),
);

/** The parameters of a feed's address. */
const parameters = v.object({
  content: v.optional(v.picklist(CONTENTS), 'full'),
  zh: v.optional(v.picklist(SCRIPTS)),
  source: v.array(v.pipe(v.string(), v.transform(sourceKey))),
  lang: v.array(
    v.pipe(
      v.string(),
      v.check((tag) => v.is(languageTag, tag)),
      languageTag,
    ),
  ),
  limit: v.optional(digits(1, MAX_ITEMS)),
  q: v.optional(v.string(), ''),
  not: v.optional(v.string(), ''),
  author: v.array(authorName),
  has: v.array(v.picklist(MEDIA)),
  archive: v.optional(digits(1, LAST_PAGE)),
});

/** What is expected of those that not any text can be. */
const EXPECTED: Record<string, Say> = {
  content: ({ errors }) => errors.either(...CONTENTS),
  zh: ({ errors }) => errors.either(...SCRIPTS),
  lang: ({ errors }) => errors.tag,
  limit: ({ errors }) => errors.between(1, MAX_ITEMS),
  author: ({ errors }) => errors.name(MAX_NAME),
  has: ({ errors }) => errors.oneOf(MEDIA),
  archive: ({ errors }) => errors.between(1, LAST_PAGE),
};

/** Those that may be repeated: all their values count. */
const LISTS = ['source', 'lang', 'author', 'has'];
const NAMES = Object.keys(parameters.entries).sort();

/** Sources, languages or authors that can be combined. */
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
    author: query.getAll('author'),
    has: query.getAll('has'),
    ...(path.page && { archive: path.page, limit: undefined }),
  });
  if (!result.success) {
    const name = String(result.issues[0].path?.[0]?.key);
    throw new BadQuery((words) => words.errors.parameter(name, EXPECTED[name]?.(words) ?? ''));
  }
  const { content, zh, limit = items, q, not, source, lang, author, has, archive } = result.output;
  const asksWords = path.search || query.has('q') || query.has('not');
  // All but what has a word, of everything, would be read through for each publication.
  const narrowed = source.length + lang.length + author.length + has.length > 0;
  const selection: Selection = {
    sources: distinct('source', source),
    languages: distinct('lang', lang),
    authors: distinct('author', author, foldName),
    has: distinct('has', has),
    content,
    ...(zh && { script: zh }),
    ...(asksWords && { search: readSearch(q, not, narrowed) }),
    ...(path.daily && { daily: true }),
    ...(archive && { archive }),
    limit,
  };
  if (path.daily && (!isStanding(selection) || zh || content !== 'full' || limit !== items)) {
    const given = NAMES.find((name) => query.has(name)) ?? '';
    throw new BadQuery(({ errors }) => errors.parameter(given, errors.withDaily));
  }
  if (archive && (!isStanding(selection) || limit !== items)) {
    throw new BadQuery(({ errors }) => errors.parameter('archive', errors.withArchive));
  }
  return selection;
}

/** @throws BadQuery that names all parameters, where one is not known or given twice */
function requireKnown(query: URLSearchParams): void {
  const seen = new Set<string>();
  for (const name of query.keys()) {
    if (!NAMES.includes(name)) {
      throw new BadQuery(({ errors }) => errors.unknownParameter(name, NAMES));
    }
    if (seen.has(name) && !LISTS.includes(name)) {
      throw new BadQuery(({ errors }) => errors.twice(name));
    }
    seen.add(name);
  }
}

/** The query that a reader typed, as `readQuery` reads it. @throws BadQuery where it cannot be */
export function readSearch(...typed: Parameters<typeof readQuery>): SearchQuery {
  const query = readQuery(...typed);
  if ('fault' in query) throw new BadQuery(({ errors }) => errors.search(query));
  return query;
}

/** @param meaning of a value: of those that mean the same, one counts */
function distinct<T extends string>(
  name: string,
  values: T[],
  meaning: (value: string) => string = (value) => value,
): T[] {
  const different = [
    ...new Map(values.toSorted().map((value) => [meaning(value), value])).values(),
  ];
  if (different.length <= MAX_COMBINED) return different;
  throw new BadQuery(({ errors }) => errors.tooMany(name, different.length, MAX_COMBINED));
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
    throw new NotFound(({ errors }) => errors.noSource(asked), sourcesOf(directory));
  });
  for (const tag of selection.languages) {
    if (directory.languages.includes(tag)) continue;
    throw new NotFound(({ errors }) => errors.noLanguage(tag), languagesOf(directory));
  }
  return { ...selection, sources: [...new Set(sources)].sort() };
}

/** The sources that there are, for who asked for another. */
export function sourcesOf({ sources }: Directory): Alternative[] {
  return sources.map(({ key, title }) => ({
    name: key === title.toLowerCase() ? key : `${key} (${title})`,
    title,
    path: pagePath(sourcePath(key)),
  }));
}

/** The languages that there are, for who asked for another. */
export function languagesOf({ languages }: Directory): Alternative[] {
  return languages.map((tag) => ({
    name: tag,
    title: languageName(tag),
    path: pagePath(languagePath(tag)),
  }));
}
