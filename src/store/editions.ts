// Past editions of a document: which items it showed under which entity tag.
import { type Database, type Statement, sql } from './database.ts';

/** Editions remembered of one document; a client with an older one is sent the whole. */
const REMEMBERED = 256;

/** What remembers the marks of the items that a document shows under this tag. */
export function rememberEdition(key: string, etag: string, marks: readonly string[]): Statement[] {
  return [
    // An edition that comes back, as after a correction was taken back, is the newest again.
    sql(
      'INSERT OR REPLACE INTO editions (key, etag, marks) VALUES (?1, ?2, ?3)',
      key,
      etag,
      marks.join(' '),
    ),
    sql(
      `DELETE FROM editions WHERE key = ?1 AND serial <= (
         SELECT serial FROM editions WHERE key = ?1 ORDER BY serial DESC LIMIT 1 OFFSET ?2)`,
      key,
      REMEMBERED,
    ),
  ];
}

/** The marks of these editions, by tag; those not remembered are missing. */
export async function marksOf(
  db: Database,
  key: string,
  etags: readonly string[],
): Promise<Map<string, Set<string>>> {
  const rows = await db.all<{ etag: string; marks: string }>(
    'SELECT etag, marks FROM editions WHERE key = ?1 AND etag IN (SELECT value FROM json_each(?2))',
    key,
    JSON.stringify(etags),
  );
  return new Map(rows.map(({ etag, marks }) => [etag, new Set(marks.split(' ').filter(Boolean))]));
}
