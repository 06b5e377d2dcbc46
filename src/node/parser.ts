// Article files → Articles, with SHA-256 by node:crypto.
import { hash } from 'node:crypto';
import type { LoadParser } from '../publish/read.ts';

/** SHA-256 of bytes, or of a text's UTF-8 bytes, as 64 lower-case hex digits. */
export function digest(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/** @param language BCP 47 tag for articles whose text does not tell its language */
export function loadParser(language: string): LoadParser {
  return async (sources) => {
    // Loaded only here, with the HTML parser behind it: most starts find nothing changed.
    const { parseArticle } = await import('../article/article.ts');
    return ({ path, bytes }, now) => parseArticle(path, bytes, { now, language, digest, sources });
  };
}
