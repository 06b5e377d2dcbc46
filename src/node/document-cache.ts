// Documents in memory, backed by the database file: a restart composes and encodes nothing anew.

import { type Composed, type DocumentCache, dated, isDelta } from '../http/document-cache.ts';
import type { Database } from '../store/database.ts';
import type { Coding, Document } from '../store/document.ts';
import { keepCoding, keepDocument, keptCodings, keptDocument } from '../store/documents.ts';
import { currentRevision, type LastPublication, lastPublication } from '../store/revision.ts';
import { createEncoder } from './encode.ts';
import { createKeeper } from './keep.ts';

/** The documents of one publication, until it is told to move to the next. */
export interface NodeDocumentCache extends DocumentCache {
  /** The document under this key, if it is complete and in memory; never that of a delta. */
  peek(key: string): Document | undefined;
  /** Composes anew what readers ask for most, then replaces everything older at once. */
  renew(): Promise<void>;
  /** Resolves when every coding that is worth its time has been made. */
  idle(): Promise<void>;
}

interface Entry {
  compose: () => Promise<Composed>;
  headers: Record<string, string> | undefined;
  document: Promise<Document>;
  /** The document, once it is there. */
  ready?: Document;
}

interface Generation extends LastPublication {
  entries: Map<string, Entry>;
  /** Whether a newer one has taken its place. */
  over?: true;
}

/** Bytes up to which the best codings take a few milliseconds. */
const QUICK_BYTES = 32_000;
/** Documents composed anew at once after a publication: those last asked for. */
const RENEWED = 20;
/** Documents held in memory at most, and bytes; beyond that the one asked for longest ago goes. */
const MAX_DOCUMENTS = 2000;
const MAX_BYTES = 96_000_000;

/** @param fingerprint of all that documents depend on besides the articles */
export async function createDocumentCache(
  db: Database,
  fingerprint: string,
): Promise<NodeDocumentCache> {
  const encoder = createEncoder();
  const keep = createKeeper(({ message }) => console.error(message));
  const encoding = new Set<Promise<void>>();
  let current: Generation = { ...(await lastPublication(db)), entries: new Map() };

  /** The document of an entry: as it was kept, else composed. */
  const bring = async (key: string, { compose }: Entry, generation: Generation) => {
    const kept = isLasting(key) ? await keptDocument(db, key) : null;
    if (kept?.revision === generation.revision && kept.buildId === fingerprint) {
      return { ...kept, encoded: await keptCodings(db, key, kept.etag) };
    }
    // In a renewal the last generation still answers: what it holds is what readers have seen.
    const last = generation === current ? undefined : current.entries.get(key)?.ready;
    const { revision, document } = await compose();
    // A database that was damaged is filled anew: until then there is nothing to show.
    if (generation.revision > 0 && (await currentRevision(db)) === 0) {
      throw new Error('the archive is being published anew');
    }
    const next = dated(document, generation.published, kept ?? last);
    if (isLasting(key)) {
      const kept = { ...next, revision, buildId: fingerprint };
      await keep(
        () => keepDocument(db, key, kept),
        () => !generation.over,
      );
    }
    const same = last?.etag === next.etag ? last.encoded : undefined;
    const encoded = same ?? (kept?.etag === next.etag ? await keptCodings(db, key, next.etag) : {});
    return { ...next, encoded };
  };

  const encode = async (key: string, entry: Entry, document: Document, generation: Generation) => {
    const wanted = () => !generation.over && generation.entries.get(key) === entry;
    const often = isLasting(key);
    const made = (coding: Coding, bytes: Uint8Array) =>
      keep(() => keepCoding(db, key, document.etag, coding, bytes), wanted);
    const best = isQuick(key, document) ? 'first' : often ? 'later' : 'never';
    const { rest } = await encoder.encode({
      document,
      best,
      wanted,
      ...(often && { made }),
    });
    const work = rest.catch(console.error).finally(() => encoding.delete(work));
    encoding.add(work);
  };

  const place = (
    key: string,
    { compose, headers }: Pick<Entry, 'compose' | 'headers'>,
    generation: Generation,
  ) => {
    const entry: Entry = { compose, headers, document: Promise.resolve(undefined as never) };
    generation.entries.set(key, entry);
    entry.document = bring(key, entry, generation).then(async (brought) => {
      const document = { ...brought, ...(headers && { headers }) };
      await encode(key, entry, document, generation);
      entry.ready = document;
      return document;
    });
    // A failure is not kept: the next request tries again.
    entry.document.catch(() => generation.entries.delete(key));
    evict(generation.entries);
    return entry.document;
  };

  /** The entry under a key, as the last in the order of the map: that is the order of use. */
  const use = (key: string) => {
    const { entries } = current;
    const entry = entries.get(key);
    if (entry) {
      entries.delete(key);
      entries.set(key, entry);
    }
    return entry;
  };

  return {
    peek: (key) => (isDelta(key) ? undefined : use(key)?.ready),
    get(key, compose, headers) {
      return use(key)?.document ?? place(key, { compose, headers }, current);
    },
    async renew() {
      const next: Generation = { ...(await lastPublication(db)), entries: new Map() };
      const recent = [...current.entries].filter(([key]) => !isDelta(key)).slice(-RENEWED);
      // Some may be no more: a feed by an alias that is gone.
      await Promise.allSettled(recent.map(([key, entry]) => place(key, entry, next)));
      current.over = true;
      current = next;
    },
    async idle() {
      while (encoding.size > 0) await Promise.all(encoding);
    },
  };
}

/** Only addresses without a query are kept on disk: there are not many of them. */
function isLasting(key: string): boolean {
  return !key.includes('?');
}

/** Whether all codings are made before anyone gets it. A delta is there to be short. */
function isQuick(key: string, { bytes }: Document): boolean {
  return bytes.length <= QUICK_BYTES || isDelta(key);
}

/** Drops what was asked for longest ago, until the rest is within bounds. */
function evict(entries: Map<string, Entry>): void {
  let bytes = 0;
  for (const { ready } of entries.values()) bytes += ready ? weigh(ready) : 0;
  for (const [key, { ready }] of entries) {
    if (entries.size <= MAX_DOCUMENTS && bytes <= MAX_BYTES) break;
    entries.delete(key);
    bytes -= ready ? weigh(ready) : 0;
  }
}

function weigh({ bytes, encoded = {} }: Document): number {
  return Object.values(encoded).reduce((sum, coded) => sum + coded.length, bytes.length);
}
