// Moments ⇄ days of a time zone, also where clocks are moved.
import { expect, test } from 'vitest';
import { dayOf, isTimeZone, startOfDay } from '../src/feed/calendar.ts';

const days: [day: string, timeZone: string, start: string][] = [
  ['2024-01-31', 'UTC', '2024-01-31T00:00:00.000Z'],
  ['2024-01-31', 'Asia/Taipei', '2024-01-30T16:00:00.000Z'],
  ['2024-01-31', 'Asia/Kathmandu', '2024-01-30T18:15:00.000Z'],
  // The day on which clocks are moved, and the day after it.
  ['2024-03-10', 'America/New_York', '2024-03-10T05:00:00.000Z'],
  ['2024-03-11', 'America/New_York', '2024-03-11T04:00:00.000Z'],
  ['2023-10-29', 'Europe/Berlin', '2023-10-28T22:00:00.000Z'],
  ['2023-10-30', 'Europe/Berlin', '2023-10-29T23:00:00.000Z'],
  // A day that begins at 01:00.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
];

test.each(days)('%s in %s begins at %s', (day, timeZone, start) => {
  const first = startOfDay(day, timeZone);
  expect(new Date(first).toISOString()).toBe(start);
  expect(dayOf(first, timeZone)).toBe(day);
  expect(dayOf(first - 1, timeZone) < day).toBe(true);
});

test('a day that a zone left out is over when it begins', () => {
  const [left, next] = ['2011-12-30', '2011-12-31'].map((day) => startOfDay(day, 'Pacific/Apia'));
  expect(left).toBe(next);
});

test('only names of zones are time zones', () => {
  const names = ['UTC', 'Asia/Taipei', 'America/Argentina/Ushuaia', 'Taipei', '', 'Mars/Base'];
  expect(names.filter(isTimeZone)).toEqual(names.slice(0, 3));
});
