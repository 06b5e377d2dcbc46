// Headlines of a day → the one item of a daily feed that shows them.
import { startTag } from '../article/html/escape.ts';
import { escapeHtml } from '../article/text.ts';
import type { ArticleHeadline, Place } from '../store/daily.ts';
import { dayOf, startOfDay } from './calendar.ts';
import { articleUrl } from './channel.ts';
import { datePath } from './paths.ts';
import type { Channel, Item, Site } from './types.ts';

/** A day of a channel: the articles that came while it was the channel's newest. */
export interface Day {
  /** `YYYY-MM-DD` in the time zone of the site. */
  day: string;
  /** Positions of the first and the last article that came. */
  from: number;
  to: number;
}

/** An item lists at most so many articles: the first that came. */
export const MAX_HEADLINES = 500;

/** UTF-16 units of an item's summary. */
const MAX_SUMMARY = 200;

/**
 * Places as days. An article whose own day was over when it came stands in the day that the channel
 * had come to, so that a day that is over gets no more of them.
 *
 * @param places in the order of their positions
 */
export function daysOf(places: readonly Place[], timeZone: string): Day[] {
  const days: Day[] = [];
  let last = Number.NaN;
  for (const { position, reached } of places) {
    const open = days.at(-1);
    const day = open && reached === last ? open.day : dayOf(reached, timeZone);
    if (open?.day === day) open.to = position;
    else days.push({ day, from: position, to: position });
    last = reached;
  }
  return days;
}

/**
 * A day as an item: its headlines with their summaries, by source; without `html` if there are none
 * left. Its id and its date are those of the day. `updated` moves with every article that comes, is
 * corrected or withdrawn: it is the latest of their dates, and a millisecond later for each that
 * came, as one may come with an old date.
 *
 * @param headlines of the day; with those that were withdrawn or moved to another source
 * @param source key of the channel's only source
 */
export function dayItem(
  site: Site,
  channel: Channel,
  { day, from, to }: Day,
  headlines: readonly ArticleHeadline[],
  source?: string,
): Item {
  const shown = headlines
    .filter((headline) => headline.withdrawn === 0 && (!source || headline.source === source))
    .sort((a, b) => b.published - a.published || (a.id < b.id ? -1 : 1));
  const groups = [...Map.groupBy(shown, (headline) => headline.source)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group);
  const lists = groups.map((group) => {
    const title = source ? '' : `<h2>${escapeHtml(group[0]?.sourceTitle ?? '')}</h2>\n`;
    const lines = group.map((headline) => lineOf(site, channel, day, headline));
    return `${title}<ul>\n${lines.join('')}</ul>`;
  });
  const url = site.url + datePath(day);
  const more = to - from + 1 - MAX_HEADLINES;
  if (more > 0) lists.push(`<p>${linkTo(url)}+ ${more}</a></p>`);

  const published = startOfDay(day, site.timeZone);
  const changes = headlines.map(({ updated, withdrawn }) => Math.max(updated, withdrawn));
  return {
    id: channel.id + day,
    title: day,
    authors: [channel.author],
    url,
    published,
    updated: Math.max(published, ...changes) + to - from,
    html: lists.join('\n'),
    summary: shortened(groups.flat().map(({ title }) => title)),
    image: null,
    enclosures: [],
    language: channel.language,
    source: { title: '' },
  };
}

/** One headline; with its own day, where that was over when it came. */
function lineOf(site: Site, channel: Channel, day: string, headline: ArticleHeadline): string {
  const { title, summary, language, published } = headline;
  const own = dayOf(published, site.timeZone);
  const item = startTag('li', language === channel.language ? [] : [['lang', language]]);
  const link = `${linkTo(articleUrl(site, headline))}${escapeHtml(title)}</a>`;
  const late = own === day ? '' : ` <small>${own}</small>`;
  const text = summary ? `<br>${escapeHtml(summary)}` : '';
  return `${item}${link}${late}${text}</li>\n`;
}

function linkTo(url: string): string {
  return startTag('a', [['href', url]]);
}

function shortened(titles: string[]): string {
  const text = titles.join(' · ');
  if (text.length <= MAX_SUMMARY) return text;
  // Not within a surrogate pair.
  return `${text.slice(0, MAX_SUMMARY).replace(/[\ud800-\udbff]$/, '')}…`;
}
