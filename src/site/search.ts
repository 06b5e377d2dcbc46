// The page to search from, and the pages of what was found.
import { html } from 'hono/html';
import { filterPath, searchPath } from '../feed/paths.ts';
import { newestBriefs } from '../store/articles.ts';
import type { SearchQuery } from '../store/search/query.ts';
import { matchesOf, searchArticles } from '../store/search/search.ts';
import { readDirectory } from '../store/sources.ts';
import { periodOf } from './days.ts';
import { emptyArchive } from './empty.ts';
import { feedPanel, panelLink } from './feeds.ts';
import { headlines } from './headlines.ts';
import type { Page } from './page.ts';
import { type Paging, pagingLinks } from './paging.ts';
import { facets } from './search/facets.ts';
import { searchInBrowser } from './search/files.ts';
import { type Refinement, searchAddress } from './search/refine.ts';
import { suggestions } from './search/suggestions.ts';
import type { Html, View } from './view.ts';

/** Results on one page. */
const PAGE_SIZE = 30;
/** Where a search finds fewer, others are suggested. */
const FEW = 3;
/** Articles whose titles give examples, and how many examples. */
const TITLES = 40;
const EXAMPLES = 4;

const FILES = ['tools.css'];

/** The page to search from. */
export const emptySearchPage: Page = {
  address: searchPath(''),
  async write(db, view) {
    const { words, href } = view;
    const { revision, articles } = await newestBriefs(db, TITLES);
    const examples = examplesIn(articles.map(({ title }) => title));
    const main = html`<div class="news alone"><header class="title">
<h1>${words.searchFor}</h1>
<p>${words.searchHint}</p>
</header>
${view.site.files ? searchInBrowser(view) : ''}
${articles.length === 0 ? emptyArchive(view) : ''}
${
  examples.length > 0
    ? html`<section class="suggestions" aria-labelledby="examples">
<h2 id="examples">${words.finding.examples}</h2>
<ul>
${examples.map((example) => html`<li><a href="${href(searchPath(example))}">${example}</a></li>\n`)}</ul>
</section>`
    : ''
}</div>`;
    const files = view.site.files ? [...FILES, 'search.js'] : FILES;
    return { revision, title: words.search, noindex: true, files, main };
  },
};

/** Short words of titles: names and places, as far as one can tell by their look. */
function examplesIn(titles: string[]): string[] {
  const word = /(?<!\p{L})(?:\p{sc=Han}{2,4}|\p{Lu}\p{sc=Latin}{4,14})(?!\p{L})/gu;
  const found = titles.flatMap((title) => (title.match(word) ?? []).slice(0, 1));
  return [...new Set(found)].slice(0, EXAMPLES);
}

/** The page of what a search finds. Search engines must not follow every query that somebody links to. */
export function searchPage(query: SearchQuery, refinement: Refinement, number: number): Page {
  const { text } = query;
  const { source, lang, year, newest } = refinement;
  const feeds = `${filterPath(query)}${parameters({ lang, source })}`;
  return {
    address: searchAddress(refinement, number),
    async write(db, view) {
      const { words } = view;
      const span = { limit: PAGE_SIZE, offset: (number - 1) * PAGE_SIZE };
      const narrowing = {
        ...(source && { source }),
        ...(lang && { language: lang }),
        ...(year && { period: periodOf(year, view.site.timeZone) }),
      };
      const order = newest ? 'newest' : 'titles';
      const found = await searchArticles(db, query, span, narrowing, order);
      const { revision, results, count } = found;
      if (number > 1 && span.offset >= count) return null;
      const { matches, more } = await matchesOf(db, query, narrowing);
      const paging: Paging = {
        ...(number > 1 && {
          label: words.pageNumber(number),
          newer: searchAddress(refinement, number - 1),
        }),
        ...(span.offset + PAGE_SIZE < count && { older: searchAddress(refinement, number + 1) }),
      };
      const heading = found.more ? words.foundAtLeast(count, text) : words.found(count, text);
      const main = html`<div class="columns">
<div class="news">
<header class="title">
<h1>${count > 0 ? heading : words.foundNothing(text)}</h1>
<p>${count > 0 ? '' : words.searchHint} ${panelLink(view)}</p>
${facets(view, refinement, matches, more, await readDirectory(db))}
${count > 1 ? sorting(view, refinement) : ''}
</header>
${count < FEW ? await suggestions(db, view, refinement, count) : ''}
${count > 0 ? headlines(view, results, 'h2') : html`<p class="nothing">${words.finding.tips}</p>`}
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
        files: FILES,
        main,
      };
    },
  };
}

/** Links to both orders of the results. */
function sorting({ words, href }: View, refinement: Refinement): Html {
  const link = (newest: boolean, label: string) =>
    html`<a href="${href(searchAddress({ ...refinement, newest }))}"${newest === refinement.newest ? html` aria-current="true"` : ''}>${label}</a>`;
  return html`<p class="sorting">${link(false, words.finding.best)} ${link(true, words.finding.newest)}</p>`;
}

function parameters(given: Record<string, string>): string {
  return Object.entries(given)
    .filter(([, value]) => value)
    .map(([name, value]) => `&${new URLSearchParams({ [name]: value })}`)
    .join('');
}
