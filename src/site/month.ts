// The articles of a month → its page, day by day.
import { html } from 'hono/html';
import { monthPath } from '../feed/paths.ts';
import { type Headline, headlines } from './headlines.ts';
import { clock, monthName } from './i18n/words.ts';
import { layout } from './layout.ts';
import { type Paging, pageAddress, pagingHead, pagingLinks } from './paging.ts';
import type { Html, View } from './view.ts';

export interface MonthPage {
  /** `YYYY-MM`. */
  month: string;
  count: number;
  articles: Headline[];
  paging: Paging;
  /** The months with articles before and after, `YYYY-MM`. */
  previous?: string | undefined;
  next?: string | undefined;
}

/** Days are those of UTC. */
export function monthPage(view: View, given: MonthPage): Promise<string> {
  const { words } = view;
  const { month, count, articles, paging, previous, next } = given;
  const title = monthName(words, month);
  const days = Map.groupBy(articles, ({ published }) => Math.floor(published / 86_400_000));
  const main = html`<div class="news alone">
<header class="title">
<h1>${title}</h1>
<p>${words.articles(count)}</p>
</header>
${[...days].map(([day, list]) => daySection(view, new Date(day * 86_400_000), list))}
${pagingLinks(view, paging)}
<nav class="paging" aria-label="${words.months}">
${previous ? monthLink(view, previous, words.previousMonth) : html`<span></span>`}
${next ? monthLink(view, next, words.nextMonth) : html`<span></span>`}
</nav>
</div>`;
  return layout(view, {
    title: paging.page > 1 ? `${title} (${words.pageOf(paging.page, paging.pages)})` : title,
    address: pageAddress(paging, paging.page),
    head: pagingHead(view, paging),
    main,
  });
}

function daySection(view: View, date: Date, articles: Headline[]): Html {
  const day = date.toISOString().slice(0, 10);
  return html`<section class="day" aria-labelledby="d${day}">
<h2 id="d${day}"><time datetime="${day}">${view.words.day(date)}</time></h2>
${headlines(view, articles, 'h3', clock)}
</section>
`;
}

function monthLink({ href, words }: View, month: string, label: string): Html {
  return html`<a href="${href(monthPath(month))}">${label}: ${monthName(words, month)}</a>`;
}
