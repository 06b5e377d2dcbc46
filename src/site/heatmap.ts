// Days and how many articles they have → a heat map: a column a week, a square a day, each a link.
import { html } from 'hono/html';
import { datePath } from '../feed/paths.ts';
import { level } from './calendar.ts';
import type { DayCounts } from './day-counts.ts';
import { addDays, daysBetween, weekday } from './days.ts';
import type { Html, View } from './view.ts';

const WEEKS = 53;
/** Pixels from one square to the next: as far apart as a finger needs (WCAG 2.2, 2.5.8). */
const STEP = 24;
const SIZE = 20;
/** Pixels above the squares, for the names of the months. */
const HEAD = 20;

/** The days of a heat map from the first day of an archive to its last, from a Monday on. */
export function heatMapDays(first: string, last: string): string[] {
  const monday = (day: string) => addDays(day, -weekday(day));
  const earliest = addDays(monday(last), -(WEEKS - 1) * 7);
  return daysBetween(first > earliest ? monday(first) : earliest, last);
}

/** @param days as `heatMapDays` gives them */
export function heatMap({ href, words }: View, days: string[], counts: DayCounts): Html {
  const at = (index: number) => ({
    x: Math.floor(index / 7) * STEP,
    y: HEAD + (index % 7) * STEP,
  });
  const months = days.flatMap((day, index) => {
    // The last column has no room for a name.
    if (!day.endsWith('-01') || index >= days.length - 7) return [];
    return html`<text x="${at(index).x}" y="12">${words.shortMonth(day.slice(0, 7))}</text>`;
  });
  const none = days.map((day, index) => {
    const { x, y } = at(index);
    return counts.has(day) ? '' : `M${x} ${y}h${SIZE}v${SIZE}h-${SIZE}z`;
  });
  const squares = days.flatMap((day, index) => {
    const count = counts.get(day);
    if (!count) return [];
    const { x, y } = at(index);
    const name = `${words.day(day)}: ${words.articles(count)}`;
    return html`<a href="${href(datePath(day))}" aria-label="${name}"><rect x="${x}" y="${y}" width="${SIZE}" height="${SIZE}" class="heat${level(count)}"><title>${name}</title></rect></a>\n`;
  });
  return html`<svg class="heatmap" width="${Math.ceil(days.length / 7) * STEP - STEP + SIZE}" height="${HEAD + 7 * STEP}" role="group" aria-label="${words.calendar}">
<g aria-hidden="true">${months}<path class="heat0" d="${none.join('')}"/></g>
${squares}</svg>`;
}
