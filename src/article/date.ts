// Epoch comment or legacy date line → publication date, or what is wrong with it.
import { parse } from 'date-fns/parse';

const DAY = 86_400_000;
const EARLIEST = Date.UTC(1990, 0, 1);
const EXPECTED = 'expected <!--epoch milliseconds--> in the first line';

/** The problem of a file that has neither a comment nor a date line. */
export const NO_DATE = `no publication date; ${EXPECTED}`;

/** RFC 822 §5.1: the names of zones that have one. */
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
/** What a year of two digits is read by. */
const CENTURY = Date.UTC(2020, 0, 1);
const RFC822 = ['d MMM yyyy HH:mm:ss xx', 'd MMM yyyy HH:mm xx', 'd MMM yy HH:mm:ss xx'];

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
  const plain = written
    .replace(/^[A-Za-z]{3,9},\s*/, '')
    .replace(/\s+/g, ' ')
    .replace(/[A-Z]{1,3}$/, (zone) => ZONES[zone] ?? zone);
  const dates = RFC822.map((pattern) => parse(plain, pattern, CENTURY).getTime());
  // `yyyy` reads a year of two digits as one of the first century, which the range tells apart.
  const date = dates.find((each) => each > 0);
  if (date === undefined) {
    return `date line “${shorten(written)}” is no date; expected 日期：Thu, 02 Jul 2020 18:28:24 +0000`;
  }
  return inRange(date, written, now);
}

function inRange(date: number, written: string, now: number): number | string {
  if (date >= EARLIEST && date <= now + DAY) return date;
  return `publication date ${shorten(written)} is out of range; expected 1990 to one day from now`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}…` : text;
}
