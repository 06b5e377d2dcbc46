// `[title](url)` → title and URL, or what is wrong with it.
import { decodeHTML } from 'entities';

const EXPECTED_LINK = 'expected [title](https://…) and a line of dashes (------) below it';

/** The problem of a title that shows nothing. */
export const EMPTY_TITLE = `the title is empty; ${EXPECTED_LINK}`;

/** The problem of a title line with nothing below it. */
export const NO_RULE = `no line of dashes below the title; ${EXPECTED_LINK}`;

/**
 * Reads the link that stands above the rule. The title ends at the last `](http`, the URL at the
 * final `)`. Nothing in a title is escaped, so brackets, parentheses, line ends and backslashes
 * stand for themselves; HTML entities are decoded once and every run of white space is one blank.
 *
 * @param head all text between the date comment and the rule
 * @returns title (one line of plain text) and absolute http(s) URL, or "what is wrong; expected …"
 */
export function readLink(head: string): { title: string; url: string } | string {
  const link = head.trim();
  if (!link.startsWith('[')) return `no title line; ${EXPECTED_LINK}`;
  const http = [...link.matchAll(/\]\(\s*https?:/gi)].at(-1)?.index;
  const titleEnd = http ?? link.lastIndexOf('](');
  if (titleEnd < 0) return `no link behind the title; ${EXPECTED_LINK}`;

  const title = oneLine(decodeHTML(link.slice(1, titleEnd)));
  if (isEmptyTitle(title)) return EMPTY_TITLE;

  const urlEnd = link.lastIndexOf(')');
  if (urlEnd < titleEnd) return `the link has no closing parenthesis; ${EXPECTED_LINK}`;
  const url = link
    .slice(titleEnd + 2, urlEnd)
    .replace(/[\n\t]/g, '')
    .trim();
  if (http === undefined || !URL.canParse(url)) return notAbsolute(url);
  if (url.length > LONGEST_URL) {
    return `the URL has ${url.length} characters; expected at most ${LONGEST_URL}`;
  }
  return { title: cut(title), url };
}

/** In UTF-16 units. */
const LONGEST_TITLE = 1_000;
const LONGEST_URL = 2_048;

/** A title of at most so many characters. */
export function cut(title: string): string {
  if (title.length <= LONGEST_TITLE) return title;
  return `${title
    .slice(0, LONGEST_TITLE - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
}

/** Whether a title shows nothing: blanks and format characters at most. */
export function isEmptyTitle(title: string): boolean {
  return !/[^\s\p{Cf}]/u.test(title);
}

/** The problem of a link that is no absolute http(s) URL. */
export function notAbsolute(url: string): string {
  const shown = url.length > 60 ? `${url.slice(0, 60).toWellFormed()}…` : url;
  return `“${shown}” is not an absolute http(s) URL; ${EXPECTED_LINK}`;
}

/** Blanks (U+00A0 and U+3000 too) collapsed; control and zero-width characters, lone surrogates out. */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\u200b\u2060\ufeff\uFFFE\uFFFF]/gu, '')
    .trim();
}
