// Documents as they were composed, kept by key until a newer edition takes their place.

import { type Database, sql } from './database.ts';
import type { Document } from './document.ts';
import { rememberEdition } from './editions.ts';

/** A document that is kept, and the edition it was composed for. */
export type KeptDocument = Document & { edition: string };

type Row = Omit<KeptDocument, 'bytes'> & { text: string };

// As text, since D1 hands over bytes as a JSON array of numbers.
const KEPT = `SELECT edition, media_type AS mediaType, etag, last_modified AS lastModified,
  max_age AS maxAge, CAST(bytes AS TEXT) AS text FROM documents WHERE key = ?1`;

export async function keptDocument(db: Database, key: string): Promise<KeptDocument | null> {
  const [row] = await db.all<Row>(KEPT, key);
  return row ? fromRow(row) : null;
}

/** The kept document, and the revision that readers are to see, in one read. */
export async function revisionAndDocument(
  db: Database,
  key: string,
): Promise<{ revision: number; kept: KeptDocument | null }> {
  const [state, rows] = await db.batch([sql('SELECT revision FROM state'), sql(KEPT, key)]);
  const row = rows?.[0] as Row | undefined;
  return { revision: Number(state?.[0]?.revision ?? 0), kept: row ? fromRow(row) : null };
}

/** Keeps a document in the place of an earlier one, and remembers which items it showed. */
export async function keepDocument(
  db: Database,
  key: string,
  { edition, mediaType, etag, lastModified, maxAge, bytes, marks }: KeptDocument,
): Promise<void> {
  await db.batch([
    sql(
      `INSERT OR REPLACE INTO documents
         (key, edition, media_type, etag, last_modified, max_age, bytes)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, CAST(?7 AS BLOB))`,
      key,
      edition,
      mediaType,
      etag,
      lastModified,
      maxAge,
      new TextDecoder().decode(bytes),
    ),
    ...(marks ? rememberEdition(key, etag, marks) : []),
  ]);
}

function fromRow({ text, ...row }: Row): KeptDocument {
  return { ...row, bytes: new TextEncoder().encode(text) };
}
