// Article file → Article, or the problem that rejects it.
import { type Digest, sha256 } from './digest.ts';
import { readFile } from './grammars.ts';
import { clean } from './html/clean.ts';
import { articleId, normaliseUrl, pathUrl } from './identity.ts';
import { detectLanguage } from './language.ts';
import type { Problem } from './problem.ts';
import { identified, newsroomOf, rulesOf } from './rules.ts';
import { type SourceTable, sourceIn, sourceKey } from './sources.ts';
import { readTitle } from './title.ts';
import { type Article, articleVersion, MAX_FILE_BYTES } from './types.ts';
import { videoBody } from './video.ts';

/** What compiling needs to know besides the file. */
export interface ParseOptions {
  /** The clock, epoch milliseconds: a publication date more than a day after it is a mistake. */
  now: number;
  /** BCP 47 tag for articles whose text does not tell its language. */
  language: string;
  /** SHA-256 of a text; Web Crypto's, if not given. */
  digest?: Digest;
  /** What the archive's broadsheet.json says of its sources. */
  sources?: SourceTable;
}

/** A compiled article, with its source's name for people and the body as the file has it. */
export interface CompiledArticle {
  article: Article;
  sourceTitle: string;
  body: string;
  /** Texts of the body that were left out. */
  removed: string[];
  /** Rules that it met, as `kind: rule`: `tail: © # AFP`. */
  rules: string[];
}

/** The result of compiling a file. */
export type Compiled = CompiledArticle | { problem: Problem };

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Of these a file has at most so many: reading one takes some microseconds, whatever it is. An
 * article has hundreds; the largest that was seen, 8,000.
 */
const MAX_PARTS = 25_000;
/** What begins an element in HTML or in Markdown. */
const PART = /[<\n*_`[|~]/g;

/**
 * Compiles one file of the archive. Depends on nothing but its arguments.
 *
 * @param path path below the archive's root, with `/` between folders
 * @param bytes the file's content
 * @returns the article, or the problem why the file is none; bad input never throws
 */
export async function parseArticle(
  path: string,
  bytes: Uint8Array,
  { now, language, digest = sha256, sources = new Map() }: ParseOptions,
): Promise<Compiled> {
  if (bytes.length > MAX_FILE_BYTES) {
    return reject(
      path,
      0,
      `the file has ${bytes.length} bytes; expected at most ${MAX_FILE_BYTES}`,
    );
  }
  const file = decode(bytes);
  if (file === null) {
    return reject(path, firstBadLine(bytes), 'the file is not UTF-8; expected UTF-8 text');
  }
  const tooMuch = tooManyParts(file);
  if (tooMuch) return reject(path, 0, tooMuch);
  const header = await readFile(file, path, now);
  if ('message' in header) {
    // A date that is still to come is right when its day has come.
    const later = await readFile(file, path, Number.MAX_SAFE_INTEGER);
    const passing = !('message' in later);
    return { problem: { path, severity: 'error', ...header, ...(passing && { passing }) } };
  }

  const { published } = header;
  // Markdown may become three times as many.
  const stillTooMuch = tooManyParts(header.body);
  if (stillTooMuch) return reject(path, 0, stillTooMuch);
  const url = header.url === null ? pathUrl(path) : new URL(header.url).href;
  const folder = sourceOf(path, url);
  const host = hostOf(url);
  const { key: source, settings } = sourceIn(sources, folder.key, path.includes('/') ? '' : host);
  // The folder says how the newsroom marks up its articles, whatever its source is called.
  const rules = rulesOf(newsroomOf(folder.key, host), settings);
  const { title, categories, used } = readTitle(header.title, rules);
  const text = withoutHeader(header.body, url);
  const body = rules.video ? videoBody(url, title, text, rules) : text;
  // Without an address of its own, an article has none that its links could be relative to.
  const base = header.url === null ? 'about:blank' : url;
  const cleaned = clean(body, { url: base, source: folder.key, title, rules });
  const content = {
    id: await articleId(url, digest, settings?.identity),
    source,
    title,
    authors: header.authors ?? cleaned.authors,
    categories: [...new Set([...categories, ...(header.categories ?? []), ...cleaned.categories])],
    url,
    published,
    html: cleaned.html,
    summary: cleaned.summary,
    image: cleaned.image,
    enclosures: cleaned.enclosures,
    language:
      header.language ??
      settings?.language ??
      (await detectLanguage(title, [cleaned.text, ...cleaned.removed].join(' '), language)),
  };
  const article = { ...content, hash: await articleVersion(content, digest) };
  const { removed } = cleaned;
  const known = identified(normaliseUrl(url), settings?.identity);
  const met = [...used, ...cleaned.rules, ...(known ? [`identity: ${known.template}`] : [])];
  return { article, sourceTitle: folder.title, body: header.body, removed, rules: met };
}

/**
 * The source of an article: the first folder below the root, without regard to case; for a file
 * directly at the root, the newsroom of its link's host, or else that host without `www.`; `archive`
 * where it has no link.
 *
 * @returns its key, and its name for people: a host's without `www.`
 */
export function sourceOf(path: string, url: string): { key: string; title: string } {
  const slash = path.indexOf('/');
  const host = hostOf(url);
  const name = slash < 0 ? (newsroomOf(null, host)?.title ?? host) : path.slice(0, slash);
  const folder = name.normalize('NFC').trim();
  return { key: sourceKey(folder), title: folder.replace(/^www\./i, '') };
}

/** A body that begins with the article's own header once more, in one line: without it. */
function withoutHeader(body: string, url: string): string {
  const [header = '', link] =
    /^\s*<!--\w+-->\s*\[[^\n]*?\]\((https?:\S+)\)\s*-{3,}/.exec(body) ?? [];
  return link === url ? body.slice(header.length) : body;
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname.replace(/^www\./, '') ?? 'archive';
}

function reject(path: string, line: number, message: string): Compiled {
  return { problem: { path, line, severity: 'error', message } };
}

function tooManyParts(text: string): string | null {
  const parts = text.length > MAX_PARTS ? (text.match(PART)?.length ?? 0) : 0;
  if (parts <= MAX_PARTS) return null;
  return `it has ${parts} tags, lines and marks; expected at most ${MAX_PARTS}`;
}

function decode(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Bytes that are not UTF-8 never span a line end: each line can be tried alone. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start <= bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    const stop = end < 0 ? bytes.length : end;
    if (decode(bytes.subarray(start, stop)) === null) break;
    start = stop + 1;
  }
  return line;
}
