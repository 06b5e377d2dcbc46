// Article → its version: a digest of all that it says.

import type { Digest } from './digest.ts';
import type { Article } from './types.ts';

/**
 * SHA-256 of all fields but `hash` itself, hex. Whoever takes an article from elsewhere can check
 * it: bodies are kept by this hash, so that a wrong one would show an article another's text.
 */
export function articleVersion(article: Omit<Article, 'hash'>, digest: Digest) {
  const { id, source, title, url, published, html, summary, image, enclosures, language } = article;
  const fields = [id, source, title, url, published, html, summary];
  return digest(
    [...fields, JSON.stringify(image), JSON.stringify(enclosures), language].join('\n'),
  );
}
