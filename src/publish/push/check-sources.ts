// What a publisher sent with a commit → the table of sources, or why it is not taken.

import { readSourceTable, type SourceTable } from '../../article/sources.ts';
import { stripInvalidXml } from '../../article/text.ts';

/** Bytes that a table may have in JSON: as the store writes it, it must fit into a value of D1. */
export const MAX_TABLE_BYTES = 500_000;

/**
 * Reads the body of a commit, which is what broadsheet.json says.
 *
 * @returns null where nothing was sent; a text says what is wrong
 */
export function readSentTable(body: string): SourceTable | string | null {
  if (body === '') return null;
  const bytes = new TextEncoder().encode(body).length;
  if (bytes > MAX_TABLE_BYTES) {
    return `the table of sources has ${bytes} bytes; expected at most ${MAX_TABLE_BYTES}`;
  }
  const table = readSourceTable(body);
  if (Array.isArray(table)) return table[0]?.message ?? '';
  for (const [key, { title = '', aliases }] of table) {
    if ([key, title, ...aliases].every((name) => stripInvalidXml(name) === name)) continue;
    return `“${stripInvalidXml(key)}” holds a character that no XML document may hold; expected legal characters only`;
  }
  return table;
}
