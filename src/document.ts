// Text → a document ready to be sent, with its validators.

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
}

/**
 * @param mediaType without the charset
 * @param updated newest change among what the document shows, epoch milliseconds
 */
export async function createDocument(
  text: string,
  mediaType: string,
  updated: number,
): Promise<Document> {
  const bytes = new TextEncoder().encode(text);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return {
    bytes,
    mediaType: `${mediaType}; charset=utf-8`,
    etag: `"${base64url(digest)}"`,
    lastModified: Math.floor(updated / 1000) * 1000,
  };
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
