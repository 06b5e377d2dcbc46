// The front page: the newest articles, all sources, languages and months.
import { html } from 'hono/html';
import { languageName } from '../article/language-names.ts';
import { dayOf } from '../feed/calendar.ts';
import { datePath, languagePath, pagePath, sourcePath } from '../feed/paths.ts';
import { newestArticles } from '../store/articles.ts';
import type { Database } from '../store/database.ts';
import { archiveExtent, countEach } from '../store/periods.ts';
import { listLanguages, listSources } from '../store/sources.ts';
import { monthsOf, periodOf } from './days.ts';
import { emptyArchive } from './empty.ts';
import { feedPanel } from './feeds.ts';
import { headlines } from './headlines.ts';
import type { Page } from './page.ts';
import type { Html, View } from './view.ts';

/** Headlines on the front page: the first one leads, the others stand in two columns. */
const NEWEST = 31;

/** The page at the root of the site. */
export const frontPage: Page = {
  address: '/',
  async write(db, view) {
    const { site, words } = view;
    const { revision, articles } = await newestArticles(db, NEWEST);
    const sources = await listSources(db);
    const languages = await listLanguages(db);
    const months = await monthsWithArticles(db, site.timeZone);
    const main = html`${sources.length > 0 ? jumps(view) : ''}
<div class="columns">
<section class="news" aria-labelledby="newest">
<h2 id="newest" class="unseen">${words.newest}</h2>
${articles.length === 0 ? emptyArchive(view) : headlines(view, articles, 'h3')}
${months[0] ? more(view, months[0]) : ''}
</section>
<div class="rail">
${feedPanel(view, site.title, '')}
${section(
  'sources',
  words.sources,
  sources.map(({ key, title, count }) =>
    part(view, pagePath(sourcePath(key)), html`${title}`, count),
  ),
)}
${section(
  'languages',
  words.languages,
  languages.map(({ language, count }) => {
    const name = html`<span lang="${language}">${languageName(language)}</span>`;
    return part(view, pagePath(languagePath(language)), name, count);
  }),
)}
${monthList(view, months)}
</div>
</div>`;
    return { revision, main };
  },
};

/** Newest first, `YYYY-MM`. */
async function monthsWithArticles(db: Database, timeZone: string): Promise<string[]> {
  const { oldest, newest } = await archiveExtent(db);
  if (oldest === null || newest === null) return [];
  const [first, last] = [oldest, newest].map((time) => Number(dayOf(time, timeZone).slice(0, 4)));
  const years = Array.from(
    { length: (last ?? 0) - (first ?? 0) + 1 },
    (_, at) => (first ?? 0) + at,
  );
  const months = years.flatMap((year) => monthsOf(String(year).padStart(4, '0')));
  const counts = await countEach(
    db,
    months.map((month) => periodOf(month, timeZone)),
    1,
  );
  return months.filter((_, at) => counts[at]).reverse();
}

/** Links to the rail, which lies below all the news on a phone. */
function jumps({ words }: View): Html {
  return html`<ul class="jumps">
<li><a href="#sources">${words.sources}</a></li>
<li><a href="#languages">${words.languages}</a></li>
<li><a href="#months">${words.months}</a></li>
</ul>`;
}

/** The list goes on at the page of the newest month. */
function more({ href, words }: View, month: string): Html {
  return html`<p class="more"><a href="${href(datePath(month))}">${words.allOf(words.month(month))}</a></p>`;
}

function section(id: string, title: string, parts: Html[]): Html {
  if (parts.length === 0) return html``;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<ul class="parts">
${parts}</ul>
</section>`;
}

function part({ href, words }: View, path: string, title: Html, count: number): Html {
  return html`<li><a href="${href(path)}">${title}</a> <span>${words.articles(count)}</span></li>\n`;
}

/** @param months `YYYY-MM`, newest first */
function monthList({ href, words }: View, months: string[]): Html {
  if (months.length === 0) return html``;
  const years = Map.groupBy(months, (month) => month.slice(0, 4));
  const link = (year: string, month: string) =>
    html`<li><a href="${href(datePath(month))}"><span class="unseen">${words.year(year)} </span>${words.shortMonth(month)}</a></li>\n`;
  return html`<section aria-labelledby="months">
<h2 id="months">${words.months}</h2>
<dl class="months">
${[...years].map(
  ([year, list]) => html`<dt>${words.year(year)}</dt>
<dd><ol>
${list.toReversed().map((month) => link(year, month))}</ol></dd>
`,
)}</dl>
</section>`;
}
