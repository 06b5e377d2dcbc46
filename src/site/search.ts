// The page to search from, and the pages of what was found.
import { html } from 'hono/html';
import { filterPath, searchPath } from '../feed/paths.ts';
import { currentRevision } from '../store/revision.ts';
import type { SearchQuery } from '../store/search/query.ts';
import { searchArticles } from '../store/search/search.ts';
import { feedPanel, panelLink } from './feeds.ts';
import { headlines } from './headlines.ts';
import type { Page } from './page.ts';
import { type Paging, pagingLinks } from './paging.ts';

/** Results on one page. */
const PAGE_SIZE = 30;

/** The page to search from. */
export const emptySearchPage: Page = {
  address: searchPath(''),
  async write(db, { words }) {
    const main = html`<div class="news alone"><header class="title">
<h1>${words.searchFor}</h1>
<p>${words.searchHint}</p>
</header></div>`;
    const revision = await currentRevision(db);
    return { revision, title: words.search, noindex: true, main };
  },
};

/** The page of what a search finds. Search engines must not follow every query that somebody links to. */
export function searchPage(query: SearchQuery, number: number): Page {
  const { text } = query;
  const feeds = filterPath(query);
  const page = (to: number) => searchPath(text) + (to === 1 ? '' : `&page=${to}`);
  return {
    address: page(number),
    async write(db, view) {
      const { words } = view;
      const span = { limit: PAGE_SIZE, offset: (number - 1) * PAGE_SIZE };
      const { revision, results, count, more } = await searchArticles(db, query, span);
      if (number > 1 && span.offset >= count) return null;
      const paging: Paging = {
        ...(number > 1 && { label: words.pageNumber(number), newer: page(number - 1) }),
        ...(span.offset + PAGE_SIZE < count && { older: page(number + 1) }),
      };
      const found = more ? words.foundAtLeast(count, text) : words.found(count, text);
      const main = html`<div class="columns">
<div class="news">
<header class="title">
<h1>${count > 0 ? found : words.foundNothing(text)}</h1>
<p>${words.searchHint} ${panelLink(view)}</p>
</header>
${count > 0 ? headlines(view, results, 'h2') : ''}
${pagingLinks(view, paging)}
</div>
<div class="rail">
${feedPanel(view, words.followSearch, feeds)}
</div>
</div>`;
      return {
        revision,
        title: `${text} – ${words.search}`,
        channel: { title: text, path: feeds },
        noindex: true,
        query: text,
        paging,
        main,
      };
    },
  };
}
