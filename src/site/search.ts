// The page to search from, and the pages of what was found.
import { html } from 'hono/html';
import { filterPath, searchPath } from '../feed/paths.ts';
import { currentRevision } from '../store/revision.ts';
import type { SearchQuery } from '../store/search/query.ts';
import { searchArticles } from '../store/search/search.ts';
import { feedPanel, panelLink } from './feeds.ts';
import { headlines } from './headlines.ts';
import type { Page } from './page.ts';
import { pagingLinks, pagingOf, spanOf } from './paging.ts';

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
export function searchPage(query: SearchQuery): Page {
  const { text } = query;
  const path = searchPath(text);
  const feeds = filterPath(query);
  return {
    address: path,
    async write(db, view, number) {
      const { words } = view;
      const { revision, results, count, more } = await searchArticles(db, query, spanOf(number));
      const paging = pagingOf(path, number, count);
      if (!paging) return null;
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
