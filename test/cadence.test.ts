// How often a channel publishes, from its dates alone; and what its feeds and headers say of it.
import { expect, test } from 'vitest';
import { cadenceOf } from '../src/feed/cadence.ts';
import { mulberry32 } from './archive/random.ts';
import { article, openHome, SITE } from './support/home.ts';

const MINUTE = 60_000;
const every = (minutes: number, count = 50) =>
  Array.from({ length: count }, (_, at) => Date.UTC(2024, 0, 1) - at * minutes * MINUTE);
const daysEarlier = (date: number) => date - 4 * 1440 * MINUTE;

test.each<[what: string, dates: number[], minutes: number]>([
  ['nothing', [], 60],
  ['one article', every(5, 1), 60],
  ['every minute', every(1), 5],
  ['every quarter of an hour', every(15), 15],
  ['forty a day', every(36), 30],
  ['hourly', every(60), 60],
  ['every five hours', every(300), 60],
  ['weekly', every(10_080), 60],
  ['all at once', every(0), 5],
  ['two articles a day apart', every(1440, 2), 60],
  ['one straggler of years ago', [...every(30), 0], 30],
  ['in no order', every(20).reverse(), 20],
  ['a burst now, after others days ago', [...every(10, 12), ...every(10, 40).map(daysEarlier)], 10],
  ['one article now, after a burst days ago', [...every(10, 1), ...every(10).map(daysEarlier)], 10],
  ['slower than it used to be', [...every(30, 20), ...every(1, 400).map(daysEarlier)], 30],
])('%s', (_, dates, minutes) => {
  expect(cadenceOf(dates)).toBe(minutes);
});

test.each([
  [20, 3],
  [60, 1],
  [1440, 1],
])('a channel of every %i minutes says so in all its ways', async (interval, frequency) => {
  const { app, db, publish } = await openHome();
  const dates = every(interval, 10);
  await publish(dates.map((published, at) => article(at, { published })));
  const answer = await app.request('/feed.xml');
  const minutes = 60 / frequency;
  expect(answer.headers.get('Cache-Control')).toBe(
    `public, max-age=${minutes * 60}, stale-while-revalidate=60, stale-if-error=86400`,
  );
  const text = await answer.text();
  expect(text).toContain(`<ttl>${minutes}</ttl>`);
  expect(text).toContain('<sy:updatePeriod>hourly</sy:updatePeriod>');
  expect(text).toContain(`<sy:updateFrequency>${frequency}</sy:updateFrequency>`);
  db.close();
});

test('a reader that asks when the headers let it learns of each article within an hour', async () => {
  const { app, db, publish } = await openHome({ ...SITE, items: 10 });
  // Bursts of some minutes between articles, with gaps of one to four days.
  const random = mulberry32(1);
  let clock = Date.UTC(2024, 0, 1);
  let asks = clock;
  const late: number[] = [];
  for (let number = 1; number <= 60; number++) {
    clock += number % 12 === 0 ? (1 + random.below(4)) * 1440 * MINUTE : random.below(40) * MINUTE;
    while (asks < clock) {
      const field = (await app.request('/feed.xml')).headers.get('Cache-Control') ?? '';
      asks += Number(/max-age=(\d+)/.exec(field)?.[1]) * 1000;
    }
    late.push(asks - clock);
    await publish([article(number, { published: clock })], [], clock);
  }
  expect(Math.max(...late)).toBeLessThanOrEqual(60 * MINUTE);
  db.close();
});
