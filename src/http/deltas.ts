// Request for a feed → its document, or only the items that are new to the client (RFC 3229).

import type { PublishedArticle } from '../store/articles.ts';
import type { Document } from '../store/document.ts';
import { marksOf } from '../store/editions.ts';
import { evaluate, type Fields, tagsNamed, type Validators } from './conditional.ts';
import type { AppDeps } from './deps.ts';
import { type Composed, deltaKey } from './document-cache.ts';
import { respond } from './respond.ts';

/** Composes a document: of all its items, or only of those with these marks. */
export type ComposeItems = (wanted?: ReadonlySet<string>) => Promise<Composed>;

/** The mark of an article: it changes when and only when readers see the article change. */
export function markOf({ id, updated }: PublishedArticle): string {
  return `${id.slice(-12)}-${updated.toString(36)}`;
}

/**
 * Answers with a feed's document; with 226 and a delta where the client asks for one, sends the
 * tag of an edition that is remembered, and a delta is shorter. A withdrawn article cannot be
 * told in a delta: the client keeps it, as it keeps every article that has left the feed.
 *
 * @param key of the document in the cache
 * @param headers what the feed adds to every answer
 */
export async function answerFeed(
  request: Request,
  { db, documents }: Pick<AppDeps, 'db' | 'documents'>,
  key: string,
  compose: ComposeItems,
  headers: Record<string, string> = {},
): Promise<Response> {
  const document = await documents.get(key, compose, headers);
  const bases = offeredBases(request.headers, document);
  if (bases.length === 0) return respond(request, document);

  const editions = await marksOf(db, key, [...bases, document.etag]);
  const shown = editions.get(document.etag);
  const base = bases.find((tag) => editions.has(tag)) ?? '';
  const had = editions.get(base);
  if (!shown || !had) return respond(request, document);
  const wanted = new Set([...shown].filter((mark) => !had.has(mark)));
  if (wanted.size === shown.size) return respond(request, document);

  const delta = await documents
    .get(deltaKey(key, base, document.etag), () => composeDelta(document, wanted, compose), {
      ...headers,
      ...deltaHeaders(base, document.maxAge),
    })
    .catch(wholeIfOvertaken);
  if (!delta) return respond(request, document);
  return respond(request, delta, 226);
}

/** Another publication came between: the items wanted are no longer what the store holds. */
class Overtaken extends Error {}

async function composeDelta(
  { etag, lastModified }: Document,
  wanted: ReadonlySet<string>,
  compose: ComposeItems,
): Promise<Composed> {
  const { revision, document } = await compose(wanted);
  if (document.marks?.length !== wanted.size) throw new Overtaken();
  // The validators of a 226 are those of the whole that the client now has (RFC 3229 §10.4.1).
  return { revision, document: { ...document, etag, lastModified } };
}

function wholeIfOvertaken(error: unknown): null {
  if (error instanceof Overtaken) return null;
  throw error;
}

/** Tags that are looked up at most; no client has more than a few. */
const MAX_OFFERED = 10;

/**
 * The tags of the editions that a client has, where it accepts a delta of new and changed items
 * (RFC 3229 §10.5.3, with the instance manipulation `feed`) and does not have the current one.
 *
 * @returns strong tags without a coding's suffix; none where the whole is to be sent
 */
function offeredBases(headers: Fields, current: Validators): string[] {
  const accepted = headers.get('a-im');
  const tags = headers.get('if-none-match');
  if (accepted === null || tags === null || !acceptsFeed(accepted)) return [];
  return evaluate(headers, current) === 200 ? tagsNamed(tags).slice(0, MAX_OFFERED) : [];
}

function acceptsFeed(field: string): boolean {
  return field.split(',').some((manipulation) => {
    const match = /^\s*feed\s*(?:;\s*q=([\d.]+)\s*)?$/i.exec(manipulation);
    return match !== null && Number(match[1] ?? 1) > 0;
  });
}

/**
 * What a delta says of itself. No shared cache may give it to others: one that knows deltas is
 * told so by `im`, which lifts the `no-store` for it (RFC 3229 §10.8); one that does not obeys.
 * A complete answer is right for every client, so it does not vary by `A-IM`.
 */
function deltaHeaders(base: string, maxAge: number): Record<string, string> {
  return {
    IM: 'feed',
    'Delta-Base': base,
    'Cache-Control': `no-store, im, max-age=${maxAge}`,
  };
}
