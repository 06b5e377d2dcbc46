// The pages of a day, a month and a year: what was published then.
import { html } from 'hono/html';
import { dayOf } from '../feed/calendar.ts';
import { datePath } from '../feed/paths.ts';
import type { Database } from '../store/database.ts';
import { articlesIn, datesAround, newestOfEach } from '../store/periods.ts';
import { currentRevision } from '../store/revision.ts';
import { monthCalendar } from './calendar.ts';
import { countsOf, type DayCounts, daysWithArticles } from './day-counts.ts';
import { addDays, daysOf, monthsOf, periodOf } from './days.ts';
import { type Headline, headlines } from './headlines.ts';
import type { Page } from './page.ts';
import { pageOfList, pageTitle, pagingLinks, pagingOf } from './paging.ts';
import type { Html, View } from './view.ts';

/** Headlines that the page of a month shows at most; the others are on the pages of its days. */
const OF_A_MONTH = 100;

/**
 * A page of the list of a day: all its articles. It has no calendar of its month, because then each
 * new article would change the pages of all days.
 *
 * @param day `YYYY-MM-DD`
 * @param number of the page; null for the list's own
 */
export function dayPage(day: string, number: number | null): Page {
  const list = datePath(day);
  return {
    address: pageOfList(list, number),
    async write(db, view) {
      const { words, site } = view;
      // The 30th of February is none.
      if (addDays(day, 0) !== day) return null;
      const period = periodOf(day, site.timeZone);
      const { revision, articles, count } = await articlesIn(db, period, number);
      const paging = count > 0 ? pagingOf(view, list, number, count) : null;
      if (!paging) return null;
      const title = words.day(day);
      const main = html`<div class="news alone">
<header class="title">
<p class="kicker">${crumbs(view, day)}</p>
<h1>${title}</h1>
<p>${paging.label ?? words.articles(count)}</p>
</header>
${headlines(view, articles, 'h2', 'clock')}
${pagingLinks(view, paging)}
${number === null ? await around(db, view, day) : ''}
</div>`;
      return { revision, title: pageTitle(title, paging), paging, main };
    },
  };
}

/** The page of a month: its calendar, and the newest articles of each day. @param month `YYYY-MM` */
export function monthPage(month: string): Page {
  return {
    address: datePath(month),
    async write(db, view) {
      const { words, site } = view;
      const revision = await currentRevision(db);
      const days = await daysWithArticles(db, daysOf(month), site.timeZone);
      if (days.length === 0) return null;
      const counts = countsOf(days);
      const shown = Math.floor(OF_A_MONTH / days.length);
      const articles = await newestOfEach(
        db,
        days.map(({ period }) => period),
        shown,
      );
      const byDay = Map.groupBy(articles, ({ published }) => dayOf(published, site.timeZone));
      const title = words.month(month);
      const main = html`<div class="columns dated">
<header class="title">
<p class="kicker">${crumbs(view, month)}</p>
<h1>${title}</h1>
<p>${words.articles(total(counts))}</p>
</header>
<div class="rail">
<section>
${monthCalendar(view, month, counts, html`${title}`)}
${await around(db, view, month)}
</section>
</div>
<div class="news">
${days.toReversed().map(({ day, count }) => daySection(view, day, byDay.get(day) ?? [], count))}
</div>
</div>`;
      return { revision, title, main };
    },
  };
}

/** The page of a year: a calendar of each month. @param year `YYYY` */
export function yearPage(year: string): Page {
  return {
    address: datePath(year),
    async write(db, view) {
      const { words, site, href } = view;
      const revision = await currentRevision(db);
      const counts = countsOf(await daysWithArticles(db, daysOf(year), site.timeZone));
      if (counts.size === 0) return null;
      const months = Map.groupBy(counts, ([day]) => day.slice(0, 7));
      const title = words.year(year);
      const calendars = monthsOf(year).map((month) => {
        const found = months.get(month);
        const name = words.monthName(month);
        const caption = found
          ? html`<a href="${href(datePath(month))}">${name}</a> <span>${words.articles(total(new Map(found)))}</span>`
          : html`${name}`;
        return html`<li>${monthCalendar(view, month, counts, caption)}</li>\n`;
      });
      const main = html`<div class="news">
<header class="title">
<h1>${title}</h1>
<p>${words.articles(total(counts))}</p>
</header>
<ol class="year">
${calendars}</ol>
${await around(db, view, year)}
</div>`;
      return { revision, title, main };
    },
  };
}

function total(counts: DayCounts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function daySection(view: View, day: string, articles: Headline[], count: number): Html {
  const { words, href } = view;
  const more = count - articles.length;
  return html`<section class="day" aria-labelledby="d${day}">
<h2 id="d${day}"><a href="${href(datePath(day))}"><time datetime="${day}">${words.day(day)}</time></a></h2>
${headlines(view, articles, 'h3', 'clock')}
${more > 0 ? html`<p class="more"><a href="${href(datePath(day))}">${words.moreOf(more, words.day(day))}</a></p>` : ''}
</section>
`;
}

/** The way up: the year, and the month, that a date is in. */
function crumbs({ words, href }: View, date: string): Html {
  const [year, month] = [date.slice(0, 4), date.slice(0, 7)];
  const ofMonth =
    month === date ? '' : html` <a href="${href(datePath(month))}">${words.monthName(month)}</a>`;
  return html`<a href="${href(datePath(year))}">${words.year(year)}</a>${ofMonth}`;
}

/** Links to the days, months or years with articles before and after one. */
async function around(db: Database, { words, href, site }: View, date: string): Promise<Html> {
  const { before, after } = await datesAround(db, periodOf(date, site.timeZone));
  const names: Record<number, (date: string) => string> = {
    4: words.year,
    7: words.month,
    10: words.day,
  };
  const link = (time: number | null, rel: string, label: string) => {
    if (time === null) return html`<span></span>`;
    const other = dayOf(time, site.timeZone).slice(0, date.length);
    const name = names[date.length]?.(other);
    return html`<a rel="${rel}" href="${href(datePath(other))}"><span class="unseen">${label}: </span>${name}</a>`;
  };
  return html`<nav class="around" aria-label="${words.calendar}">
${link(before, 'prev', words.earlier)}
${link(after, 'next', words.later)}
</nav>`;
}
