// A list of several pages → the links between them.
import { html } from 'hono/html';
import { numberedPages } from '../store/list.ts';
import type { Html, View } from './view.ts';

/** What a page of a list says of its place in it. */
export interface Paging {
  /** Tells the page from the others of its list, such as “Page 3”. */
  label?: string;
  /** Addresses of the pages before and after it. */
  newer?: string;
  older?: string;
}

/** The address of a page of a list. @param page its number; null for the list's own page */
export function pageOfList(list: string, page: number | null): string {
  return page === null ? list : `${list}page/${page}/`;
}

/**
 * A page of a list of so many articles (see store/list.ts); null where it has no such page.
 *
 * @param list address of the list
 * @param page its number, counted from the oldest; null for the list's own page
 */
export function pagingOf(
  { words }: View,
  list: string,
  page: number | null,
  length: number,
): Paging | null {
  const pages = numberedPages(length);
  if (page === null) {
    return pages > 0 ? { older: pageOfList(list, pages) } : {};
  }
  if (page > pages) return null;
  return {
    label: words.pageNumber(page),
    newer: pageOfList(list, page < pages ? page + 1 : null),
    ...(page > 1 && { older: pageOfList(list, page - 1) }),
  };
}

/** The title of a page of a list. */
export function pageTitle(title: string, { label }: Paging): string {
  return label ? `${title} (${label})` : title;
}

/** `rel=prev` and `rel=next` for the head. */
export function pagingHead({ href }: View, { newer, older }: Paging): Html {
  const link = (rel: string, to: string | undefined) =>
    to ? html`<link rel="${rel}" href="${href(to)}">\n` : '';
  return html`${link('prev', newer)}${link('next', older)}`;
}

/** The links to the pages before and after, where there is more than one page. */
export function pagingLinks({ words, href }: View, { label, newer, older }: Paging): Html {
  if (!newer && !older) return html``;
  const link = (rel: string, to: string | undefined, text: string) =>
    to ? html`<a rel="${rel}" href="${href(to)}">${text}</a>` : html`<span></span>`;
  return html`<nav class="paging" aria-label="${words.pages}">
${link('prev', newer, `← ${words.newer}`)}
<span>${label ?? ''}</span>
${link('next', older, `${words.older} →`)}
</nav>`;
}
