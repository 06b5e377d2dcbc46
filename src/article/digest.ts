// Text → its SHA-256, by Web Crypto, which every home of Broadsheet has.

const encoder = new TextEncoder();
const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** SHA-256 of the text's UTF-8 bytes, as 64 lower-case hex digits. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', encoder.encode(text));
  let hex = '';
  for (const octet of new Uint8Array(digest)) hex += HEX[octet];
  return hex;
}
