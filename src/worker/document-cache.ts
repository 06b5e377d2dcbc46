// Documents on Workers: in the isolate, in the data centre's cache, and in D1 behind them.
import type { Cache, Response as CachedResponse } from '@cloudflare/workers-types';
import { sha256 } from '../article/digest.ts';
import { type DocumentCache, dated } from '../http/document-cache.ts';
import type { Database } from '../store/database.ts';
import type { Document } from '../store/document.ts';
import { keepDocument, publicationAndDocument } from '../store/documents.ts';

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

export interface DocumentCacheDeps {
  db: Database;
  cache: Cache;
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
  buildId,
  waitUntil,
}: DocumentCacheDeps): DocumentCache {
  const held = new Map<string, Held>();
  let heldBytes = 0;
  let newest = { revision: 0, until: 0 };
  /** Digest of the build, short enough for an address. */
  let build = '';

  const addressOf = (key: string, revision: number) =>
    // No host has this name (RFC 6761 §6.4): only this document cache reaches these entries.
    `https://documents.invalid/${build}/${revision}${key}`;

  const hold = (key: string, composed: Held) => {
    heldBytes += composed.document.bytes.length - (held.get(key)?.document.bytes.length ?? 0);
    held.delete(key);
    held.set(key, composed);
    for (const [oldest, { document }] of held) {
      if (heldBytes <= HELD_BYTES) break;
      held.delete(oldest);
      heldBytes -= document.bytes.length;
    }
    return composed.document;
  };

  const recall = async (key: string, revision: number): Promise<Document | null> => {
    const here = held.get(key);
    if (here?.revision === revision) return here.document;
    const cached = await cache.match(addressOf(key, revision));
    return cached ? hold(key, { revision, document: await documentOf(cached) }) : null;
  };

  const keep = (key: string, composed: Held) => {
    const stored = cache.put(addressOf(key, composed.revision), responseOf(composed.document));
    waitUntil(stored.catch(console.error));
    return hold(key, composed);
  };

  const find: DocumentCache['get'] = async (key, compose) => {
    build ||= (await sha256(buildId)).slice(0, 16);
    const trusted = Date.now() < newest.until ? newest.revision : null;
    const first = trusted === null ? null : await recall(key, trusted);
    if (first) return first;

    const { revision, published, kept } = await publicationAndDocument(db, key);
    // A replica may lag behind what this isolate knows already.
    if (revision >= newest.revision) newest = { revision, until: Date.now() + FRESH };
    if (kept?.revision === revision && kept.buildId === build) {
      return keep(key, { revision, document: kept });
    }
    const second = revision === trusted ? null : await recall(key, revision);
    if (second) return second;

    const composed = await compose();
    const document = dated(composed.document, published, kept ?? held.get(key)?.document);
    // Only addresses without a query are kept in D1: there are not many of them.
    if (!key.includes('?') && document.bytes.length <= KEPT_BYTES) {
      const row = { ...document, revision: composed.revision, buildId: build };
      waitUntil(keepDocument(db, key, row).catch(console.error));
    }
    return keep(key, { revision: composed.revision, document });
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

/** The header of a cached document that holds all but its bytes. */
const REST = 'Broadsheet-Document';

function responseOf({ bytes, encoded, ...rest }: Document): CachedResponse {
  const headers = { 'Cache-Control': 'public, max-age=604800', [REST]: JSON.stringify(rest) };
  return new Response(bytes, { headers }) as unknown as CachedResponse;
}

async function documentOf(cached: CachedResponse): Promise<Document> {
  const bytes = new Uint8Array(await cached.arrayBuffer());
  return { ...JSON.parse(cached.headers.get(REST) ?? ''), bytes };
}
