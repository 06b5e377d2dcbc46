// Readership → the page that shows it to the operator.
import { html } from 'hono/html';
import { languageName } from '../article/language-names.ts';
import type { HubState } from '../store/hub/state.ts';
import type { ChannelDay } from '../store/readership.ts';
import type { Directory } from '../store/sources.ts';
import { layout } from './layout.ts';
import { type DayValue, plot, sparkline } from './plot.ts';
import type { Html, View } from './view.ts';

/** What the operator is shown. */
export interface Stats {
  revision: number;
  articles: number;
  hub: HubState;
  readership: ChannelDay[];
  /** Whether feeds are files, whose readers nobody counts. */
  files?: boolean;
}

/**
 * A whole HTML document.
 *
 * @param days all days that are shown (`YYYY-MM-DD`, UTC), also those without readers; of the last
 *   one, only a part has passed
 */
export function statsPage(
  view: View,
  stats: Stats,
  days: string[],
  directory: Directory,
): Promise<string> {
  const { words } = view;
  const { readership, hub, articles } = stats;
  // On its first day a site has no other to show.
  const isFirst = !readership.some(({ day }) => day !== days.at(-1));
  const whole = isFirst ? days : days.slice(0, -1);
  const last = whole.at(-1) ?? '';
  const channels = [...Map.groupBy(readership, ({ channel }) => channel)]
    .map(([path, known]) => channelOf(view, path, known, whole, directory))
    .sort((a, b) => b.now - a.now || (a.path < b.path ? -1 : 1));
  const sums = whole.map(
    (day, at): DayValue => [
      day,
      channels.reduce((sum, { values }) => sum + (values[at]?.[1] ?? 0), 0),
    ],
  );
  const [most, mostDay] = sums.reduce(
    ([most, day], [each, value]) => (value > most ? [value, each] : [most, day]),
    [0, last],
  );
  const subscriptions = hub.topics.reduce((sum, topic) => sum + topic.subscriptions, 0);
  const figures = [
    words.stats.readers(sums.at(-1)?.[1] ?? 0),
    words.articles(articles),
    words.stats.subscriptions(subscriptions),
  ];
  const main = html`<header class="title">
<h1>${words.stats.title}</h1>
<p>${isFirst ? words.stats.today : words.stats.asOf(words.day(last))}</p>
${stats.files ? html`<p>${words.stats.files}</p>` : ''}
</header>
<ul class="figures">
${figures.map((figure) => html`<li>${figure}</li>\n`)}</ul>
${
  channels.length === 0
    ? html`<p class="nothing">${words.stats.nobody}</p>`
    : html`<h2>${words.stats.aDay}</h2>
${plot(sums, words.stats.plot(words.day(whole[0] ?? last), words.day(last), most, words.day(mostDay)), words.day)}
<p class="hint">${words.stats.counted}</p>
<h2>${words.stats.feeds}</h2>
${channelTable(view, channels)}
${aggregatorTable(view, readership, last)}`
}
<h2>${words.stats.hub}</h2>
<p>${words.stats.deliveries(hub.delivered, hub.failed, hub.waiting)}</p>`;
  return layout(view, '/stats', {
    title: words.stats.title,
    noindex: true,
    files: ['tools.css'],
    main,
  });
}

interface Channel {
  path: string;
  name: string;
  /** Readers of each whole day. */
  values: DayValue[];
  /** Readers of the last whole day, and those among them that an aggregator reported. */
  now: number;
  reported: number;
}

function channelOf(
  view: View,
  path: string,
  known: ChannelDay[],
  days: string[],
  directory: Directory,
): Channel {
  const byDay = new Map(known.map((each) => [each.day, each]));
  const values = days.map((day): DayValue => {
    const each = byDay.get(day);
    return [day, each ? each.readers + reportedOf(each) : 0];
  });
  const last = byDay.get(days.at(-1) ?? '');
  const name = nameOf(view, path, directory);
  return {
    path,
    name,
    values,
    now: values.at(-1)?.[1] ?? 0,
    reported: last ? reportedOf(last) : 0,
  };
}

/** Subscribers that aggregators reported. */
function reportedOf({ aggregators }: ChannelDay): number {
  return Object.values(aggregators).reduce((sum, subscribers) => sum + subscribers, 0);
}

/** What people call a channel: `/sources/voa` is 美国之音. */
function nameOf({ site, words }: View, path: string, { sources }: Directory): string {
  const [, kind, value = '', rest] = path.split('/');
  const key = decodeURIComponent(value);
  if (path === '/') return site.title;
  if (kind === 'daily') return words.stats.daily(site.title);
  if (kind === 'filter') return words.stats.filters;
  if (kind === 'languages') return languageName(key);
  const title = sources.find((source) => source.key === key)?.title;
  if (kind !== 'sources' || !title) return path;
  return rest === 'daily' ? words.stats.daily(title) : title;
}

function channelTable({ words }: View, channels: Channel[]): Html {
  return html`<div class="scroll"><table class="numbers">
<thead><tr><th scope="col">${words.stats.feed}</th><th scope="col">${words.stats.quarter}</th><th scope="col">${words.stats.readersColumn}</th><th scope="col">${words.stats.reported}</th></tr></thead>
<tbody>
${channels.map(
  ({ name, values, now, reported }) =>
    html`<tr><th scope="row">${name}</th><td>${sparkline(values)}</td><td>${words.number(now)}</td><td>${words.number(reported)}</td></tr>\n`,
)}</tbody>
</table></div>`;
}

/** @param day the last whole one */
function aggregatorTable({ words }: View, readership: ChannelDay[], day: string): Html {
  const sums = new Map<string, number>();
  for (const { aggregators, day: each } of readership) {
    if (each !== day) continue;
    for (const [name, count] of Object.entries(aggregators)) {
      sums.set(name, (sums.get(name) ?? 0) + count);
    }
  }
  if (sums.size === 0) return html``;
  return html`<h2>${words.stats.aggregators}</h2>
<div class="scroll"><table class="numbers">
<thead><tr><th scope="col">${words.stats.aggregator}</th><th scope="col">${words.stats.subscribers}</th></tr></thead>
<tbody>
${[...sums]
  .sort((a, b) => b[1] - a[1])
  .map(
    ([name, count]) => html`<tr><th scope="row">${name}</th><td>${words.number(count)}</td></tr>\n`,
  )}</tbody>
</table></div>`;
}
