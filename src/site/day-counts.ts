// Days → how many articles each has, and when it is.
import type { Database } from '../store/database.ts';
import { countEach, type Period } from '../store/periods.ts';
import { periodsOfDays } from './days.ts';

export interface Day {
  /** `YYYY-MM-DD` */
  day: string;
  period: Period;
  /** Number of its articles, more than 0. */
  count: number;
}

/** How many articles each day has, by `YYYY-MM-DD`; a day without any may be missing. */
export type DayCounts = ReadonlyMap<string, number>;

/** Those of some days, one after the other, that have articles. */
export async function daysWithArticles(
  db: Database,
  days: string[],
  timeZone: string,
): Promise<Day[]> {
  const periods = periodsOfDays(days, timeZone);
  const counts = await countEach(db, periods);
  return periods
    .map((period, at) => ({ day: days[at] ?? '', period, count: counts[at] ?? 0 }))
    .filter(({ count }) => count > 0);
}

export function countsOf(days: Day[]): DayCounts {
  return new Map(days.map(({ day, count }) => [day, count]));
}
