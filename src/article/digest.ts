// Text → its SHA-256.

/**
 * SHA-256 of a text's UTF-8 bytes, as 64 lower-case hex digits. Web Crypto does it everywhere, but
 * takes ten times as long for short texts as what a runtime may have of its own.
 */
export type Digest = (text: string) => string | Promise<string>;

const encoder = new TextEncoder();
const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** The digest of runtimes that have no other: Web Crypto. */
export const sha256: Digest = async (text) => {
  const digest = await crypto.subtle.digest('SHA-256', encoder.encode(text));
  let hex = '';
  for (const octet of new Uint8Array(digest)) hex += HEX[octet];
  return hex;
};
