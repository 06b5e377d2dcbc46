// Text → the words it is found by: Chinese and Japanese as overlapping pairs of characters.
import { unifyScript } from './script.ts';

/** A character of a script that has no spaces between words. */
const UNSPACED = '[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}ー]';

/** A letter or digit of another script. */
export const SPACED = `[[\\p{L}\\p{N}\\p{M}\\p{Co}]--${UNSPACED}]`;

/**
 * A run of a text: one word (`nato`, `2024`), or several words without spaces (`国防部长`). All that
 * is between two runs counts as a space.
 */
const RUN = new RegExp(`${UNSPACED}+|${SPACED}+`, 'gv');

const STARTS_UNSPACED = new RegExp(`^${UNSPACED}`, 'v');

/** The runs of a text as they are compared: without regard to width and to the Chinese script. */
export function runsOf(text: string): string[] {
  return unifyScript(text.normalize('NFKC')).match(RUN) ?? [];
}

export function isUnspaced(run: string): boolean {
  return STARTS_UNSPACED.test(run);
}

/**
 * A text as it is indexed. `国防部` becomes `国防 防部 部`: two characters side by side are one word
 * of the index, and longer words are phrases of these. The last character is a word by itself, so
 * that each character begins a word.
 */
export function indexWords(text: string): string {
  let words = '';
  for (const run of runsOf(text)) words += `${isUnspaced(run) ? pairs(run).join(' ') : run} `;
  return words;
}

/** The pairs of a run, and its last character. */
export function pairs(run: string): string[] {
  const characters = [...run];
  return characters.map((character, at) => character + (characters[at + 1] ?? ''));
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
