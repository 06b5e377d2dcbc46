// Number of articles → pages of a list, and the links between them.
import { html } from 'hono/html';
import type { Html, View } from './view.ts';

/** Headlines on one page of a list. */
const PAGE_SIZE = 30;

export interface Paging {
  /** From 1. */
  page: number;
  pages: number;
  /** Address of the first page; the others add the parameter `page`. */
  address: string;
}

/** The part of the list that the page shows. */
export function spanOf(page: number): { limit: number; offset: number } {
  return { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
}

/** The pages of a list that has so many articles; null where it has no such page. */
export function pagingOf(address: string, page: number, count: number): Paging | null {
  const pages = Math.max(1, Math.ceil(count / PAGE_SIZE));
  return page <= pages ? { address, page, pages } : null;
}

/** The address of a page of a list. */
export function pageAddress({ address }: Paging, page: number): string {
  if (page === 1) return address;
  return `${address}${address.includes('?') ? '&' : '?'}page=${page}`;
}

/** The title of a page of a list; from the second on it tells which page it is. */
export function pageTitle({ words }: View, title: string, { page, pages }: Paging): string {
  return page > 1 ? `${title} (${words.pageOf(page, pages)})` : title;
}

/** `rel=prev` and `rel=next` for the head. */
export function pagingHead({ href }: View, paging: Paging): Html {
  const { page, pages } = paging;
  const link = (rel: string, to: number) =>
    html`<link rel="${rel}" href="${href(pageAddress(paging, to))}">\n`;
  return html`${page > 1 ? link('prev', page - 1) : ''}${page < pages ? link('next', page + 1) : ''}`;
}

/** The links to the pages before and after, where there is more than one page. */
export function pagingLinks({ words, href }: View, paging: Paging): Html {
  const { page, pages } = paging;
  if (pages < 2) return html``;
  const link = (rel: string, to: number, label: string) =>
    html`<a rel="${rel}" href="${href(pageAddress(paging, to))}">${label}</a>`;
  return html`<nav class="paging" aria-label="${words.pages}">
${page > 1 ? link('prev', page - 1, `← ${words.newer}`) : html`<span></span>`}
<span>${words.pageOf(page, pages)}</span>
${page < pages ? link('next', page + 1, `${words.older} →`) : html`<span></span>`}
</nav>`;
}
