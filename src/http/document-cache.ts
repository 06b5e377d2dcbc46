// Documents composed once a publication, and kept for every poll until the next.
import type { Document } from '../store/document.ts';

/** A document, and the revision of the store it was composed from. */
export interface Composed {
  document: Document;
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
 * A newly composed document in the place of an earlier one. Its `Last-Modified` stays if the
 * bytes did, and moves forward if they changed: a withdrawn article makes the newest change that
 * a document shows an older one, and a client that compares dates alone must not miss that.
 */
export function succeed(
  next: Document,
  last: Pick<Document, 'etag' | 'lastModified'> | null | undefined,
): Document {
  if (!last) return next;
  if (next.etag === last.etag) return { ...next, lastModified: last.lastModified };
  const lastModified = Math.max(next.lastModified, last.lastModified + 1000);
  return { ...next, lastModified };
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
