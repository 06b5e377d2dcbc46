// The folder of an export, as files that Cloudflare serves: what is not uploaded, and how much it is.
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an export keeps for itself, or writes for other hosts. */
const NOT_UPLOADED = ['.broadsheet', '.nojekyll', 'CNAME'];

/** What was exported. */
export interface Files {
  count: number;
  /** Path and bytes of the largest. */
  largest: { path: string; bytes: number };
}

/** Says what wrangler is not to upload (https://developers.cloudflare.com/workers/static-assets/binding/). */
export function writeIgnored(folder: string): void {
  writeFileSync(join(folder, '.assetsignore'), `${NOT_UPLOADED.join('\n')}\n`);
}

/** Counts what wrangler will upload. */
export function countFiles(folder: string): Files {
  const files: Files = { count: 0, largest: { path: '', bytes: 0 } };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (!entry.isFile() || isIgnored(path)) continue;
    const bytes = statSync(join(folder, path)).size;
    files.count++;
    if (bytes > files.largest.bytes) files.largest = { path, bytes };
  }
  return files;
}

function isIgnored(path: string): boolean {
  const [first = ''] = path.split(/[\\/]/);
  return NOT_UPLOADED.includes(first) || /^(\.assetsignore|_headers|_redirects)$/.test(path);
}
