// Documents as they were composed last, their bytes in content codings, and their past versions.

import { type Database, type Statement, sql } from './database.ts';
import { CODINGS, type Coding, type Document, type Encoded } from './document.ts';
import { type LastPublication, readAtRevision } from './revision.ts';

/** A document that is kept, and what it was composed from. */
export type KeptDocument = Document & {
  revision: number;
  /** What documents depend on besides the articles: the program and its settings. */
  buildId: string;
};

/** What readers were shown of a document: its validators and its items. */
export type ShownDocument = Pick<Document, 'etag' | 'lastModified' | 'itemVersions'>;

type DocumentRow = Omit<KeptDocument, 'bytes'> & { text: string };

/** Past versions kept of one document; a client with an older one is sent the whole document. */
const VERSIONS = 256;

// As text, because D1 returns a BLOB as a JSON array of numbers.
const selectDocument = (key: string, known = -1) => sql`SELECT revision, build_id AS buildId,
  media_type AS mediaType, etag, last_modified AS lastModified, max_age AS maxAge,
  CAST(bytes AS TEXT) AS text FROM documents WHERE key = ${key} AND revision <> ${known}`;

export async function keptDocument(db: Database, key: string): Promise<KeptDocument | null> {
  return fromRow((await db.all<DocumentRow>(selectDocument(key)))[0]);
}

/**
 * The kept document, and the publication that readers are to see, in one read.
 *
 * @param known the revision of the document that is here already: it is not read
 */
export async function publicationAndDocument(
  db: Database,
  key: string,
  known?: number,
): Promise<LastPublication & { kept: KeptDocument | null }> {
  const { rows, ...publication } = await readAtRevision<[DocumentRow]>(
    db,
    selectDocument(key, known),
  );
  return { ...publication, kept: fromRow(rows[0][0]) };
}

/**
 * Keeps a document in the place of an earlier one, and which items it shows.
 *
 * @param shown a version that readers got before this one, and that was not kept
 */
export async function keepDocument(
  db: Database,
  key: string,
  { revision, buildId, mediaType, etag, lastModified, maxAge, bytes, itemVersions }: KeptDocument,
  shown?: ShownDocument,
): Promise<void> {
  const text = new TextDecoder().decode(bytes);
  await db.batch([
    sql`INSERT OR REPLACE INTO documents
      VALUES (${key}, ${revision}, ${buildId}, ${mediaType}, ${etag}, ${lastModified}, ${maxAge},
        CAST(${text} AS BLOB))`,
    ...(shown?.itemVersions ? keepVersion(key, shown.etag, shown.itemVersions) : []),
    ...(itemVersions ? keepVersion(key, etag, itemVersions) : []),
  ]);
}

function fromRow(row: DocumentRow | undefined): KeptDocument | null {
  if (!row) return null;
  const { text, ...rest } = row;
  return { ...rest, bytes: new TextEncoder().encode(text) };
}

function keepVersion(key: string, etag: string, itemVersions: readonly string[]): Statement[] {
  return [
    // A version that comes back, when a correction is taken back, is the newest again.
    sql`INSERT OR REPLACE INTO document_versions (key, etag, item_versions)
      VALUES (${key}, ${etag}, ${itemVersions.join(' ')})`,
    sql`DELETE FROM document_versions WHERE key = ${key} AND serial <= (
      SELECT serial FROM document_versions WHERE key = ${key}
      ORDER BY serial DESC LIMIT 1 OFFSET ${VERSIONS})`,
  ];
}

/** The items that a document showed under each of these tags; tags not kept are missing. */
export async function itemVersionsOf(
  db: Database,
  key: string,
  etags: readonly string[],
): Promise<Map<string, Set<string>>> {
  const rows = await db.all<{ etag: string; items: string }>(
    sql`SELECT etag, item_versions AS items FROM document_versions
      WHERE key = ${key} AND etag IN ${etags}`,
  );
  return new Map(rows.map(({ etag, items }) => [etag, new Set(items.split(' ').filter(Boolean))]));
}

/** The codings that are kept for the document of this tag: a restart does not encode anew. */
export async function keptCodings(db: Database, key: string, etag: string): Promise<Encoded> {
  const rows = await db.all<{ coding: Coding; bytes: Uint8Array<ArrayBuffer> }>(
    sql`SELECT coding, bytes FROM document_codings WHERE key = ${key} AND etag = ${etag}`,
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
  await db.all(
    sql`INSERT OR REPLACE INTO document_codings VALUES (${key}, ${coding}, ${etag}, ${bytes})`,
  );
}
