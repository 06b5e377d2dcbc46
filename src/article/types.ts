// Article: what every stage passes on; and its version.
import type { Digest } from './digest.ts';
import type { Enclosure, Image } from './media.ts';

/** The largest article file that is read, in bytes. */
export const MAX_FILE_BYTES = 5_000_000;

/** An article as it is published: plain data, the same on disk, on the wire and in the store. */
export interface Article {
  /** UUID of the normalised URL (see article/identity.ts). */
  id: string;
  /** Key of its source. */
  source: string;
  /** One line of plain text. */
  title: string;
  /** Names of its authors; where there is none, its source is the author. */
  authors: string[];
  /** What its newsroom files it under; none of them is empty, none twice. */
  categories: string[];
  /** Absolute http(s) URL of the original; where there is none, see `pathUrl`. */
  url: string;
  /** Epoch milliseconds. */
  published: number;
  /** Safe HTML with absolute URLs. */
  html: string;
  /** Plain text, at most 200 characters. */
  summary: string;
  image: Image | null;
  enclosures: Enclosure[];
  /** BCP 47 language tag. */
  language: string;
  /** SHA-256 of all the fields above, hex: the article's version. */
  hash: string;
}

/**
 * SHA-256 of all fields but `hash` itself, hex. Whoever takes an article from elsewhere can check
 * it: bodies are kept by this hash, so that a wrong one would show an article another's text.
 */
export function articleVersion(article: Omit<Article, 'hash'>, digest: Digest) {
  const { id, source, title, authors, categories, url, published, html, summary, language } =
    article;
  const fields = [id, source, title, url, published, html, summary];
  const lists = [authors, categories, article.image, article.enclosures].map((list) =>
    JSON.stringify(list),
  );
  return digest([...fields, ...lists, language].join('\n'));
}
