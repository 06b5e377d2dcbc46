// Documents composed once a publication, and kept for every poll until the next.
import type { Document, UndatedDocument } from '../store/document.ts';

/** A document, and the revision of the store it was composed from. */
export interface Composed {
  document: UndatedDocument;
  revision: number;
}

/** Where documents are kept. Each home has its own: memory and file on Node, caches at the edge. */
export interface DocumentCache {
  /**
   * The document under this key as it is now; composed only where none is kept.
   *
   * @param headers of the document, which follow from its key
   */
  get(
    key: string,
    compose: () => Promise<Composed>,
    headers?: Record<string, string>,
  ): Promise<Document>;
  /** Moves to the publication that was just committed. */
  renew(revision: number): Promise<void>;
}

/**
 * A newly composed document with the time at which its bytes changed here: that of the publication
 * it was composed at, or of the document before where the bytes are the same. Other bytes always
 * have a later time, for clients that compare nothing else.
 *
 * @param published when the last publication was committed, epoch milliseconds
 */
export function dated(
  document: UndatedDocument,
  published: number,
  before: Pick<Document, 'etag' | 'lastModified'> | null | undefined,
): Document {
  if (document.etag === before?.etag) return { ...document, lastModified: before.lastModified };
  const earliest = before ? before.lastModified + 1000 : 0;
  return { ...document, lastModified: Math.max(Math.floor(published / 1000) * 1000, earliest) };
}

/** Key of the difference between two versions of a document, by their tags. */
export function deltaKey(key: string, base: string, etag: string): string {
  const versions = `${base}..${etag}`.replaceAll('"', '');
  return `${key}${key.includes('?') ? '&' : '?'}delta=${encodeURIComponent(versions)}`;
}

/** Whether a key is that of a delta: after the next publication nobody asks for it. */
export function isDelta(key: string): boolean {
  return key.includes('delta=');
}
