// Files of an export → their sum by kind, and a warning beyond what hosts take.
import { LIMITS as CLOUDFLARE } from '../edge/plan.ts';
import type { ExportedFile } from './manifest.ts';

/** What hosts take (their documentation of November 2026). */
const LIMITS = [
  { host: 'GitHub Pages', most: 1_000_000_000, of: 'bytes' },
  { host: 'Cloudflare’s free plan', most: CLOUDFLARE.files.free, of: 'files' },
  { host: 'Cloudflare’s paid plan', most: CLOUDFLARE.files.paid, of: 'files' },
  { host: 'Cloudflare', most: CLOUDFLARE.fileBytes, of: 'largest' },
] as const;

interface Sum {
  files: number;
  bytes: number;
  /** Bytes of the largest file. */
  largest: number;
}

/** Prints how many files and bytes there are of each kind, and what is too much for which host. */
export function printSizes(files: Iterable<ExportedFile>): void {
  const kinds = new Map<string, Sum>();
  const all: Sum = { files: 0, bytes: 0, largest: 0 };
  for (const { kind, bytes } of files) {
    const sum = kinds.get(kind) ?? { files: 0, bytes: 0, largest: 0 };
    kinds.set(kind, sum);
    for (const each of [sum, all]) {
      each.files++;
      each.bytes += bytes;
      each.largest = Math.max(each.largest, bytes);
    }
  }
  for (const [kind, sum] of [...kinds, ['all', all] as const]) {
    console.log(`  ${kind.padEnd(10)} ${String(sum.files).padStart(7)} files  ${size(sum.bytes)}`);
  }
  for (const { host, most, of } of LIMITS) {
    if (all[of] <= most) continue;
    console.error(`${host} takes ${amount(most, of)}: this has ${amount(all[of], of)}`);
  }
}

function amount(number: number, of: keyof Sum): string {
  if (of === 'files') return `${number} files`;
  return of === 'bytes' ? size(number).trim() : `files of ${size(number).trim()}`;
}

function size(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1).padStart(7)} MB`;
}
