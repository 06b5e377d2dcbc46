// Numbers a day → a plot as SVG, drawn on the server.
import { html } from 'hono/html';

/** One day of a plot. */
export interface Point {
  /** UTC, such as 2024-01-31. */
  day: string;
  value: number;
}

const WIDTH = 640;
const HEIGHT = 120;

/** Bars, one a day, under the largest value; each says its day and number when pointed at. */
export function plot(points: readonly Point[], label: string) {
  const most = Math.max(1, ...points.map(({ value }) => value));
  const step = WIDTH / Math.max(1, points.length);
  const bars = points.map(({ day, value }, at) => {
    const height = (value / most) * HEIGHT;
    return html`<rect x="${round(at * step)}" y="${round(HEIGHT - height)}" width="${round(step * 0.8)}" height="${round(height)}"><title>${day}: ${value}</title></rect>`;
  });
  return html`<svg viewBox="0 -16 ${WIDTH} ${HEIGHT + 32}" role="img" aria-label="${label}" fill="currentColor" font-size="12">
<text x="0" y="-4">${most}</text>
${bars}
<text x="0" y="${HEIGHT + 14}">${points[0]?.day ?? ''}</text>
<text x="${WIDTH}" y="${HEIGHT + 14}" text-anchor="end">${points.at(-1)?.day ?? ''}</text>
</svg>`;
}

function round(length: number): number {
  return Math.round(length * 100) / 100;
}
