// The front page: the newest articles of all sources, and the ways into the archive.
import { html } from 'hono/html';
import { languageName } from '../article/language-names.ts';
import { dayOf } from '../feed/calendar.ts';
import { articlePath, datePath, languagePath, pagePath, sourcePath } from '../feed/paths.ts';
import { type Brief, newestBriefs, newestOfSources } from '../store/articles.ts';
import type { Database } from '../store/database.ts';
import { archiveExtent, countEach, type Extent } from '../store/periods.ts';
import { type ListedSource, listLanguages, listSources } from '../store/sources.ts';
import { monthCalendar } from './calendar.ts';
import { countsOf, daysWithArticles } from './day-counts.ts';
import { dayNumber, daysOf, periodOf } from './days.ts';
import { editionOf } from './edition.ts';
import { emptyArchive } from './empty.ts';
import { copyButton } from './feeds.ts';
import { headline, headlines } from './headlines.ts';
import { heatMap, heatMapDays } from './heatmap.ts';
import type { Page } from './page.ts';
import { inScript } from './script.ts';
import { timeOf } from './time.ts';
import { feedLinks, type Html, type View } from './view.ts';

/** Articles among which the front page chooses. */
const CONSIDERED = 200;
/** Headlines besides the lead: first those with a large picture, then the others. */
const CARDS = 3;
const OTHERS = 14;
/** Sources that are shown with their newest headline. */
const SOURCES = 30;

const YEAR = 365 * 86_400_000;

/** The page at the root of the site. */
export const frontPage: Page = {
  address: '/',
  async write(db, view) {
    const { site, words } = view;
    const { revision, articles } = await newestBriefs(db, CONSIDERED);
    const extent = await archiveExtent(db);
    const { newest, oldest } = extent;
    if (newest === null || oldest === null) {
      return { revision, main: emptyArchive(view) };
    }
    const today = dayOf(newest, site.timeZone);
    const sources = bySize(await listSources(db), newest);
    const languages = await listLanguages(db);
    const { lead, others } = editionOf(articles, dayNumber(today));
    const cards = others.filter(({ image }) => image).slice(0, CARDS);
    const rest = others.filter((article) => !cards.includes(article)).slice(0, OTHERS);
    const days = heatMapDays(dayOf(oldest, site.timeZone), today);
    const month = today.slice(0, 7);
    const countDays = async (days: string[]) =>
      countsOf(await daysWithArticles(db, days, site.timeZone));
    const main = html`<div class="edition">
<section class="news" aria-labelledby="newest">
<h2 id="newest" class="unseen">${words.newest}</h2>
${lead ? html`<div class="lead">${headline(view, lead, { heading: 'h3' })}</div>` : ''}
${cards.length > 0 ? html`<ul class="cards">${cards.map((card) => html`<li>${headline(view, card, { heading: 'h3', late: true })}</li>\n`)}</ul>` : ''}
${rest.length > 0 ? headlines(view, rest, 'h3') : ''}
<p class="more"><a href="${view.href(datePath(today))}">${words.allOf(words.day(today))}</a></p>
</section>
<div class="rail">
${subscribeLine(view)}
<section>
${monthCalendar(view, month, await countDays(daysOf(month)), html`<a href="${view.href(datePath(month))}">${words.month(month)}</a>`)}
</section>
${
  languages.length > 1
    ? list(
        'languages',
        words.languages,
        languages.map(({ language, count }) => {
          const name = html`<span lang="${language}">${languageName(language)}</span>`;
          return part(view, pagePath(languagePath(language)), name, count);
        }),
      )
    : ''
}
</div>
${sourceSection(view, sources, await newestOfSources(db))}
<section class="archive" aria-labelledby="archive">
<h2 id="archive">${words.archive}</h2>
${await yearLinks(db, view, oldest, newest)}
<div class="scroll">
${heatMap(view, days, await countDays(days))}
</div>
</section>
</div>`;
    return { revision, folio: folio(view, today, sources.length, extent), main };
  },
};

/** The line below the name: the newest day, and how much there is. */
function folio(view: View, today: string, sources: number, { count, oldest }: Extent): Html {
  const { words, href, site } = view;
  const first = dayOf(oldest ?? 0, site.timeZone).slice(0, 4);
  return html`<p class="folio"><a href="${href(datePath(today))}"><time datetime="${today}">${words.longDay(today)}</time></a> <span>${words.extent(count, sources, first, today.slice(0, 4))}</span></p>`;
}

/** How to subscribe, in one line. */
function subscribeLine(view: View): Html {
  const { words, href } = view;
  const feeds = feedLinks(view, '');
  const [rss] = feeds;
  if (!rss) return html``;
  return html`<section class="take" aria-labelledby="feeds">
<h2 id="feeds">${words.subscribe}</h2>
<p>${words.subscribeHint} <a href="${href('/subscribe/')}">${words.allFeeds}</a></p>
<p class="address"><input readonly value="${rss.url}" aria-label="${words.feedAddress(rss.name)}"> ${copyButton(words, rss.name, rss.url)}</p>
<p>${feeds.map(({ name, url }) => html`<a href="${url}">${name}</a> `)}</p>
</section>`;
}

/** By how recently and how much they publish: an article counts half where a source is a year old. */
function bySize(sources: ListedSource[], now: number): ListedSource[] {
  const weight = ({ count, newest }: ListedSource) => count * 0.5 ** ((now - newest) / YEAR);
  return sources.toSorted((a, b) => weight(b) - weight(a));
}

/** The sources, each with the newest that it published. */
function sourceSection(view: View, sources: ListedSource[], newest: Brief[]): Html {
  const { words, href } = view;
  const bySource = new Map(newest.map((article) => [article.source, article]));
  const entries = sources.map(({ key, title, count }, at) => {
    const article = at < SOURCES ? bySource.get(key) : undefined;
    return html`<li>
<h3><a href="${href(pagePath(sourcePath(key)))}">${view.convert(title)}</a> <span>${words.articles(count)}</span></h3>
${article ? briefly(view, article) : ''}</li>
`;
  });
  return html`<section class="sources" aria-labelledby="sources">
<h2 id="sources">${words.sources}</h2>
<ul>
${entries}</ul>
</section>`;
}

function briefly(view: View, article: Brief): Html {
  const { id, title, language } = inScript(view, article);
  return html`<p><a href="${view.href(articlePath(id))}" lang="${language}">${title}</a> ${timeOf(view, article.published, 'day')}</p>
`;
}

function list(id: string, title: string, parts: Html[]): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<ul class="parts">
${parts}</ul>
</section>`;
}

function part({ href, words }: View, path: string, title: Html, count: number): Html {
  return html`<li><a href="${href(path)}">${title}</a> <span>${words.articles(count)}</span></li>\n`;
}

/** The years that have articles, the newest first. */
async function yearLinks(db: Database, view: View, oldest: number, newest: number): Promise<Html> {
  const { words, href, site } = view;
  const [from, to] = [oldest, newest].map((time) => Number(dayOf(time, site.timeZone).slice(0, 4)));
  const years = Array.from({ length: (to ?? 0) - (from ?? 0) + 1 }, (_, at) =>
    String((to ?? 0) - at).padStart(4, '0'),
  );
  const periods = years.map((year) => periodOf(year, site.timeZone));
  const counts = await countEach(db, periods, 1);
  const links = years
    .filter((_, at) => counts[at])
    .map((year) => html`<li><a href="${href(datePath(year))}">${words.year(year)}</a></li>\n`);
  return html`<ul class="years">
${links}</ul>`;
}
