// SHA-256 by node:crypto.
import { hash } from 'node:crypto';

/** SHA-256 of bytes, or of a text's UTF-8 bytes, as 64 lower-case hex digits. A `Digest`. */
export function digest(content: string | Uint8Array): string {
  return hash('sha256', content);
}
