// What a publisher sent → an article for the store, or the problem that rejects it.
import * as v from 'valibot';
import { readEpoch } from '../../article/date.ts';
import { sha256 } from '../../article/digest.ts';
import { articleId, isPathUrl } from '../../article/identity.ts';
import { EMPTY_TITLE, isEmptyTitle, notAbsolute } from '../../article/link.ts';
import { articleVersion } from '../../article/types.ts';
import { legal } from '../../feed/legal.ts';
import type { StagedArticle } from '../../store/publication.ts';

/** Bytes that an article may have in JSON: with its escapes it must fit into a row of D1. */
export const MAX_ARTICLE_BYTES = 1_900_000;

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
    (given) => legal(given) === given,
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

const article = v.object({
  id: v.string('expected a text'),
  source: named(200),
  sourceTitle: named(200),
  title: v.pipe(
    text,
    v.check((given) => !isEmptyTitle(given), EMPTY_TITLE),
  ),
  authors: v.array(named(200)),
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
  image: v.nullable(v.object({ url: httpUrl, type: v.nullable(mediaType), alt: text })),
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
  const bytes = new TextEncoder().encode(JSON.stringify(given)).length;
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

function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}
