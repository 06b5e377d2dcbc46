// The documents of the main thread: by address, ready to be sent.
import { type Coding, type Document, weigh } from '../../store/document.ts';
import type { ShownDocument } from '../../store/documents.ts';

/** Documents that readers composed are held up to so many bytes, until the next publication. */
const MAX_BYTES = 32_000_000;
/** Standing documents that a publication composes anew, at most: those that are polled most. */
const MAX_POLLED = 100;

interface Entry {
  document: Document;
  /** Polls since the last publication, and half of those before. */
  polls: number;
}

export type ReadyDocuments = ReturnType<typeof createReadyDocuments>;

export function createReadyDocuments() {
  let revision: number | null = null;
  let entries = new Map<string, Entry>();
  /** Bytes of what readers composed, by address, the oldest first. */
  let composed = new Map<string, number>();
  let bytes = 0;

  return {
    /** The publication that they show; null before the first. */
    revision: () => revision,
    has: (address: string): boolean => entries.has(address),
    /** The document under an address; counts as a poll of it. */
    peek(address: string): Document | undefined {
      const entry = entries.get(address);
      if (entry) entry.polls++;
      return entry?.document;
    },
    /** Puts those of a publication in the place of all there were. */
    replace(published: number, documents: ReadonlyMap<string, Document>): void {
      const before = entries;
      revision = published;
      entries = new Map();
      composed = new Map();
      bytes = 0;
      for (const [address, document] of documents) {
        entries.set(address, { document, polls: (before.get(address)?.polls ?? 0) >> 1 });
      }
    },
    /** Adds a coding that was made later than its document. */
    encode(address: string, etag: string, coding: Coding, coded: Uint8Array<ArrayBuffer>): void {
      const document = entries.get(address)?.document;
      if (document?.etag === etag) document.encoded = { ...document.encoded, [coding]: coded };
    },
    /** Keeps what a reader composed, if it shows the same publication as the others. */
    keep(address: string, shown: number, document: Document): void {
      if (shown !== revision || entries.has(address)) return;
      entries.set(address, { document, polls: 1 });
      composed.set(address, weigh(document));
      bytes += weigh(document);
      for (const [oldest, size] of composed) {
        if (bytes <= MAX_BYTES) break;
        entries.delete(oldest);
        composed.delete(oldest);
        bytes -= size;
      }
    },
    /**
     * Standing documents, whose addresses have no query, that were polled since the last
     * publication: those polled most. Who asked last makes no difference.
     */
    polled(): Map<string, ShownDocument> {
      const standing = [...entries].filter(
        ([address, { polls }]) => polls > 0 && !address.includes('?'),
      );
      const most = standing.toSorted(([, one], [, other]) => other.polls - one.polls);
      return new Map(
        most.slice(0, MAX_POLLED).map(([address, { document }]) => {
          const { etag, lastModified, itemVersions } = document;
          return [address, { etag, lastModified, ...(itemVersions && { itemVersions }) }];
        }),
      );
    },
  };
}
