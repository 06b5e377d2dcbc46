// The folder of an export, as files that Cloudflare serves: what is not uploaded, and how much it is.
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Way } from './memory.ts';

/** What an export keeps for itself, or writes for other hosts. */
const NOT_UPLOADED = ['.broadsheet', '.nojekyll', 'CNAME', '404.html'];
/** Pages whose forms ask a server: with answers, the Worker has them. */
const ANSWERS = ['search', 'subscribe'];

/** What was exported. */
export interface Files {
  count: number;
  /** Path and bytes of the largest. */
  largest: { path: string; bytes: number };
}

/** Says what wrangler is not to upload (https://developers.cloudflare.com/workers/static-assets/binding/). */
export function writeIgnored(folder: string, way: Way): void {
  const lines = notUploaded(way).map((name) => `/${name}\n`);
  writeFileSync(join(folder, '.assetsignore'), lines.join(''));
}

/** Counts what wrangler will upload. */
export function countFiles(folder: string, way: Way): Files {
  const ignored = ['.assetsignore', '_headers', '_redirects', ...notUploaded(way)];
  const files: Files = { count: 0, largest: { path: '', bytes: 0 } };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    const [first = ''] = path.split(/[\\/]/);
    if (!entry.isFile() || ignored.includes(first)) continue;
    const bytes = statSync(join(folder, path)).size;
    files.count++;
    if (bytes > files.largest.bytes) files.largest = { path, bytes };
  }
  return files;
}

function notUploaded(way: Way): string[] {
  return way === 'answers' ? [...NOT_UPLOADED, ...ANSWERS] : NOT_UPLOADED;
}
