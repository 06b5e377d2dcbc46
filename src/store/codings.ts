// A kept document's bytes in its content codings, so that a restart encodes nothing anew.

import type { Database } from './database.ts';
import { CODINGS, type Coding, type Encoded } from './document.ts';

/** The codings that were kept for the document of this tag. */
export async function keptCodings(db: Database, key: string, etag: string): Promise<Encoded> {
  const rows = await db.all<{ coding: Coding; bytes: Uint8Array<ArrayBuffer> }>(
    'SELECT coding, bytes FROM codings WHERE key = ?1 AND etag = ?2',
    key,
    etag,
  );
  const known = rows.filter(({ coding }) => CODINGS.includes(coding));
  return Object.fromEntries(known.map(({ coding, bytes }) => [coding, bytes]));
}

export async function keepCoding(
  db: Database,
  key: string,
  etag: string,
  coding: Coding,
  bytes: Uint8Array,
): Promise<void> {
  await db.all('INSERT OR REPLACE INTO codings VALUES (?1, ?2, ?3, ?4)', key, coding, etag, bytes);
}
