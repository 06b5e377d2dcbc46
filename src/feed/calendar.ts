// Moments ⇄ the days of a time zone.

const HOUR = 3_600_000;
/** No zone is further from UTC than this. */
const FURTHEST = 15 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError if there is no such zone */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}

/** Whether it is the name of a time zone that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(formatIn(name));
  } catch {
    return false;
  }
}

/**
 * The day on which a moment falls in a time zone.
 *
 * @param time epoch milliseconds
 * @param timeZone IANA name, such as `Asia/Taipei`
 * @returns `YYYY-MM-DD`
 */
export function dayOf(time: number, timeZone: string): string {
  const parts = formatIn(timeZone).formatToParts(time);
  const part = (name: Intl.DateTimeFormatPartTypes) =>
    parts.find(({ type }) => type === name)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/**
 * The first moment of a day in a time zone: where clocks are moved at midnight this is not 00:00,
 * and of a day that a zone left out it is the first moment after it.
 *
 * @param day `YYYY-MM-DD`
 * @param timeZone IANA name
 * @returns epoch milliseconds
 */
export function startOfDay(day: string, timeZone: string): number {
  let before = Date.parse(day) - FURTHEST;
  let from = Date.parse(day) + FURTHEST;
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (dayOf(middle, timeZone) < day) before = middle;
    else from = middle;
  }
  return from;
}
