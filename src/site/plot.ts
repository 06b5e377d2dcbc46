// Numbers by day → a plot with one bar a day, as SVG.
import { html } from 'hono/html';
import type { Html } from './view.ts';

/** A day (`YYYY-MM-DD`) and its number. */
export type DayValue = [day: string, value: number];

/** Size in the plot's own units; it scales with the page. */
const WIDTH = 720;
const HEIGHT = 160;
/** Place for the numbers of the scale, and for the days, also where a phone shows them larger. */
const LEFT = 64;
const BOTTOM = 30;

/**
 * A plot with a scale. A bar shows its day and number where it is pointed at.
 *
 * @param label says what is seen to who does not see it
 * @param format how a day is written
 */
export function plot(values: DayValue[], label: string, format: (day: string) => string): Html {
  const top = roundUp(Math.max(1, ...values.map(([, value]) => value)));
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const days = [values[0], values[values.length >> 1], values.at(-1)];
  const anchors = ['start', 'middle', 'end'];
  return html`<svg class="plot" viewBox="0 -18 ${WIDTH} ${HEIGHT + BOTTOM + 18}" role="img" aria-label="${label}">
${[0, top / 2, top].map(
  (value) =>
    html`<path class="scale" d="M${LEFT} ${y(value)}H${WIDTH}"/><text x="${LEFT - 8}" y="${y(value) + 5}" text-anchor="end">${value}</text>\n`,
)}
${bars(values, top, LEFT, WIDTH - LEFT, HEIGHT)}
${days.map((each, at) =>
  each
    ? html`<text x="${LEFT + ((WIDTH - LEFT) * at) / 2}" y="${HEIGHT + BOTTOM - 4}" text-anchor="${anchors[at]}">${format(each[0])}</text>\n`
    : '',
)}</svg>`;
}

/** A plot as small as a word, without a scale: what it shows stands beside it. */
export function sparkline(values: DayValue[]): Html {
  const top = Math.max(1, ...values.map(([, value]) => value));
  return html`<svg class="spark" viewBox="0 0 180 24" preserveAspectRatio="none" aria-hidden="true">${bars(values, top, 0, 180, 24)}</svg>`;
}

function bars(
  values: DayValue[],
  top: number,
  left: number,
  width: number,
  height: number,
): Html[] {
  const step = width / Math.max(1, values.length);
  return values.map(([day, value], at) => {
    const bar = (value / top) * height;
    return html`<rect x="${round(left + at * step)}" y="${round(height - bar)}" width="${round(step * 0.8)}" height="${round(bar)}"><title>${day}: ${value}</title></rect>`;
  });
}

/** The next number that is easy to read, and even: 2, 4, 10, 20, 40, 100 … */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 10].find((each) => each * power >= value) ?? 10;
  return Math.max(2, step * power);
}

function round(length: number): number {
  return Math.round(length * 100) / 100;
}
