// Selection → its feed for people: the address, how much it brings, ways into a reader, a preview.
import { html } from 'hono/html';
import { dayOf } from '../../feed/calendar.ts';
import { itemOf } from '../../feed/channel.ts';
import { articlePath } from '../../feed/paths.ts';
import { converterTo, convertItem } from '../../feed/script.ts';
import { addressOf, filterAddress, type Selection } from '../../feed/selection.ts';
import { FORMATS } from '../../feed/types.ts';
import type { PublishedArticle } from '../../store/articles.ts';
import { copyButton, readerLinks } from '../feeds.ts';
import { timeOf } from '../time.ts';
import type { Html, View } from '../view.ts';
import type { Fields } from './form.ts';
import { qrCode } from './qr.ts';
import { weeklyRate } from './rate.ts';

/** Articles that are shown. */
const SHOWN = 5;
/** Articles that the rate is counted from. */
export const SAMPLE = 50;

/** @param articles the newest of the feed, at most SAMPLE; `newest`: date of the archive's newest */
export async function feedResult(
  view: View,
  { format, own }: Fields,
  selection: Selection,
  articles: PublishedArticle[],
  newest: number,
): Promise<Html> {
  const { site, words } = view;
  const { builder } = words;
  const { file, title } = FORMATS[format];
  const url = site.url + addressOf(selection, file, site.items);
  const { sources, languages } = selection;
  const several = sources.length > 1 ? sources.length : languages.length;
  const opml = site.url + filterAddress(selection, 'opml.xml', site.items);
  return html`<div class="feed-address">
<h2 id="your-feed">${builder.yourFeed}</h2>
<p class="address"><textarea readonly rows="2" aria-label="${words.feedAddress(title)}">${url}</textarea> ${copyButton(words, title, url)}</p>
<p class="rate">${rateOf(view, articles, newest)}</p>
</div>
<div class="feed-ways">
<h3>${words.openIn}</h3>
${readerLinks(view, url, own)}
${several > 1 ? html`<p><a href="${opml}">${builder.several(several)}</a></p>` : ''}
<figure>
${await qrCode(url, builder.qr)}
<figcaption>${builder.qrHint}</figcaption>
</figure>
</div>
${
  articles.length > 0
    ? html`<h3>${builder.preview}</h3>
${preview(view, await shownOf(view, selection, articles.slice(0, SHOWN)))}`
    : ''
}`;
}

function rateOf({ site, words }: View, articles: PublishedArticle[], newest: number): string {
  const dates = articles.map(({ published }) => published);
  const [last] = dates.toSorted((a, b) => b - a);
  if (last === undefined) return words.builder.nothing;
  const rate = weeklyRate(dates, newest, articles.length < SAMPLE);
  if (rate === 0) return words.builder.noneLately(words.day(dayOf(last, site.timeZone)));
  return rate < 1 ? words.builder.lessThanWeekly : words.builder.weekly(Math.round(rate));
}

interface Shown {
  id: string;
  title: string;
  language: string;
  source: string;
  published: number;
}

/** What the feed says of these articles: in the script that was chosen. */
async function shownOf(
  { site }: View,
  selection: Selection,
  articles: PublishedArticle[],
): Promise<Shown[]> {
  const { script } = selection;
  const convert = script && (await converterTo(script));
  return articles.map((article) => {
    const item = itemOf(site, article, { ...selection, content: 'summary' });
    const { title, language, source } = convert ? convertItem(item, script, convert) : item;
    return { id: article.id, title, language, source: source.title, published: item.published };
  });
}

function preview(view: View, articles: Shown[]): Html {
  return html`<ol class="preview">
${articles.map(
  ({ id, title, language, source, published }) =>
    html`<li><a href="${view.href(articlePath(id))}" lang="${language}">${title}</a> <span class="origin">${source} ${timeOf(view, published, 'day')}</span></li>\n`,
)}</ol>`;
}
