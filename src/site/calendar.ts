// Days and how many articles they have → a calendar of a month, whose days are links.
import { html } from 'hono/html';
import { datePath } from '../feed/paths.ts';
import type { DayCounts } from './day-counts.ts';
import { daysOf, weekday } from './days.ts';
import type { Html, View } from './view.ts';

/** The weeks of a month as rows of a table, Monday first. @param month `YYYY-MM` */
export function monthCalendar(view: View, month: string, counts: DayCounts, caption: Html): Html {
  const { words } = view;
  const days = daysOf(month);
  const before = weekday(days[0] as string);
  const cells = [...Array<null>(before).fill(null), ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, at) =>
    cells.slice(at * 7, at * 7 + 7),
  );
  return html`<table class="calendar">
<caption>${caption}</caption>
<thead><tr>${words.weekdays.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${weeks.map(
  (week) => html`<tr>${week.map((day) => html`<td>${day ? cell(view, day, counts) : ''}</td>`)}</tr>
`,
)}</tbody>
</table>`;
}

function cell({ href, words }: View, day: string, counts: DayCounts): Html {
  const number = Number(day.slice(8));
  const count = counts.get(day) ?? 0;
  if (count === 0) return html`${number}`;
  const name = `${words.day(day)}: ${words.articles(count)}`;
  return html`<a href="${href(datePath(day))}" class="heat${level(count)}" title="${name}" aria-label="${name}">${number}</a>`;
}

/** How dark a day is drawn, from 1 to 4: each step is three times as many articles. */
export function level(count: number): number {
  return 1 + Math.min(3, Math.floor(Math.log(count) / Math.log(3)));
}
