// The search of an export as a browser runs it, over files in memory.
import { parseArticle } from '../../src/article/article.ts';
import { digest } from '../../src/node/parser.ts';
import type { Database } from '../../src/store/database.ts';
import type { StagedArticle } from '../../src/store/publication.ts';
import { searchIndex } from '../../src/store/search/files/index.ts';
import { textOf } from '../../src/store/search/words.ts';
import { generateArticles } from '../archive/generate.ts';
import type { Random } from '../archive/random.ts';

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

/** Articles like those of newsrooms. */
export async function generated(count: number, seed: number): Promise<StagedArticle[]> {
  const articles: StagedArticle[] = [];
  for (const { path, text } of generateArticles({ count, seed })) {
    const options = { now: Date.UTC(2026, 0, 1), language: 'zh-Hans', digest };
    const parsed = await parseArticle(path, new TextEncoder().encode(text), options);
    if ('article' in parsed) articles.push({ ...parsed.article, sourceTitle: parsed.sourceTitle });
  }
  return articles;
}

/** A search made of what is written in an article. */
export function typedFrom(random: Random, { title, html }: StagedArticle): string {
  const text = random.chance(0.3) ? title : textOf(html);
  const piece = (least: number, most: number) => {
    const characters = [...text];
    const start = random.below(Math.max(1, characters.length - most));
    const part = characters.slice(start, start + random.between(least, most)).join('');
    return part.replace(/["“”„«»「」『』＂\s-]/g, '');
  };
  return random.pick([
    () => piece(2, 2),
    () => piece(3, 6),
    () => `"${piece(4, 12)}"`,
    () => `${piece(2, 2)} ${piece(2, 3)}`,
    () => `${piece(2, 2)} -${piece(2, 2)}`,
    () => `${piece(2, 3)} -"${piece(3, 4)}"`,
    () => random.pick(text.match(/[A-Za-z0-9]+/g) ?? ['2024']),
    () => `${piece(2, 2)} ${random.pick(text.match(/[A-Za-z0-9]+/g) ?? ['BBC'])}`,
  ])();
}
