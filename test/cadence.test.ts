// How often a channel publishes, from its dates alone; and what its feeds and headers say of it.
import { expect, test } from 'vitest';
import { cadenceOf } from '../src/feed/cadence.ts';
import { article, openHome } from './support/home.ts';

const MINUTE = 60_000;
const every = (minutes: number, count = 50) =>
  Array.from({ length: count }, (_, at) => Date.UTC(2024, 0, 1) - at * minutes * MINUTE);

test.each<[what: string, dates: number[], minutes: number]>([
  ['nothing', [], 60],
  ['one article', every(5, 1), 60],
  ['every minute', every(1), 15],
  ['every quarter of an hour', every(15), 15],
  ['forty a day', every(36), 30],
  ['hourly', every(60), 60],
  ['every five hours', every(300), 240],
  ['daily', every(1440), 1440],
  ['weekly', every(10_080), 1440],
  ['all at once', every(0), 15],
  ['two articles a day apart', every(1440, 2), 1440],
  ['one straggler of years ago', [...every(30), 0], 30],
  ['in no order', every(120).reverse(), 120],
  [
    'hourly batches of ten',
    every(60)
      .flatMap((date) => Array(10).fill(date))
      .slice(0, 50),
    15,
  ],
])('%s', (_, dates, minutes) => {
  expect(cadenceOf(dates)).toBe(minutes);
});

test.each([
  [30, 'hourly', 2],
  [60, 'hourly', 1],
  [120, 'daily', 12],
])('a channel of every %i minutes says so in all its ways', async (minutes, period, frequency) => {
  const { app, db, publish } = await openHome();
  const dates = every(minutes, 10);
  await publish(dates.map((published, at) => article(at, { published })));
  const answer = await app.request('/feed.xml');
  const seconds = minutes * 60;
  expect(answer.headers.get('Cache-Control')).toBe(
    `public, max-age=${seconds}, stale-while-revalidate=${seconds}, stale-if-error=86400`,
  );
  const text = await answer.text();
  expect(text).toContain(`<ttl>${minutes}</ttl>`);
  expect(text).toContain(`<sy:updatePeriod>${period}</sy:updatePeriod>`);
  expect(text).toContain(`<sy:updateFrequency>${frequency}</sy:updateFrequency>`);
  db.close();
});
