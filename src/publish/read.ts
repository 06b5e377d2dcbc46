// Changed file → what is known of it now, with the article it carries.
import type { Archive, ListedFile } from '../archive.ts';
import { type Circumstances, type Compiled, MAX_FILE_BYTES } from '../article.ts';
import type { KnownFile } from '../store/files.ts';

/** A file that was read; `compiled` only where it carries an article that is not yet known. */
export interface ReadFile {
  file: KnownFile;
  compiled?: Extract<Compiled, { article: unknown }>;
}

export type Compile = (
  path: string,
  bytes: Uint8Array,
  circumstances: Circumstances,
) => Promise<Compiled>;

/**
 * Reads and compiles one file. A file that cannot be read or is malformed keeps the article it
 * carried `before`; one whose bytes are those of `before` is not compiled again.
 */
export async function readFile(
  listed: ListedFile,
  before: KnownFile | undefined,
  {
    archive,
    compile,
    circumstances,
    compiler,
  }: {
    archive: Archive;
    compile: Compile;
    circumstances: Circumstances;
    compiler: string;
  },
): Promise<ReadFile> {
  const article = { id: before?.id ?? null, published: before?.published ?? null };
  const faultless = { line: null, problem: null };
  const rejected = (hash: string, line: number, problem: string): ReadFile => ({
    file: { ...listed, ...article, hash, compiler, line, problem },
  });

  if (listed.size > MAX_FILE_BYTES) {
    const expected = `expected at most ${MAX_FILE_BYTES}`;
    return rejected('too large', 0, `the file has ${listed.size} bytes; ${expected}`);
  }
  const content = await archive.read(listed.path).catch((error: Error) => error);
  if (content instanceof Error) {
    return rejected('', 0, `the file cannot be read: ${content.message}; expected a readable file`);
  }
  const { bytes, hash } = content;
  if (hash === before?.hash && compiler === before.compiler) {
    return { file: { ...before, ...listed } };
  }
  const compiled = await compile(listed.path, bytes, circumstances);
  if ('problem' in compiled) return rejected(hash, compiled.problem.line, compiled.problem.message);
  const { id, published } = compiled.article;
  return { file: { ...listed, hash, id, published, compiler, ...faultless }, compiled };
}
