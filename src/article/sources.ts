// broadsheet.json → the names, languages, aliases and rules of sources, or what is wrong and where.
import * as v from 'valibot';
import type { Problem } from './problem.ts';
import type { Rules } from './rule-types.ts';

/** The optional file at the archive's root. */
export const SETTINGS_FILE = 'broadsheet.json';

/** What broadsheet.json says of a source; what it leaves out is read from folders and texts. */
export interface SourceSettings extends Rules {
  /** Name for people. */
  title?: string | undefined;
  /** BCP 47 tag of its articles, instead of the one that a text tells. */
  language?: string | undefined;
  /** Absolute URL of a square picture. */
  icon?: string | undefined;
  /** Other folders of the same source, in lower case. */
  aliases: string[];
  /** Hosts of its articles: a file at the archive's root belongs to the source of its host. */
  hosts?: string[] | undefined;
}

/** By key: the name of the folder, in lower case. */
export type SourceTable = ReadonlyMap<string, SourceSettings>;

const EXPECTED =
  'expected {"sources": {"folder": {"title": …, "language": …, "aliases": […], …}}}; see broadsheet.schema.json';

const folder = v.pipe(
  v.string('expected the name of a folder'),
  v.transform(sourceKey),
  v.regex(/^[^/.][^/]*$/, 'expected the name of a folder'),
);

const TAG = 'expected a BCP 47 language tag such as zh-Hans or en';
/** A BCP 47 language tag, in its canonical spelling. */
export const languageTag = v.pipe(
  v.string(TAG),
  v.check(isLanguageTag, TAG),
  v.transform((tag) => Intl.getCanonicalLocales(tag)[0] as string),
);

const text = v.pipe(v.string('expected a text'), v.trim(), v.minLength(1, 'expected a text'));
/** To Valibot a list is an object, too. */
const object = v.custom<Record<string, unknown>>((value) => !Array.isArray(value), EXPECTED);

const host = v.pipe(
  text,
  v.toLowerCase(),
  v.regex(/^[^\s/:]+\.[^\s/:]+$/, 'expected a host such as news.example'),
  v.transform((name) => name.replace(/^www\./, '')),
);
const LINES = 'expected a list of lines; … stands for any text, # for a number';
/** More or longer ones are a mistake, and would be asked about every line of every article. */
const line = v.pipe(v.string(LINES), v.trim(), v.minLength(1, LINES), v.maxLength(500, LINES));
const lines = v.optional(v.pipe(v.array(line, LINES), v.maxLength(200, LINES)));
const affix = v.optional(
  v.pipe(
    v.array(v.pipe(v.string(LINES), v.minLength(1, LINES), v.maxLength(500, LINES)), LINES),
    v.maxLength(200, LINES),
  ),
);
const ADDRESS = 'expected an address without scheme, such as news.example/…/{id}.html';
const IMAGES = 'expected keep, unwrap, or an address such as https://proxy.example/{url}';

const source = v.strictObject(
  {
    title: v.optional(text),
    language: v.optional(languageTag),
    icon: v.optional(v.pipe(text, v.check(isWebUrl, 'expected an absolute http(s) URL'))),
    aliases: v.optional(v.array(folder, 'expected a list of folders'), []),
    hosts: v.optional(v.array(host, 'expected a list of hosts')),
    head: lines,
    tail: lines,
    lines,
    byline: lines,
    related: lines,
    relatedLists: v.optional(v.boolean('expected true or false')),
    titlePrefix: affix,
    titleSuffix: affix,
    identity: v.optional(
      v.array(v.pipe(v.string(ADDRESS), v.regex(/^[^\s/:{}]+\/.*\{id\}/, ADDRESS)), ADDRESS),
    ),
    images: v.optional(
      v.pipe(v.string(IMAGES), v.regex(/^(?:keep|unwrap|https?:\/\/\S*\{url\}\S*)$/, IMAGES)),
    ),
  },
  EXPECTED,
);
const file = v.pipe(
  object,
  v.strictObject(
    {
      $schema: v.optional(v.string('expected the address of a JSON schema')),
      sources: v.optional(v.pipe(object, v.record(folder, source, EXPECTED)), {}),
    },
    EXPECTED,
  ),
);

/** The key of a source: a folder's name without regard to case. */
export function sourceKey(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}

/**
 * Reads the text of broadsheet.json.
 *
 * @returns the sources, or all that is wrong
 */
export function readSourceTable(text: string): SourceTable | Problem[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const line = Number(/\(line (\d+)/.exec(message)?.[1] ?? 0);
    return [problem(line, `the file is not JSON (${message}); ${EXPECTED}`)];
  }
  const result = v.safeParse(file, content);
  if (!result.success) {
    return result.issues.map((issue) => {
      const path = (issue.path ?? []).map(({ key }) => String(key));
      const what = path.length === 0 ? 'the file' : `“${path.join('.')}”`;
      return problem(lineOf(text, path), `${what} is not valid; ${issue.message}`);
    });
  }
  const table: SourceTable = new Map(Object.entries(result.output.sources));
  const twice = [...doubles(table)];
  if (twice.length === 0) return table;
  return twice.map((name) =>
    problem(lineOf(text, [name]), `“${name}” names two sources; expected it in one of them`),
  );
}

/**
 * The source that a folder belongs to, with what is said of it.
 *
 * @param host of an article at the archive's root, without `www.`; else empty
 */
export function sourceIn(
  table: SourceTable,
  folder: string,
  host = '',
): { key: string; settings: SourceSettings | undefined } {
  const own = table.get(folder);
  if (own) return { key: folder, settings: own };
  const [key = folder, settings] =
    [...table].find(
      ([, { aliases, hosts }]) => aliases.includes(folder) || hosts?.includes(host),
    ) ?? [];
  return { key, settings };
}

/** All that a table says, as text: the same for tables that differ in nothing but their order. */
export function canonicalTable(table: SourceTable): string {
  return JSON.stringify([...table].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What compiling depends on, as text: titles are not part of it, nor the order in the file. */
export function compiledSettings(table: SourceTable): string {
  const relevant = [...table]
    .map(([key, { title: _, aliases, ...rest }]) => {
      return [key, { ...rest, ...(aliases.length > 0 && { aliases }) }] as const;
    })
    .filter(([, settings]) => Object.values(settings).some((value) => value !== undefined));
  return relevant.length === 0 ? '' : JSON.stringify(relevant.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function doubles(table: SourceTable): Set<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of [...table].flatMap(([key, { aliases }]) => [key, ...new Set(aliases)])) {
    if (seen.has(name)) twice.add(name);
    seen.add(name);
  }
  return twice;
}

function problem(line: number, message: string): Problem {
  return { path: SETTINGS_FILE, line, severity: 'error', message };
}

/** The line on which the last key of a path stands; 0 where it is written some other way. */
export function lineOf(text: string, path: string[]): number {
  let at = 0;
  for (const key of path) {
    const found = text.toLowerCase().indexOf(JSON.stringify(key).toLowerCase(), at);
    if (found >= 0) at = found;
  }
  return at === 0 ? 0 : text.slice(0, at).split('\n').length;
}

function isWebUrl(url: string): boolean {
  return /^https?:$/.test(URL.parse(url)?.protocol ?? '');
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
