// What a push sent → an article or the table of sources, or why it is rejected.
import * as v from 'valibot';
import { readEpoch } from '../../article/date.ts';
import { sha256 } from '../../article/digest.ts';
import { articleId, isPathUrl } from '../../article/identity.ts';
import { EMPTY_TITLE, isEmptyTitle, notAbsolute } from '../../article/link-problems.ts';
import { readSourceTable, type SourceTable } from '../../article/sources.ts';
import { stripInvalidXml } from '../../article/text.ts';
import { articleVersion } from '../../article/types.ts';
import type { StagedArticle } from '../../store/publication.ts';

/** Bytes that an article may have in JSON: with its escapes it must fit into a row of D1. */
const MAX_ARTICLE_BYTES = 1_900_000;
/** Bytes that a table of sources may have: it must fit into a value of D1. */
const MAX_TABLE_BYTES = 500_000;

/** Why an article was not taken. */
export interface Rejection {
  /** As it was sent; empty where there was none. */
  id: string;
  /** "what is wrong; expected what" */
  message: string;
}

const text = v.pipe(
  v.string('expected a text'),
  v.check(
    (given) => stripInvalidXml(given) === given,
    'holds a character that no XML document may hold; expected legal characters only',
  ),
);
const line = (most: number) =>
  v.pipe(text, v.maxLength(most, `is too long; expected at most ${most} characters`));
const named = (most: number) => v.pipe(line(most), v.minLength(1, 'is empty; expected a text'));
const httpUrl = v.pipe(
  text,
  v.check(isHttpUrl, ({ input }) => notAbsolute(input)),
);
const mediaType = v.pipe(text, v.regex(/^[\w.+-]+\/[\w.+-]+$/, 'expected a media type'));

const pixels = v.optional(v.pipe(v.number('expected pixels'), v.integer('expected pixels')));

const article = v.object({
  id: v.string('expected a text'),
  source: named(200),
  sourceTitle: named(200),
  title: v.pipe(
    text,
    v.check((given) => !isEmptyTitle(given), EMPTY_TITLE),
  ),
  authors: v.array(named(200)),
  categories: v.array(named(200)),
  url: v.pipe(
    text,
    v.check(
      (given) => isPathUrl(given) || isHttpUrl(given),
      ({ input }) => notAbsolute(input),
    ),
  ),
  published: v.number('expected epoch milliseconds'),
  html: text,
  summary: line(200),
  image: v.nullable(
    v.object({
      url: httpUrl,
      type: v.nullable(mediaType),
      alt: text,
      width: pixels,
      height: pixels,
    }),
  ),
  enclosures: v.array(v.object({ url: httpUrl, type: mediaType })),
  language: v.pipe(text, v.regex(/^[a-z]{2,8}(-[a-z\d]{1,8})*$/i, 'expected a BCP 47 tag')),
  hash: v.string('expected a text'),
  /** Addresses of its source, as in broadsheet.json, where the id was made by them. */
  identity: v.optional(v.pipe(v.array(line(500)), v.maxLength(20, 'expected 20 at most'))),
});

/**
 * Checks an article that the holder of the token sent: shape, size, characters, date, link, and
 * that `id` and `hash` are those of its content. Its HTML is trusted to be clean.
 *
 * @param now the clock, epoch milliseconds
 */
export async function checkArticle(sent: unknown, now: number): Promise<StagedArticle | Rejection> {
  const id = String((sent as { id?: unknown } | null)?.id ?? '').slice(0, 36);
  const reject = (message: string): Rejection => ({ id, message });

  const result = v.safeParse(article, sent);
  if (!result.success) {
    const [{ path, message }] = result.issues;
    // These sentences name what they are about themselves, as those of `check` do.
    if (/^(the |“)/.test(message)) return reject(message);
    const field = path?.map(({ key }) => String(key)).join('.') ?? 'article';
    return reject(`${field}: ${message}`);
  }
  const given = result.output;
  const bytes = bytesOf(JSON.stringify(given));
  if (bytes > MAX_ARTICLE_BYTES) {
    return reject(`the article has ${bytes} bytes; expected at most ${MAX_ARTICLE_BYTES}`);
  }
  const date = readEpoch(String(given.published), now);
  if (typeof date === 'string') return reject(date);
  if (given.id !== (await articleId(given.url, sha256, given.identity))) {
    return reject('the id is not that of the link; expected the one made from the link');
  }
  if (given.hash !== (await articleVersion(given, sha256))) {
    return reject('the hash is not that of the article; expected the one made from its fields');
  }
  return given;
}

/**
 * Reads the table of sources that came with a commit: the content of broadsheet.json.
 *
 * @returns null where nothing was sent; a text says what is wrong
 */
export function readSentTable(body: string): SourceTable | string | null {
  if (body === '') return null;
  const bytes = bytesOf(body);
  if (bytes > MAX_TABLE_BYTES) {
    return `the table of sources has ${bytes} bytes; expected at most ${MAX_TABLE_BYTES}`;
  }
  const table = readSourceTable(body);
  if (Array.isArray(table)) return table[0]?.message ?? '';
  for (const [key, { title = '', aliases }] of table) {
    if ([key, title, ...aliases].every((name) => stripInvalidXml(name) === name)) continue;
    return `“${stripInvalidXml(key)}” holds a character that no XML document may hold; expected legal characters only`;
  }
  return table;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}
