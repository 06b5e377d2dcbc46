// `Authorization` header → whether it carries the token.

import { sha256Bytes } from '../article/digest.ts';

/**
 * Whether the header is `Bearer` (RFC 6750 §2.1) with this token. Digests are compared, all of
 * them to the end: the time this takes tells nothing of the token.
 */
export async function carriesToken(authorization: string | undefined, token: string) {
  const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
  const [one, other] = await Promise.all([sha256Bytes(given), sha256Bytes(token)]);
  let difference = 0;
  for (const [at, octet] of one.entries()) difference |= octet ^ (other[at] ?? 0);
  return difference === 0;
}
