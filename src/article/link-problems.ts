// What is said of titles and links that are wrong, in a file as in an article that is sent.

export const EXPECTED_LINK = 'expected [title](https://…) and a line of dashes (------) below it';

/** The problem of a title that shows nothing. */
export const EMPTY_TITLE = `the title is empty; ${EXPECTED_LINK}`;

/** Whether a title shows nothing: blanks and format characters at most. */
export function isEmptyTitle(title: string): boolean {
  return !/[^\s\p{Cf}]/u.test(title);
}

/** The problem of a link that is no absolute http(s) URL. */
export function notAbsolute(url: string): string {
  const shown = url.length > 60 ? `${url.slice(0, 60).toWellFormed()}…` : url;
  return `“${shown}” is not an absolute http(s) URL; ${EXPECTED_LINK}`;
}
