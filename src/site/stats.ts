// Readership → the page that shows it.
import { html } from 'hono/html';
import type { HubState } from '../store/hub/state.ts';
import type { ChannelDay } from '../store/readership.ts';
import { plot } from './plot.ts';

/** What the operator is shown. */
export interface Stats {
  revision: number;
  articles: number;
  hub: HubState;
  readership: ChannelDay[];
}

/** Everyone who reads a channel that day, counted the way FeedPress does. */
export function audience({ readers, aggregators }: ChannelDay): number {
  return Object.values(aggregators).reduce((sum, subscribers) => sum + subscribers, readers);
}

/** @param days all days that are shown, also those on which nobody came */
export async function statsPage(title: string, stats: Stats, days: string[]): Promise<string> {
  const { revision, articles, hub, readership } = stats;
  const channels = [...Map.groupBy(readership, ({ channel }) => channel)].sort();
  return String(
    await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>Readership – ${title}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<main>
<h1>Readership</h1>
<p>${articles} articles, revision ${revision}. The hub has ${hub.topics.reduce((sum, { subscriptions }) => sum + subscriptions, 0)} subscriptions; ${hub.delivered} deliveries succeeded, ${hub.failed} attempts failed, ${hub.waiting} wait.</p>
${channels.length === 0 ? html`<p>Nobody has polled a feed yet.</p>` : ''}
${channels.map(([channel, known]) => section(channel, known, days))}
</main>
</body>
</html>
`,
  );
}

function section(channel: string, known: ChannelDay[], days: string[]) {
  const byDay = new Map(known.map((each) => [each.day, each]));
  const points = days.map((day) => {
    const there = byDay.get(day);
    return { day, value: there ? audience(there) : 0 };
  });
  const last = known.at(-1) as ChannelDay;
  const reports = Object.entries(last.aggregators).sort(([, a], [, b]) => b - a);
  return html`<section>
<h2>${channel}</h2>
<p>${last.day}: ${audience(last)} readers, ${last.readers} of them by themselves.</p>
${plot(points, `Readers of ${channel} a day`)}
${
  reports.length === 0
    ? ''
    : html`<table>
<thead><tr><th scope="col">Aggregator</th><th scope="col">Subscribers</th></tr></thead>
<tbody>
${reports.map(([name, count]) => html`<tr><td>${name}</td><td>${count}</td></tr>\n`)}</tbody>
</table>`
}
</section>
`;
}
