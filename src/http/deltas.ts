// Request for a feed → its document, or only the items that are new to the client (RFC 3229).

import type { PublishedArticle } from '../store/articles.ts';
import type { Document } from '../store/document.ts';
import { itemVersionsOf } from '../store/documents.ts';
import { evaluate, type Fields, tagsNamed } from './conditional.ts';
import type { AppDeps } from './deps.ts';
import { type Composed, deltaKey } from './document-cache.ts';
import { respond } from './respond.ts';
import { weightsOf } from './weights.ts';

/** Entity tags of a request that are looked up; no client has more than a few. */
const MAX_TAGS = 10;

/** Composes a document: of all its items, or only of those with these versions. */
export type ComposeItems = (wanted?: ReadonlySet<string>) => Promise<Composed>;

/** An article's version: it changes when and only when readers see the article change. */
export function itemVersionOf({ id, updated }: PublishedArticle): string {
  return `${id.slice(-12)}-${updated.toString(36)}`;
}

/**
 * Answers with the whole document of a feed. A client that accepts deltas and names a version of
 * the document that is kept gets a 226 with the items that are new or changed, if those are fewer.
 * That an article was withdrawn, only a delta of Atom tells: in others the client keeps it, as it
 * keeps every article that has left the feed.
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

  const versions = await itemVersionsOf(db, key, [...bases, document.etag]);
  const shown = versions.get(document.etag);
  const base = bases.find((tag) => versions.has(tag)) ?? '';
  const had = versions.get(base);
  if (!shown || !had) return respond(request, document);
  const wanted = new Set([...shown].filter((version) => !had.has(version)));
  if (wanted.size === shown.size) return respond(request, document);

  const delta = await documents
    .get(deltaKey(key, base, document.etag), () => composeDelta(wanted, compose), {
      ...headers,
      IM: 'feed',
      'Delta-Base': base,
      // Only a cache that knows deltas may keep one: `im` lifts `no-store` for it (RFC 3229 §10.8).
      // A whole document is right for every client, so it does not vary by `A-IM`.
      'Cache-Control': `no-store, im, max-age=${document.maxAge}`,
    })
    .catch(wholeIfOvertaken);
  if (!delta) return respond(request, document);
  // The validators of a 226 are those of the whole that the client now has (RFC 3229 §10.4.1).
  const { etag, lastModified } = document;
  return respond(request, { ...delta, etag, lastModified }, 226);
}

/**
 * The tags that a client has, where it accepts a delta (RFC 3229 §10.5.3, with the instance
 * manipulation `feed`) and does not have the current document.
 *
 * @returns strong tags without the suffix of a coding; none where the whole is to be sent
 */
function offeredBases(headers: Fields, current: Document): string[] {
  const tags = headers.get('if-none-match');
  const weight = weightsOf(headers.get('a-im') ?? '').get('feed') ?? 0;
  if (tags === null || weight <= 0) return [];
  return evaluate(headers, current) === 200 ? tagsNamed(tags).slice(0, MAX_TAGS) : [];
}

/** Another publication came between: the store no longer holds the wanted items. */
class Overtaken extends Error {}

async function composeDelta(wanted: ReadonlySet<string>, compose: ComposeItems): Promise<Composed> {
  const composed = await compose(wanted);
  if (composed.document.itemVersions?.length !== wanted.size) throw new Overtaken();
  return composed;
}

function wholeIfOvertaken(error: unknown): null {
  if (error instanceof Overtaken) return null;
  throw error;
}
