// Documents in memory, backed by the database file: a restart composes and encodes nothing anew.

import { type Composed, type DocumentCache, dated, isDelta } from '../http/document-cache.ts';
import type { Database } from '../store/database.ts';
import { type Coding, type Document, weigh } from '../store/document.ts';
import {
  keepCoding,
  keepDocument,
  keptCodings,
  keptDocument,
  type ShownDocument,
} from '../store/documents.ts';
import { currentRevision, lastPublication } from '../store/revision.ts';
import { createEncoder } from './encode.ts';
import { createKeeper } from './keep.ts';

/** The documents of one publication, until it is told to move to the next. */
export interface NodeDocumentCache extends DocumentCache {
  /** The document under this key, if it is complete and in memory; never that of a delta. */
  peek(key: string): Document | undefined;
  /** Moves to the newest publication. */
  renew(): Promise<void>;
  /** The publication that its documents show. */
  revision(): number;
  /** Resolves when every coding that is worth its time has been made. */
  idle(): Promise<void>;
}

export interface DocumentCacheOptions {
  /** Reads what another thread keeps in the database, and keeps nothing there itself. */
  readOnly?: boolean;
  /** Bytes of documents held at most; beyond that the one asked for longest ago goes. */
  maxBytes?: number;
  /** What readers were last shown under a key that another thread composed. */
  shown?: (key: string) => ShownDocument | undefined;
  /** Told of each coding that was made after its document was handed out. */
  encoded?: (key: string, etag: string, coding: Coding, bytes: Uint8Array) => void;
}

interface Entry {
  document: Promise<Document>;
  /** The document, once it is there. */
  ready?: Document;
}
type Entries = Map<string, Entry>;

/** Bytes up to which the best codings take a few milliseconds. */
const QUICK_BYTES = 32_000;
/** Documents held in memory at most, and bytes, where nothing else is said. */
const MAX_DOCUMENTS = 2000;
const MAX_BYTES = 96_000_000;

/** @param buildId of all that documents depend on besides the articles */
export async function createDocumentCache(
  db: Database,
  buildId: string,
  { readOnly = false, maxBytes = MAX_BYTES, shown, encoded }: DocumentCacheOptions = {},
): Promise<NodeDocumentCache> {
  const encoder = createEncoder();
  const keep = createKeeper(({ message }) => console.error(message));
  const encoding = new Set<Promise<void>>();
  let current = await lastPublication(db);
  let entries: Entries = new Map();
  /** Those of the publication before: what readers have seen. */
  let before: Entries = new Map();

  /** The document of a key: as it was kept, else composed. */
  const bring = async (key: string, compose: () => Promise<Composed>) => {
    const { revision, published } = current;
    const kept = isStanding(key) ? await keptDocument(db, key) : null;
    if (kept?.revision === revision && kept.buildId === buildId) {
      return { ...kept, encoded: await keptCodings(db, key, kept.etag) };
    }
    const last = before.get(key)?.ready;
    const seen = shown?.(key);
    const composed = await compose();
    // A database that was damaged is filled anew: until then there is nothing to show.
    if (revision > 0 && (await currentRevision(db)) === 0) {
      throw new Error('the archive is being published anew');
    }
    const next = dated(composed.document, published, seen ?? kept ?? last);
    if (isStanding(key) && !readOnly) {
      const row = { ...next, revision: composed.revision, buildId };
      await keep(
        () => keepDocument(db, key, row, seen),
        () => current.revision === revision,
      );
    }
    if (last?.etag === next.etag) return { ...next, encoded: last.encoded ?? {} };
    const same = kept?.etag === next.etag;
    return { ...next, encoded: same ? await keptCodings(db, key, next.etag) : {} };
  };

  const encode = async (key: string, document: Document, wanted: () => boolean) => {
    const kept = isStanding(key) && !readOnly;
    const quick = isQuick(key, document);
    const best = quick ? 'first' : kept ? 'later' : 'never';
    const made = async (coding: Coding, bytes: Uint8Array) => {
      if (!quick && coding !== 'gzip') encoded?.(key, document.etag, coding, bytes);
      await keep(() => keepCoding(db, key, document.etag, coding, bytes), wanted);
    };
    const { rest } = await encoder.encode({ document, best, wanted, ...(kept && { made }) });
    const work = rest.catch(console.error).finally(() => encoding.delete(work));
    encoding.add(work);
  };

  const place = (
    key: string,
    compose: () => Promise<Composed>,
    headers?: Record<string, string>,
  ) => {
    const here = entries;
    const make = async () => {
      const document = { ...(await bring(key, compose)), ...(headers && { headers }) };
      await encode(key, document, () => entries.get(key) === entry);
      entry.ready = document;
      return document;
    };
    const entry: Entry = { document: make() };
    here.set(key, entry);
    // A failure is not kept: the next request tries again.
    entry.document.catch(() => here.delete(key));
    evict(here, maxBytes);
    return entry.document;
  };

  /** The entry under a key, as the last in the order of the map: that is the order of use. */
  const use = (key: string) => {
    const entry = entries.get(key);
    if (entry) {
      entries.delete(key);
      entries.set(key, entry);
    }
    return entry;
  };

  return {
    peek: (key) => (isDelta(key) ? undefined : use(key)?.ready),
    get: (key, compose, headers) => use(key)?.document ?? place(key, compose, headers),
    async renew() {
      current = await lastPublication(db);
      before = entries;
      entries = new Map();
    },
    revision: () => current.revision,
    async idle() {
      while (encoding.size > 0) await Promise.all(encoding);
    },
  };
}

/** Addresses without a query: there are not many of them, and they alone are kept on disk. */
function isStanding(key: string): boolean {
  return !key.includes('?');
}

/** Whether all codings are made before anyone gets it. A delta is there to be short. */
function isQuick(key: string, { bytes }: Document): boolean {
  return bytes.length <= QUICK_BYTES || isDelta(key);
}

/** Drops what was asked for longest ago, until the rest is within bounds. */
function evict(entries: Entries, maxBytes: number): void {
  let bytes = 0;
  for (const { ready } of entries.values()) bytes += ready ? weigh(ready) : 0;
  for (const [key, { ready }] of entries) {
    if (entries.size <= MAX_DOCUMENTS && bytes <= maxBytes) break;
    entries.delete(key);
    bytes -= ready ? weigh(ready) : 0;
  }
}
