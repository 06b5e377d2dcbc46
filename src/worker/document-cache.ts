// Documents on Workers: in the isolate, in the data centre's cache, and in D1 behind them.
import type { Cache, Response as CachedResponse } from '@cloudflare/workers-types';
import { sha256 } from '../article/digest.ts';
import { type DocumentCache, dated } from '../http/document-cache.ts';
import { Failure } from '../http/failure.ts';
import type { Database } from '../store/database.ts';
import { type Document, weigh } from '../store/document.ts';
import { keepDocument, publicationAndDocument } from '../store/documents.ts';
import { gzip } from '../store/gzip.ts';

/** A document that an isolate holds, and the revision it shows. */
interface Held {
  document: Document;
  revision: number;
}

/** Milliseconds for which the newest revision is known without asking D1; readers lag by as much. */
const FRESH = 30_000;
/** Bytes of documents that an isolate holds; it has 128 MB for everything. */
const HELD_BYTES = 16_000_000;
/** A row of D1 may have 2 MB. A larger document is only in the caches. */
const KEPT_BYTES = 1_900_000;
/**
 * Types of ours that Cloudflare would send without a content coding: it knows neither Atom nor JSON
 * Feed (https://developers.cloudflare.com/speed/optimization/content/compression/).
 */
const OURS_TO_ENCODE = /^(application\/(atom\+xml|feed\+json)|text\/x-opml);/;

/** Nothing was published yet: readers come back in a minute. */
export class NothingYet extends Failure {
  constructor() {
    const headers = { 'Retry-After': '60', 'Cache-Control': 'no-store' };
    super(503, ({ errors }) => errors.beginning(0, 0), { headers });
  }
}

export interface DocumentCacheDeps {
  db: Database;
  cache: Cache;
  /** Absolute URL of the site: the addresses of what is cached are below it, and no one else's. */
  siteUrl: string;
  /** What documents depend on besides the articles. */
  buildId: string;
  /** Keeps the Worker alive until the work is done; nobody waits for its result. */
  waitUntil: (work: Promise<unknown>) => void;
}

/**
 * A document cache with the revision in the address of each document, so that nothing is ever
 * invalidated. A poll is one hit in a cache, or else one read of D1. A document is composed only if
 * it is asked for the first time since the last publication, or has a query and is in no cache.
 */
export function createDocumentCache({
  db,
  cache,
  siteUrl,
  buildId,
  waitUntil,
}: DocumentCacheDeps): DocumentCache {
  const held = new Map<string, Held>();
  let heldBytes = 0;
  let newest = { revision: 0, until: 0 };
  /** Digest of the build, short enough for an address. */
  let build = '';

  const addressOf = (key: string, revision: number) =>
    // Requests reach the Worker and not the cache, so nobody can ask for these.
    `${siteUrl}/cached/${build}/${revision}${key}`;

  const hold = (key: string, composed: Held) => {
    const before = held.get(key);
    heldBytes += weigh(composed.document) - (before ? weigh(before.document) : 0);
    held.delete(key);
    held.set(key, composed);
    for (const [oldest, { document }] of held) {
      if (heldBytes <= HELD_BYTES) break;
      held.delete(oldest);
      heldBytes -= weigh(document);
    }
    return composed.document;
  };

  const recall = async (key: string, revision: number): Promise<Document | null> => {
    const here = held.get(key);
    if (here?.revision === revision) return here.document;
    const cached = await cache.match(addressOf(key, revision));
    return cached ? hold(key, { revision, document: await documentOf(cached) }) : null;
  };

  const keep = async (key: string, plain: Document, revision: number) => {
    const document = await encode(plain);
    const stored = cache.put(addressOf(key, revision), responseOf(document));
    waitUntil(stored.catch(console.error));
    return hold(key, { document, revision });
  };

  const find: DocumentCache['get'] = async (key, compose) => {
    build ||= (await sha256(buildId)).slice(0, 16);
    const trusted = Date.now() < newest.until ? newest.revision : null;
    const first = trusted === null ? null : await recall(key, trusted);
    if (first) return first;

    // What this isolate holds need not be read again: as a rule, nothing was published meanwhile.
    const here = held.get(key);
    const { revision, published, kept } = await publicationAndDocument(db, key, here?.revision);
    // An empty feed would be good for an hour, and the first push is under way.
    if (revision === 0) throw new NothingYet();
    // A replica may lag behind what this isolate knows already.
    if (revision >= newest.revision) newest = { revision, until: Date.now() + FRESH };
    if (kept?.revision === revision && kept.buildId === build) {
      return keep(key, kept, revision);
    }
    const second = revision === trusted ? null : await recall(key, revision);
    if (second) return second;

    const composed = await compose();
    const document = dated(composed.document, published, kept ?? here?.document);
    // Only addresses without a query are kept in D1: there are not many of them.
    if (!key.includes('?') && document.bytes.length <= KEPT_BYTES) {
      const row = { ...document, revision: composed.revision, buildId: build };
      waitUntil(keepDocument(db, key, row).catch(console.error));
    }
    return keep(key, document, composed.revision);
  };

  return {
    async get(key, compose, headers) {
      const document = await find(key, compose);
      return headers ? { ...document, headers } : document;
    },
    async renew(revision) {
      newest = { revision, until: Date.now() + FRESH };
    },
  };
}

/** The document with its bytes in gzip, where they would leave as they are. */
async function encode(document: Document): Promise<Document> {
  if (!OURS_TO_ENCODE.test(document.mediaType)) return document;
  return { ...document, encoded: { gzip: await gzip(document.bytes) } };
}

/** The header of a cached document that holds all but its bytes. */
const REST = 'Broadsheet-Document';

/** The body of a cached document is its bytes, and behind them the same in gzip if there are any. */
function responseOf({ bytes, encoded, ...rest }: Document): CachedResponse {
  const headers = {
    'Cache-Control': 'public, max-age=604800',
    [REST]: JSON.stringify({ ...rest, length: bytes.length }),
  };
  const body = new Blob([bytes, ...(encoded?.gzip ? [encoded.gzip] : [])]);
  return new Response(body, { headers }) as unknown as CachedResponse;
}

async function documentOf(cached: CachedResponse): Promise<Document> {
  const { length, ...rest } = JSON.parse(cached.headers.get(REST) ?? '');
  const body = new Uint8Array(await cached.arrayBuffer());
  const gzip = body.subarray(length);
  return {
    ...rest,
    bytes: body.subarray(0, length),
    ...(gzip.length > 0 && { encoded: { gzip } }),
  };
}
