// Documents as they were composed, kept by key until a newer edition takes their place.
import type { Document } from '../document.ts';
import type { Database } from './database.ts';

/** A document that is kept, and the edition it was composed for. */
export type KeptDocument = Document & { edition: string };

export async function keptDocument(db: Database, key: string): Promise<KeptDocument | null> {
  const [row] = await db.all<KeptDocument>(
    `SELECT edition, media_type AS mediaType, etag, last_modified AS lastModified, bytes
     FROM documents WHERE key = ?1`,
    key,
  );
  return row ?? null;
}

export async function keepDocument(
  db: Database,
  key: string,
  { edition, mediaType, etag, lastModified, bytes }: KeptDocument,
): Promise<void> {
  await db.all(
    'INSERT OR REPLACE INTO documents VALUES (?1, ?2, ?3, ?4, ?5, ?6)',
    key,
    edition,
    mediaType,
    etag,
    lastModified,
    bytes,
  );
}
