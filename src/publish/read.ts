// Changed files → what is known of them now, with the articles they carry.

import type { Compiled, CompiledArticle } from '../article/article.ts';
import type { SourceTable } from '../article/sources.ts';
import { MAX_FILE_BYTES } from '../article/types.ts';
import type { KnownFile } from '../store/files.ts';
import type { Archive, ListedFile } from './archive.ts';

/** A file that was read; `compiled` only where it carries an article that is not yet known. */
export interface ReadFile {
  file: KnownFile;
  compiled?: CompiledArticle;
}

/** Compiles one article file; `now` is the clock, epoch milliseconds. */
export type Compile = (file: { path: string; bytes: Uint8Array }, now: number) => Promise<Compiled>;

/** Makes ready to compile: called only when there is something to compile. */
export type OpenCompiler = (sources: SourceTable) => Promise<Compile>;

/** What reading files needs. */
export interface Reading {
  archive: Archive;
  compile: Compile;
  /** Version of the compiler: files read by another are compiled again. */
  edition: string;
  /** The clock, epoch milliseconds. */
  now: number;
}

/**
 * Reads and compiles one file. If it cannot be read or is malformed, it keeps the article it
 * carried `before`; if it is a draft now, it carries none; if its bytes are those of `before`, it is not compiled again.
 */
export async function readFile(
  listed: ListedFile,
  before: KnownFile | undefined,
  { archive, compile, edition, now }: Reading,
): Promise<ReadFile> {
  const { path, size } = listed;
  const kept = { id: before?.id ?? null, published: before?.published ?? null };
  const rejected = (hash: string, line: number, problem: string): ReadFile => ({
    file: { ...listed, ...kept, hash, compiler: edition, line, problem },
  });

  if (size > MAX_FILE_BYTES) {
    const problem = `the file has ${size} bytes; expected at most ${MAX_FILE_BYTES}`;
    return rejected('too large', 0, problem);
  }
  const content = await archive.read(path).catch((error: Error) => error);
  if (content instanceof Error) {
    // Without a hash it is read again next time, even if it looks the same.
    return rejected('', 0, `the file cannot be read: ${content.message}; expected a readable file`);
  }
  const { bytes, hash } = content;
  if (hash === before?.hash && edition === before.compiler) {
    return { file: { ...before, ...listed } };
  }
  const compiled = await compile({ path, bytes }, now);
  if ('problem' in compiled) {
    const { line, message, severity } = compiled.problem;
    if (severity === 'error') return rejected(hash, line, message);
    const none = { id: null, published: null, line: null };
    return { file: { ...listed, ...none, hash, compiler: edition, problem: message } };
  }
  const { id, published } = compiled.article;
  const faultless = { compiler: edition, line: null, problem: null };
  return { file: { ...listed, hash, id, published, ...faultless }, compiled };
}
