// The search of an export as a browser runs it, over files in memory.

import type { Database } from '../../src/store/database.ts';
import { searchIndex } from '../../src/store/search/files/index.ts';

/** What `public/search-index.js` gives for a search. */
export interface BrowserSearch {
  fault?: string;
  count: number;
  exact: boolean;
  found: { id: string; title: string; published: number; sourceTitle: string; url?: string }[];
  matches(title: string, text: string): boolean;
  marker: { whole(text: string): string[]; excerpt(text: string): string[] };
}

export type Search = (typed: string, page: number) => Promise<BrowserSearch>;

/** A variable, because TypeScript knows no types of that file. */
const SCRIPT = '../../public/search-index.js';

/**
 * Opens the index as a browser does.
 *
 * @param files by path below the root of the site
 * @param asked gets the path of each file that is asked for
 */
export async function openFiles(
  files: ReadonlyMap<string, Uint8Array>,
  asked: (path: string) => void = () => {},
): Promise<Search> {
  const { openIndex } = await import(SCRIPT);
  const { search } = await openIndex(async (path: string) => {
    asked(`search/${path}`);
    const bytes = files.get(`search/${path}`);
    if (!bytes) throw new Error(`there is no search/${path}`);
    return bytes;
  });
  return search;
}

/** Brings the files of the index up to date, and removes those that it no longer has. */
export async function writeFiles(
  db: Database,
  files: Map<string, Uint8Array<ArrayBuffer>>,
  hasPage?: (id: string) => boolean,
): Promise<{ written: string[] }> {
  const written: string[] = [];
  const named = new Set<string>();
  const earlier = async (path: string) => files.get(path) ?? null;
  for await (const { path, bytes } of searchIndex(db, { earlier, ...(hasPage && { hasPage }) })) {
    named.add(path);
    if (bytes && !same(bytes, files.get(path))) written.push(path);
    if (bytes) files.set(path, bytes);
    else if (!files.has(path)) throw new Error(`${path} was never written`);
  }
  for (const path of files.keys()) if (!named.has(path)) files.delete(path);
  return { written };
}

function same(one: Uint8Array, other?: Uint8Array): boolean {
  return other !== undefined && Buffer.compare(one, other) === 0;
}
