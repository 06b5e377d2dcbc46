// The page of a month: its articles day by day. Days and months are those of UTC.
import { html } from 'hono/html';
import { monthPath } from '../feed/paths.ts';
import { articlesOfMonth } from '../store/articles.ts';
import { listMonths } from '../store/sources.ts';
import { type Headline, headlines } from './headlines.ts';
import { clock } from './i18n/en.ts';
import type { Page } from './page.ts';
import { pageTitle, pagingLinks, pagingOf, spanOf } from './paging.ts';
import type { Html, View } from './view.ts';

/** A day in milliseconds. */
const DAY = 86_400_000;

/** The page of a month. @param month `YYYY-MM` */
export function monthPage(month: string): Page {
  const address = monthPath(month);
  return {
    address,
    async write(db, view, number) {
      const { words } = view;
      const { revision, articles } = await articlesOfMonth(db, month, spanOf(number));
      const months = await listMonths(db);
      const at = months.findIndex((other) => other.month === month);
      const count = months[at]?.count ?? 0;
      const paging = count > 0 ? pagingOf(address, number, count) : null;
      if (!paging) return null;
      // The list has the newest month first.
      const [previous, next] = [months[at + 1]?.month, months[at - 1]?.month];
      const title = words.month(month);
      const days = Map.groupBy(articles, ({ published }) => Math.floor(published / DAY));
      const main = html`<div class="news alone">
<header class="title">
<h1>${title}</h1>
<p>${words.articles(count)}</p>
</header>
${[...days].map(([day, list]) => daySection(view, new Date(day * DAY), list))}
${pagingLinks(view, paging)}
<nav class="paging" aria-label="${words.months}">
${monthLink(view, previous, words.previousMonth)}
${monthLink(view, next, words.nextMonth)}
</nav>
</div>`;
      return { revision, title: pageTitle(view, title, paging), paging, main };
    },
  };
}

function daySection(view: View, date: Date, articles: Headline[]): Html {
  const day = date.toISOString().slice(0, 10);
  return html`<section class="day" aria-labelledby="d${day}">
<h2 id="d${day}"><time datetime="${day}">${view.words.day(date)}</time></h2>
${headlines(view, articles, 'h3', clock)}
</section>
`;
}

function monthLink({ href, words }: View, month: string | undefined, label: string): Html {
  if (!month) return html`<span></span>`;
  return html`<a href="${href(monthPath(month))}">${label}: ${words.month(month)}</a>`;
}
