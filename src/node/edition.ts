// The program's own source → its edition: what was made by another edition is made again.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('..', import.meta.url));

/**
 * A digest of all source files. Nobody has to remember to raise a number when a rule of cleaning
 * or composing changes: the archive is read and the documents are composed anew by themselves.
 */
export function programEdition(): string {
  const digest = createHash('sha256');
  const names = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((each) => /\.[jt]s$/.test(each)).sort()) {
    digest.update(name).update(readFileSync(join(SOURCE, name)));
  }
  return digest.digest('base64url').slice(0, 16);
}
