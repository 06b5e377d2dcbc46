// Epoch comment or legacy date line → publication date, or what is wrong with it.
import { parseISO } from 'date-fns/parseISO';

const DAY = 86_400_000;
const EARLIEST = Date.UTC(1990, 0, 1);
const EXPECTED = 'expected <!--epoch milliseconds--> in the first line';

/** The problem of a file that has neither a comment nor a date line. */
export const NO_DATE = `no publication date; ${EXPECTED}`;

/** RFC 822 §5.1, with the weekday and the seconds left out where a feed leaves them out. */
const RFC822 =
  /^(?:[a-z]{3,9},\s*)?(\d{1,2})\s+([a-z]{3})\s+(\d{4}|\d{2})\s+(\d\d:\d\d)(:\d\d)?\s+([+-]\d{4}|[a-z]{1,3})$/i;
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const ZONES: Record<string, string> = {
  UT: '+0000',
  UTC: '+0000',
  GMT: '+0000',
  Z: '+0000',
  EST: '-0500',
  EDT: '-0400',
  CST: '-0600',
  CDT: '-0500',
  MST: '-0700',
  MDT: '-0600',
  PST: '-0800',
  PDT: '-0700',
};

/**
 * The date that an epoch comment holds.
 *
 * @param content what stands between `<!--` and `-->`
 * @param now the clock, epoch milliseconds: a date more than a day after it is a mistake
 * @returns epoch milliseconds, or "what is wrong; expected …"
 */
export function readEpoch(content: string, now: number): number | string {
  const digits = content.trim();
  if (!/^\d+$/.test(digits)) {
    return `publication date “${shorten(digits)}” is not a number; ${EXPECTED}`;
  }
  if (digits.length === 10) {
    return `publication date ${digits} is in seconds; expected milliseconds: ${digits}000`;
  }
  return inRange(Number(digits), digits, now);
}

/**
 * The date of a legacy date line, in the form of RFC 822 §5 as feeds write it: the weekday and
 * the seconds may be missing, the year may have two digits, the zone may be a name.
 *
 * @returns epoch milliseconds, or "what is wrong; expected …"
 */
export function readDateLine(content: string, now: number): number | string {
  const written = content.trim();
  const date = parseRfc822(written);
  if (Number.isNaN(date)) {
    return `date line “${shorten(written)}” is no date; expected 日期：Thu, 02 Jul 2020 18:28:24 +0000`;
  }
  return inRange(date, written, now);
}

/** YAML 1.1's timestamp, whose parts may have one digit, or any date of ISO 8601 with or without a time. */
const TIMESTAMP =
  /^([\dw-]+?)(?:(?:t|\s+)(\d\d?(?::?\d\d){0,2}(?:[.,]\d+)?)\s*(z|[+-]\d\d?(?::?\d\d)?)?)?$/i;
/** As people write it: `Jul 08 2022`, `July 8, 2022`. */
const ENGLISH = /^([a-z]{3})[a-z]*\.?\s+(\d\d?),?\s+(\d{4})$/i;

/**
 * A date as front matter has it: ISO 8601, YAML's timestamp (https://yaml.org/type/timestamp.html),
 * RFC 822, or month, day and year. Without a zone it is UTC, without a time midnight.
 *
 * @returns epoch milliseconds, or "what is wrong; expected …"
 */
export function readDate(written: string, now: number): number | string {
  const date = [parseTimestamp(written), parseRfc822(written), parseEnglish(written)].find(
    (each) => !Number.isNaN(each),
  );
  if (date !== undefined) return inRange(date, written, now);
  return `date “${shorten(written)}” is no date; expected 2024-01-31 or 2024-01-31T18:39:04+08:00`;
}

function parseTimestamp(written: string): number {
  const [, day = '', time = '00:00', zone = 'Z'] = TIMESTAMP.exec(written) ?? [];
  const padded = (text: string) => text.replace(/(?<!\d)\d(?!\d)/g, '0$&');
  const date = /^\d{4}-\d\d?-\d\d?$/.test(day) ? padded(day) : day.toUpperCase();
  return parseISO(
    `${date}T${padded(time).replace(',', '.')}${padded(zone.toUpperCase())}`,
  ).getTime();
}

function parseEnglish(written: string): number {
  const [, month = '', day = '', year = ''] = ENGLISH.exec(written) ?? [];
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  return parseISO(`${year}-${twoDigits(number)}-${day.padStart(2, '0')}T00:00Z`).getTime();
}

function parseRfc822(written: string): number {
  const [, day = '', month = '', year = '', time, seconds = ':00', zone = ''] =
    RFC822.exec(written) ?? [];
  const century = year.length === 2 ? '20' : '';
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  const date = `${century}${year}-${twoDigits(number)}-${day.padStart(2, '0')}`;
  // Unlike `Date.parse`, `parseISO` knows how many days a month has.
  return parseISO(`${date}T${time}${seconds}${ZONES[zone.toUpperCase()] ?? zone}`).getTime();
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

function inRange(date: number, written: string, now: number): number | string {
  if (date >= EARLIEST && date <= now + DAY) return date;
  return `publication date ${shorten(written)} is out of range; expected 1990 to one day from now`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
}
