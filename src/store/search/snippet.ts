// A result's text and the phrases looked for → the part to show, as safe HTML with <mark>.
import { escapeHtml } from '../../article/text.ts';
import { variantsOf } from './script.ts';
import { isUnspaced, SPACED } from './words.ts';

/** UTF-16 units before the first match, and in all. */
const BEFORE = 40;
const MAX_LENGTH = 160;

/**
 * The part of a text around the first match, or its beginning.
 *
 * @param text plain text, one line
 * @param wanted phrases of runs, as a SearchQuery has them
 * @returns HTML: escaped text, and `<mark>` around matches
 */
export function snippet(text: string, wanted: string[][]): string {
  const finder = finderOf(wanted);
  const first = text.search(finder);
  const start = safeCut(text, Math.max(0, first - BEFORE));
  const end = safeCut(text, start + MAX_LENGTH);
  const part = marked(text.slice(start, end), wanted);
  return `${start > 0 ? '…' : ''}${part}${end < text.length ? '…' : ''}`;
}

/** The whole text as HTML, with `<mark>` around matches. */
export function marked(text: string, wanted: string[][]): string {
  let html = '';
  let done = 0;
  for (const { 0: found, index } of text.matchAll(finderOf(wanted))) {
    html += `${escapeHtml(text.slice(done, index))}<mark>${escapeHtml(found)}</mark>`;
    done = index + found.length;
  }
  return html + escapeHtml(text.slice(done));
}

/** Longer phrases first: if two match at the same place, the longer is marked. */
function finderOf(wanted: string[][]): RegExp {
  const phrases = wanted
    .toSorted((a, b) => b.join('').length - a.join('').length)
    .map((runs) => runs.map(pattern).join('[^\\p{L}\\p{N}]*'));
  return new RegExp(phrases.join('|'), 'giv');
}

/** A whole word; in a script without spaces between words, any part of the text in any script. */
function pattern(run: string): string {
  if (!isUnspaced(run)) return `(?<!${SPACED})${run}(?!${SPACED})`;
  return Array.from(run, (character) => `[${variantsOf(character)}]`).join('');
}

/** A place to cut that is not within a surrogate pair. */
function safeCut(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}
