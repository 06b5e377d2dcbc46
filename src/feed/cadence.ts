// The interval at which a channel publishes, from the dates of its articles.

/** Intervals are rounded down to one of these, in minutes. RSS `sy:` needs divisors of an hour or a day. */
const STEPS = [15, 30, 60, 120, 180, 240, 360, 480, 720, 1440] as const;

/** The interval of a channel with fewer than two articles, in minutes. */
const UNKNOWN = 60;

/**
 * The mean interval between the newer half of the articles: one old article would make the mean
 * of all of them too long. It depends on the dates alone, never on the clock.
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
