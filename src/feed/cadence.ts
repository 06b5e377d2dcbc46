// Dates of a channel's articles → how often it really publishes.

/** What intervals are rounded to, in minutes: divisors of an hour or a day, as `sy:` needs. */
const STEPS = [15, 30, 60, 120, 180, 240, 360, 480, 720, 1440] as const;

/** The interval where a channel shows too few articles to tell. */
const UNKNOWN = 60;

/**
 * How often readers need to ask: the mean interval between the newer half of the articles, so
 * that one old straggler does not slow down the rest. It follows from what a document shows, and
 * so changes with it alone; never from the clock.
 *
 * @param dates of publication, epoch milliseconds, in any order
 * @returns minutes, from a quarter of an hour to a day
 */
export function cadenceOf(dates: readonly number[]): number {
  const newer = dates.toSorted((a, b) => b - a).slice(0, Math.max(2, Math.ceil(dates.length / 2)));
  const [newest, oldest] = [newer[0], newer.at(-1)];
  if (newest === undefined || oldest === undefined || newer.length < 2) return UNKNOWN;
  const minutes = (newest - oldest) / (newer.length - 1) / 60_000;
  return STEPS.findLast((step) => step <= minutes) ?? STEPS[0];
}
