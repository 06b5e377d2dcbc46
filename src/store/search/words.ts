// Article → the words that it is found by.
import { fold, indexWords } from '#search-words';
import { SIMPLIFIED } from './script.ts';

/** UTF-16 units of an article's text that are indexed. */
const INDEXED_TEXT = 50_000;

/** A title as it is indexed: words, with a space after each. */
export function wordsOfTitle(title: string): string {
  return indexWords(fold(title, SIMPLIFIED));
}

/** The text of an article's clean HTML as it is indexed: words, with a space after each. */
export function wordsOfText(html: string): string {
  return wordsOfTitle(textOf(html).slice(0, INDEXED_TEXT));
}

/** Elements within a line: a word may begin before one and end after it. */
const INLINE =
  /<\/?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)(?:\s[^>]*)?>/g;

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** The visible text of an article's clean HTML, in one line. */
export function textOf(html: string): string {
  return html
    .replace(INLINE, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}
