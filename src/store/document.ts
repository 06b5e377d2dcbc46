// Text or bytes → a document ready to be sent, with its validators.
import { sha256Bytes } from '../article/digest.ts';

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
  /** When the bytes changed here: epoch milliseconds, whole seconds as in `Last-Modified`. */
  lastModified: number;
  /** How long a client may use it without asking again, in seconds. */
  maxAge: number;
  /**
   * Filled in by a runtime that sends encoded bytes itself; absent if a server in front of it
   * encodes. The only part of a document that changes later: it does not change its content.
   */
  encoded?: Encoded;
  /** Header fields that its answers have besides those of every document, or in their place. */
  headers?: Record<string, string>;
  /** A version for each item it shows, which changes when and only when the item does. */
  itemVersions?: readonly string[];
}

/** A document as it is composed: when its bytes changed, the document cache knows. */
export type UndatedDocument = Omit<Document, 'lastModified'>;

/** Seconds that a document is fresh if nothing says how often it changes. */
const MAX_AGE = 900;

/** Bytes of the digest in a tag: every poll carries it twice, and 144 bits are enough. */
const TAG_BYTES = 18;

/**
 * @param mediaType without the charset
 * @param maxAge how long a client may use it without asking again, in seconds
 */
export async function createDocument(
  content: string | Uint8Array<ArrayBuffer>,
  mediaType: string,
  maxAge = MAX_AGE,
): Promise<UndatedDocument> {
  const isText = typeof content === 'string';
  const bytes = isText ? new TextEncoder().encode(content) : content;
  const digest = await sha256Bytes(bytes);
  return {
    bytes,
    mediaType: isText ? `${mediaType}; charset=utf-8` : mediaType,
    etag: `"${base64url(digest.subarray(0, TAG_BYTES))}"`,
    maxAge,
  };
}

/** Bytes of a document in all its forms. */
export function weigh({ bytes, encoded = {} }: Document): number {
  return Object.values(encoded).reduce((sum, coded) => sum + coded.length, bytes.length);
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
