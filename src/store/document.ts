// Text → a document ready to be sent, with its validators.

/** Content codings (RFC 9110 §8.4.1) in the order of preference: the smallest first. */
export const CODINGS = ['br', 'zstd', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];

/** A document's bytes in other codings, as far as they have been made. */
export type Encoded = Partial<Record<Coding, Uint8Array<ArrayBuffer>>>;

/** An immutable representation (RFC 9110 §3.2) with its validators (§8.8). */
export interface Document {
  /** UTF-8. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Value of `Content-Type`, with the charset. */
  mediaType: string;
  /** Strong entity tag, quoted: a digest of the bytes, so it changes when and only when they do. */
  etag: string;
  /** Epoch milliseconds, whole seconds as in `Last-Modified`. */
  lastModified: number;
  /** How long a client may use it without asking again, in seconds. */
  maxAge: number;
  /**
   * Filled in by a runtime that sends encoded bytes itself; absent where what is in front of it
   * encodes. The one part of a document that grows: it never changes what the document says.
   */
  encoded?: Encoded;
  /** Header fields that its answers have besides those of every document, or in their place. */
  headers?: Record<string, string>;
  /** A mark for each item it shows, which changes when and only when the item does. */
  marks?: readonly string[];
}

/** Seconds that a document is fresh where nothing tells how often it changes. */
const MAX_AGE = 900;

/** Bytes of the digest in a tag: every poll carries it twice, and 144 bits tell all apart. */
const TAG_BYTES = 18;

/**
 * @param mediaType without the charset
 * @param updated newest change among what the document shows, epoch milliseconds
 * @param maxAge how long a client may use it without asking again, in seconds
 */
export async function createDocument(
  text: string,
  mediaType: string,
  updated: number,
  maxAge = MAX_AGE,
): Promise<Document> {
  const bytes = new TextEncoder().encode(text);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return {
    bytes,
    mediaType: `${mediaType}; charset=utf-8`,
    etag: `"${base64url(digest.subarray(0, TAG_BYTES))}"`,
    lastModified: Math.floor(updated / 1000) * 1000,
    maxAge,
  };
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
