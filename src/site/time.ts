// A moment → its date and time of day in the site's time zone.
import { html } from 'hono/html';
import { dayOf } from '../feed/calendar.ts';
import type { Html, View } from './view.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The time of day (`23:09:06`), and how far the zone is from UTC then (`+08:00`). */
export function clockOf(time: number, timeZone: string): { clock: string; offset: string } {
  const format = formats.get(timeZone) ?? clockFormat(timeZone);
  formats.set(timeZone, format);
  const parts = new Map<string, string>(
    format.formatToParts(time).map(({ type, value }) => [type, value]),
  );
  return {
    clock: ['hour', 'minute', 'second'].map((name) => parts.get(name)).join(':'),
    offset: parts.get('timeZoneName')?.slice('GMT'.length) || '+00:00',
  };
}

function clockFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    numberingSystem: 'latn',
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  });
}

/** `UTC`, `UTC+8`, `UTC−3:30`. */
export function zoneName(offset: string): string {
  const [, sign = '', hours = '', minutes] = /^([+-])(\d\d):(\d\d)/.exec(offset) ?? [];
  if (offset === '+00:00') return 'UTC';
  return `UTC${sign === '-' ? '−' : '+'}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`}`;
}

/**
 * A moment as people read it, and for programs with its zone.
 *
 * @param show the day, the time of day, or both with the name of the zone
 */
export function timeOf(
  { site: { timeZone }, words }: View,
  time: number,
  show: 'day' | 'clock' | 'both' = 'both',
): Html {
  const day = dayOf(time, timeZone);
  const { clock, offset } = clockOf(time, timeZone);
  const minute = clock.slice(0, 5);
  const texts = {
    day: words.day(day),
    clock: minute,
    both: words.time(day, `${minute} ${zoneName(offset)}`),
  };
  return html`<time datetime="${day}T${clock}${offset}">${texts[show]}</time>`;
}
