// The newest articles, sources, languages and months → the front page.
import { html } from 'hono/html';
import { languageName } from '../article/language-names.ts';
import { languagePath, monthPath, sourcePath } from '../feed/paths.ts';
import type { ListedLanguage, ListedSource } from '../store/sources.ts';
import { feedPanel } from './feeds.ts';
import { type Headline, headlines } from './headlines.ts';
import { monthName } from './i18n/words.ts';
import { layout } from './layout.ts';
import type { Html, View } from './view.ts';

export type Source = Pick<ListedSource, 'key' | 'title' | 'count'>;
export type Language = Pick<ListedLanguage, 'language' | 'count'>;

export interface Front {
  newest: Headline[];
  sources: Source[];
  languages: Language[];
  /** `YYYY-MM`, newest first. */
  months: { month: string; count: number }[];
}

export function indexPage(view: View, front: Front): Promise<string> {
  const { site, words } = view;
  const { newest, sources, languages, months } = front;
  const main = html`${jumps(view, front)}
<div class="columns">
<section class="news" aria-labelledby="newest">
<h2 id="newest" class="unseen">${words.newest}</h2>
${newest.length === 0 ? html`<p class="nothing">${words.nothingYet}</p>` : headlines(view, newest, 'h3')}
${months[0] ? more(view, months[0].month) : ''}
</section>
<div class="rail">
${feedPanel(view, site.title, '')}
${section(
  'sources',
  words.sources,
  sources.map(({ key, title, count }) => part(view, sourcePath(key), html`${title}`, count)),
)}
${section(
  'languages',
  words.languages,
  languages.map(({ language, count }) => {
    const name = html`<span lang="${language}">${languageName(language)}</span>`;
    return part(view, languagePath(language), name, count);
  }),
)}
${monthList(view, months)}
</div>
</div>`;
  return layout(view, { address: '/', main });
}

/** On a phone the rail lies below all the news: the way there. */
function jumps({ words }: View, { sources }: Front): Html {
  if (sources.length === 0) return html``;
  return html`<ul class="jumps">
<li><a href="#sources">${words.sources}</a></li>
<li><a href="#languages">${words.languages}</a></li>
<li><a href="#months">${words.months}</a></li>
</ul>`;
}

/** The news goes on in the newest month. */
function more({ href, words }: View, month: string): Html {
  return html`<p class="more"><a href="${href(monthPath(month))}">${words.allOf(monthName(words, month))}</a></p>`;
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

function monthList({ href, words }: View, months: Front['months']): Html {
  if (months.length === 0) return html``;
  const years = Map.groupBy(months, ({ month }) => Number(month.slice(0, 4)));
  const link = (year: number, month: string) => {
    const number = Number(month.slice(5));
    return html`<li><a href="${href(monthPath(month))}"><span class="unseen">${words.year(year)} </span>${words.shortMonth(number)}</a></li>\n`;
  };
  return html`<section aria-labelledby="months">
<h2 id="months">${words.months}</h2>
<dl class="months">
${[...years].map(
  ([year, list]) => html`<dt>${words.year(year)}</dt>
<dd><ol>
${list.toReversed().map(({ month }) => link(year, month))}</ol></dd>
`,
)}</dl>
</section>`;
}
