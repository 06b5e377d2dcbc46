// ListedFile → KnownFile, with the article it carries.
import type { Compiled, CompiledArticle } from '../article/article.ts';
import type { SourceTable } from '../article/sources.ts';
import { MAX_FILE_BYTES } from '../article/types.ts';
import type { KnownFile } from '../store/files.ts';
import type { Archive, ListedFile } from './archive.ts';

/** Parses one article file; `now` is the clock, epoch milliseconds. */
export type Parse = (file: { path: string; bytes: Uint8Array }, now: number) => Promise<Compiled>;

/** Makes a parser for these sources. It is called only when there is something to parse. */
export type LoadParser = (sources: SourceTable) => Promise<Parse>;

export interface ReadDeps {
  archive: Archive;
  parse: Parse;
  /** Files that another parser read are parsed again. */
  parserId: string;
  /** The clock, epoch milliseconds. */
  now: number;
}

/** Instead of a hash: the file is read again next time, even if it looks the same. */
const READ_AGAIN = '';

/** A file that was read; `compiled` only where it carries an article that is not yet known. */
export interface FileResult {
  file: KnownFile;
  compiled?: CompiledArticle;
}

/**
 * Reads and parses one file. If it cannot be read or is malformed, it keeps the article it carried
 * `before`; if it is a draft now, it carries none; if its bytes are those of `before`, it is not
 * parsed again.
 */
export async function readFile(
  listed: ListedFile,
  before: KnownFile | undefined,
  { archive, parse, parserId, now }: ReadDeps,
): Promise<FileResult> {
  const { path, size } = listed;
  const kept = { id: before?.id ?? null, published: before?.published ?? null };
  const rejected = (hash: string, line: number, problem: string): FileResult => ({
    file: { ...listed, ...kept, hash, compiler: parserId, line, problem },
  });

  if (size > MAX_FILE_BYTES) {
    const problem = `the file has ${size} bytes; expected at most ${MAX_FILE_BYTES}`;
    return rejected('too large', 0, problem);
  }
  const content = await archive.read(path).catch((error: Error) => error);
  if (content instanceof Error) {
    return rejected(
      READ_AGAIN,
      0,
      `the file cannot be read: ${content.message}; expected a readable file`,
    );
  }
  const { bytes, hash } = content;
  if (hash === before?.hash && parserId === before.compiler) {
    return { file: { ...before, ...listed } };
  }
  const compiled = await parse({ path, bytes }, now);
  if ('problem' in compiled) {
    const { line, message, severity, passing } = compiled.problem;
    if (severity === 'notice') {
      const none = { id: null, published: null, line: null };
      return { file: { ...listed, ...none, hash, compiler: parserId, problem: message } };
    }
    return rejected(passing ? READ_AGAIN : hash, line, message);
  }
  const { id, published } = compiled.article;
  const file = { ...listed, hash, id, published, compiler: parserId, line: null, problem: null };
  return { file, compiled };
}
