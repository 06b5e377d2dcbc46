// Days, months and years of the site's time zone → periods of time.
import { dayOf, startOfDay } from '../feed/calendar.ts';
import type { Period } from '../store/periods.ts';

const DAY = 86_400_000;

/**
 * The period of a day, a month or a year.
 *
 * @param date `YYYY-MM-DD`, `YYYY-MM` or `YYYY`
 * @param timeZone IANA name
 */
export function periodOf(date: string, timeZone: string): Period {
  const first = firstDay(date);
  return { start: startOfDay(first, timeZone), end: startOfDay(following(date), timeZone) };
}

/** All days of a month or a year. @param date `YYYY-MM` or `YYYY` */
export function daysOf(date: string): string[] {
  return daysBetween(firstDay(date), addDays(following(date), -1));
}

/** All months of a year, `YYYY-MM`. */
export function monthsOf(year: string): string[] {
  return Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`);
}

/** The days from one to another, both included. */
export function daysBetween(first: string, last: string): string[] {
  const length = Math.round((Date.parse(last) - Date.parse(first)) / DAY) + 1;
  return Array.from({ length: Math.max(0, length) }, (_, at) => addDays(first, at));
}

/** @returns `YYYY-MM-DD` */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
}

/** The day of the week, from 0 for Monday to 6 for Sunday. */
export function weekday(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}

/** The periods of days that follow each other. */
export function periodsOfDays(days: string[], timeZone: string): Period[] {
  const last = days.at(-1);
  if (last === undefined) return [];
  let start = startOfDay(days[0] as string, timeZone);
  return [...days.slice(1), addDays(last, 1)].map((day) => {
    // Nearly every day has 24 hours, and to look is dear.
    const guess = start + DAY;
    const isStart = dayOf(guess, timeZone) === day && dayOf(guess - 1, timeZone) < day;
    const period = { start, end: isStart ? guess : startOfDay(day, timeZone) };
    start = period.end;
    return period;
  });
}

/** Days with articles, and how many each has: the newest first. @param dates newest first */
export function countByDay(dates: number[], timeZone: string): Map<string, number> {
  const counts = new Map<string, number>();
  let day = '';
  let start = Number.POSITIVE_INFINITY;
  for (const date of dates) {
    if (date < start) {
      day = dayOf(date, timeZone);
      start = startOfDay(day, timeZone);
    }
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return counts;
}

function firstDay(date: string): string {
  return `${date}-01-01`.slice(0, 10);
}

/** The first day after a day, a month or a year. */
function following(date: string): string {
  if (date.length === 10) return addDays(date, 1);
  const [year, month = '12'] = date.split('-');
  return new Date(Date.UTC(Number(year), Number(month))).toISOString().slice(0, 10);
}

/** The number of a day, one more for each day. */
export function dayNumber(day: string): number {
  return Date.parse(day) / DAY;
}
