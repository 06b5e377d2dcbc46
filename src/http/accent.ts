// A setting's text → the colours of links, which must be readable.
import * as v from 'valibot';

/** Paper of pages in both colour schemes, as `public/style.css` has it. */
const PAPER = { light: '#fbfaf6', dark: '#151619' };
/** Contrast that text needs (WCAG 2.2, 1.4.3). */
const CONTRAST = 4.5;

/** One colour, or two for light and for dark screens. */
export const accent = v.pipe(
  v.string(),
  v.transform((text) => text.trim().toLowerCase().split(/\s+/)),
  v.check(
    (colours) => colours.length <= 2 && colours.every((colour) => /^#[\da-f]{6}$/.test(colour)),
    'expected a colour such as #8a2413, or two, the second for dark screens',
  ),
  v.transform(([light = '', dark]) => ({ light, dark: dark ?? lightened(light) })),
  v.check(
    ({ light, dark }) =>
      contrast(light, PAPER.light) >= CONTRAST && contrast(dark, PAPER.dark) >= CONTRAST,
    `expected colours that can be read on ${PAPER.light}, and the second on ${PAPER.dark}: a contrast of ${CONTRAST} or more`,
  ),
);

/** As much lighter as it takes to be read on dark paper. */
function lightened(colour: string): string {
  const channels = channelsOf(colour);
  for (let white = 0; white < 1; white += 0.05) {
    const mixed = channels.map((channel) => Math.round(channel + (255 - channel) * white));
    const lighter = `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
    if (contrast(lighter, PAPER.dark) >= 7) return lighter;
  }
  return '#ffffff';
}

/** The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, “contrast ratio”). */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
