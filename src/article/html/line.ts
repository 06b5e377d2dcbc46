// A line of an article, what is open around it, and its text.
import { stripInvalidXml } from '../text.ts';

/** One written line. */
export interface Line {
  /** The innermost block element around it; empty at the top of the body. */
  block: string;
  text: string;
  /** It stands in a `figure`, or all of it in `small`. */
  caption: boolean;
  /** All of its text is link text. */
  linked: boolean;
}

/** A block element that the writer has entered. */
export interface Block {
  name: string;
  start: string;
  written: boolean;
  ended: boolean;
  /** Empty cells that came before a row had content. */
  cells: string;
  /** A figure's caption: not yet there, not yet closed, or closed. */
  caption: 'none' | 'open' | 'closed';
}

/** An inline element that the writer has entered. */
export interface Inline {
  name: string;
  start: string;
  times: number;
  ended: boolean;
}

/** What the walk keeps of an element it entered, to leave it again. */
export type Entry = Block | Inline | null;

/** In a text: blanks to collapse, or characters that may go; hardly any has one. */
const UNTIDY = /[^\u0020-\u200a\u200c-\u205f\u2061-\ud7ff\ue000-\ufefe\uff00-\ufffd]| {2}/;
const BLANKS = /[ \t\n\r\f]+/g;
/** Characters that show nothing and join nothing. */
const ZERO_WIDTH = /[\u200b\u2060\ufeff]+/g;

/** Characters that show nothing. U+FEFF is among `\s`. */
const BLANK = /^[\s\u200b-\u200d\u2060]*$/;

/** A text with its blanks collapsed, without what no document may hold and what nobody sees. */
export function tidy(text: string): string {
  return UNTIDY.test(text) ? withoutZeroWidth(stripInvalidXml(text)).replace(BLANKS, ' ') : text;
}

/** A text without characters that show nothing and join nothing. */
export function withoutZeroWidth(text: string): string {
  return text.replace(ZERO_WIDTH, '');
}

/** Whether a text shows nothing. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}
