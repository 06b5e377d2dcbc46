// Readership → the page that shows it to the operator.
import { html } from 'hono/html';
import type { HubState } from '../store/hub/state.ts';
import type { ChannelDay } from '../store/readership.ts';

/** What the operator is shown. */
export interface Stats {
  revision: number;
  articles: number;
  hub: HubState;
  readership: ChannelDay[];
}

/** Size of a plot in its own units; it scales with the page. */
const WIDTH = 640;
const HEIGHT = 120;

/** A whole HTML document. @param days all days that are shown (`YYYY-MM-DD`), also those without readers */
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
  const last = known.at(-1) as ChannelDay;
  const reports = Object.entries(last.aggregators).sort(([, a], [, b]) => b - a);
  return html`<section>
<h2>${channel}</h2>
<p>${last.day}: ${totalReaders(last)} readers, ${last.readers} of them by themselves.</p>
${plot(channel, known, days)}
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

/** Readers that poll themselves, and the subscribers that aggregators report. */
function totalReaders({ readers, aggregators }: ChannelDay): number {
  return Object.values(aggregators).reduce((sum, subscribers) => sum + subscribers, readers);
}

/** An SVG with one bar a day; a bar shows its day and number when pointed at. */
function plot(channel: string, known: ChannelDay[], days: string[]) {
  const values = new Map(known.map((each) => [each.day, totalReaders(each)]));
  const largest = Math.max(1, ...values.values());
  const step = WIDTH / days.length;
  const bars = days.map((day, at) => {
    const value = values.get(day) ?? 0;
    const height = (value / largest) * HEIGHT;
    return html`<rect x="${round(at * step)}" y="${round(HEIGHT - height)}" width="${round(step * 0.8)}" height="${round(height)}"><title>${day}: ${value}</title></rect>`;
  });
  return html`<svg viewBox="0 -16 ${WIDTH} ${HEIGHT + 32}" role="img" aria-label="${`Readers of ${channel} a day`}" fill="currentColor" font-size="12">
<text x="0" y="-4">${largest}</text>
${bars}
<text x="0" y="${HEIGHT + 14}">${days[0]}</text>
<text x="${WIDTH}" y="${HEIGHT + 14}" text-anchor="end">${days.at(-1)}</text>
</svg>`;
}

function round(length: number): number {
  return Math.round(length * 100) / 100;
}
