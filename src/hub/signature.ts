// Secret + document → `X-Hub-Signature` (W3C WebSub §7.1).

export const SIGNATURE_METHODS = ['sha256', 'sha384', 'sha512'] as const;
/** How the hub signs what it distributes (W3C WebSub §7.1). */
export type SignatureMethod = (typeof SIGNATURE_METHODS)[number];

/**
 * HMAC of the bytes with the subscriber's secret, as `method=hex`.
 *
 * @param secret as UTF-8
 */
export async function signature(
  method: SignatureMethod,
  secret: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const algorithm = { name: 'HMAC', hash: method.replace('sha', 'SHA-') };
  const raw = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['sign']);
  const code = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes));
  return `${method}=${Array.from(code, (octet) => octet.toString(16).padStart(2, '0')).join('')}`;
}
