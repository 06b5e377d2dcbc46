// The manifest of an exported folder ⇄ its text: which files are ours, and what they show.
import * as v from 'valibot';
import { digest } from '../parser.ts';

/** Raised when the form changes. */
const FORMAT = 1;

/** Digits of digests in it: 96 bits are enough to tell versions of one file apart. */
const DIGITS = 24;

/** A digest as the manifest has it. */
export function shortDigest(content: string | Uint8Array): string {
  return digest(content).slice(0, DIGITS);
}

/** A file that an export wrote. */
const exportedFile = v.object({
  /** What it is, for the sum at the end. */
  kind: v.string(),
  /** Of what it shows; empty where the run that was to write it did not come to its end. */
  version: v.string(),
  /** Digest of its bytes; empty likewise. */
  hash: v.string(),
  bytes: v.number(),
});
export type ExportedFile = v.InferOutput<typeof exportedFile>;

/** Never out of the folder. */
const path = v.pipe(v.string(), v.regex(/^(?!\/)(?!(.*\/)?\.\.?(\/|$))[^\0]+$/));

const manifest = v.object({
  format: v.literal(FORMAT),
  /** Of the program and the site that the files are by. */
  key: v.string(),
  files: v.record(path, exportedFile),
});

export interface Manifest {
  key: string;
  /** By path, with `/` between folders. */
  files: Map<string, ExportedFile>;
}

/** @returns null where the text is not that of a manifest */
export function readManifest(text: string): Manifest | null {
  try {
    const { key, files } = v.parse(manifest, JSON.parse(text));
    return { key, files: new Map(Object.entries(files)) };
  } catch {
    return null;
  }
}

export function writeManifest({ key, files }: Manifest): string {
  return JSON.stringify({ format: FORMAT, key, files: Object.fromEntries(files) });
}
