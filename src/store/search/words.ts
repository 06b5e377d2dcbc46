// Article → the words that it is found by.
import { INLINE, wordsOf } from '#search-words';
import { fold } from './script.ts';

/** UTF-16 units of an article's text that are indexed. */
const INDEXED_TEXT = 50_000;

/** The words of a title in order, as they are indexed. */
export function wordsOfTitle(title: string): string[] {
  return wordsOf(fold(title));
}

/** The words of the text of an article's clean HTML in order, as they are indexed. */
export function wordsOfText(html: string): string[] {
  return wordsOfTitle(textOf(html).slice(0, INDEXED_TEXT));
}

/** A word may begin before such an element and end after it. */
const INLINE_TAG = new RegExp(`</?(?:${INLINE.join('|')})(?:\\s[^>]*)?>`, 'g');

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** The visible text of an article's clean HTML, in one line. */
export function textOf(html: string): string {
  return html
    .replace(INLINE_TAG, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}
