// Text → the words it is found by: Chinese and Japanese as overlapping pairs of characters.

/** A character of the scripts that put no blanks between words. */
const UNSPACED = '[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}ー]';

/** A letter or figure of the others. */
export const SPACED = `[[\\p{L}\\p{N}\\p{M}\\p{Co}]--${UNSPACED}]`;

/**
 * The runs of a text that are words by themselves (`nato`, `2024`), or that have no blanks
 * between words (`国防部长`); what is between runs parts phrases from each other no more than a
 * blank does.
 */
const RUN = new RegExp(`${UNSPACED}+|${SPACED}+`, 'gv');

const STARTS_UNSPACED = new RegExp(`^${UNSPACED}`, 'v');

/** The runs of a text in the form they are compared in: full width and half width are the same. */
export function runsOf(text: string): string[] {
  return text.normalize('NFKC').match(RUN) ?? [];
}

export function isUnspaced(run: string): boolean {
  return STARTS_UNSPACED.test(run);
}

/**
 * What the index is given for a text. `国防部` becomes `国防 防部 部`: any two characters that stand
 * side by side are one word of the index, longer words are phrases of those, and the last
 * character stands alone so that every single one begins some word.
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
