// What was searched for, and what was found → the page of results.
import { html } from 'hono/html';
import { searchPath } from '../feed/paths.ts';
import { feedPanel, panelLink } from './feeds.ts';
import { type Headline, headlines } from './headlines.ts';
import { layout } from './layout.ts';
import { type Paging, pageAddress, pagingHead, pagingLinks } from './paging.ts';
import type { View } from './view.ts';

export interface SearchPage {
  /** In its canonical text. */
  query: string;
  results: Headline[];
  count: number;
  /** There are more than were counted. */
  more: boolean;
  paging: Paging;
}

/** Search engines are not to follow every query that somebody links to. */
const NOINDEX = html`<meta name="robots" content="noindex">\n`;

export function searchPage(view: View, given: SearchPage): Promise<string> {
  const { words } = view;
  const { query, results, count, more, paging } = given;
  const path = searchPath(query);
  const found = more ? words.foundAtLeast(count, query) : words.found(count, query);
  const main = html`<div class="columns">
<div class="news">
<header class="title">
<h1>${count > 0 ? found : words.foundNothing(query)}</h1>
<p>${words.searchHint} ${panelLink(view)}</p>
</header>
${count > 0 ? headlines(view, results, 'h2') : ''}
${pagingLinks(view, paging)}
</div>
<div class="rail">
${feedPanel(view, words.followSearch, path)}
</div>
</div>`;
  return layout(view, {
    title: `${query} – ${words.search}`,
    address: pageAddress(paging, paging.page),
    channel: { title: query, path },
    head: html`${NOINDEX}${pagingHead(view, paging)}`,
    query,
    main,
  });
}

/** The page to search from. */
export function emptySearchPage(view: View): Promise<string> {
  const { words } = view;
  const main = html`<div class="news alone"><header class="title">
<h1>${words.searchFor}</h1>
<p>${words.searchHint}</p>
</header></div>`;
  return layout(view, { title: words.search, address: searchPath(''), head: NOINDEX, main });
}
