// Exported files → the same in content codings beside them, for servers that look for those.
import { readFileSync, statSync, utimesSync } from 'node:fs';
import { compressors } from '../encode.ts';
import type { ExportFolder } from './folder.ts';
import { shortDigest } from './manifest.ts';

/** Smaller files hardly become smaller. */
const LEAST_BYTES = 256;
const TEXT = /\.(css|html|js|json|svg|txt|xml)$/;
/** Files that are compressed at the same time, in threads of zlib. */
const AT_ONCE = 4;

/**
 * By the ending of the file. Beyond these levels time grows faster than what is saved: brotli's
 * highest takes a minute for 40 MB.
 */
const { br, gzip, zstd } = compressors({ br: 5, gzip: 6, zstd: 6 });
const CODINGS: Record<string, typeof gzip> = { '.br': br, '.gz': gzip, '.zst': zstd };

/** Whether a path is that of a file in a content coding. */
export function isCoding(path: string): boolean {
  return Object.keys(CODINGS).some((ending) => path.endsWith(ending));
}

/**
 * Brings the codings of all files up to date, with the times of their files; or removes them.
 *
 * @param wanted whether there are to be any
 * @returns how many files were written, and removed
 */
export async function updateCodings(
  folder: ExportFolder,
  wanted: boolean,
): Promise<{ written: number; removed: number }> {
  const { files } = folder.manifest;
  const isEncoded = (path: string, bytes: number) =>
    wanted && TEXT.test(path) && bytes >= LEAST_BYTES;
  const codings = [...files].flatMap(([path, { hash, bytes }]) =>
    isEncoded(path, bytes)
      ? Object.keys(CODINGS).map((ending) => ({ path, ending, coding: path + ending, hash }))
      : [],
  );
  const kept = new Set(codings.map(({ coding }) => coding));
  const gone = [...files.keys()].filter((path) => isCoding(path) && !kept.has(path));
  const outdated = codings.filter(
    ({ coding, hash }) => files.get(coding)?.version !== hash || !folder.isThere(coding),
  );
  const result = { written: outdated.length, removed: gone.length };
  if (outdated.length + gone.length === 0) return result;

  folder.claim(outdated.map(({ coding }) => coding));
  const waiting = outdated.values();
  const work = async () => {
    for (const { path, ending, coding, hash } of waiting) {
      const encode = CODINGS[ending] as (typeof CODINGS)[string];
      const coded = await encode(readFileSync(folder.at(path)));
      const { atime, mtime } = statSync(folder.at(path));
      folder.write(coding, coded);
      utimesSync(folder.at(coding), atime, mtime);
      const { length: bytes } = coded;
      files.set(coding, { kind: 'compressed', version: hash, hash: shortDigest(coded), bytes });
    }
  };
  // All take from the same list.
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  for (const path of gone) folder.remove(path);
  folder.keep();
  return result;
}
