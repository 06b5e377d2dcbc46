// The interval at which a channel publishes, from the dates of its articles.

/**
 * Intervals are rounded down to one of these, in minutes: `sy:` of RSS counts how often an hour
 * holds them. The longest is a promise: no reader learns of an article more than an hour late.
 */
const STEPS = [5, 6, 10, 12, 15, 20, 30, 60] as const;

/** The newest articles that count: what was published before says little of what comes next. */
const NEWEST = 20;

/**
 * The median of the gaps between the newest articles: one long gap, between two bursts, does not
 * make it longer. It depends on the dates alone, never on the clock.
 *
 * @param dates of publication, epoch milliseconds, in any order
 * @returns minutes, from 5 to 60; 60 for fewer than two articles
 */
export function cadenceOf(dates: readonly number[]): number {
  const newest = dates.toSorted((a, b) => b - a).slice(0, NEWEST);
  const gaps = newest.slice(1).map((date, at) => (newest[at] ?? date) - date);
  const median = gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? Infinity;
  return STEPS.findLast((step) => step * 60_000 <= median) ?? STEPS[0];
}
