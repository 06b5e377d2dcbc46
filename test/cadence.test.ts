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

/** Minutes until a reader asks again, by what it obeys. */
const OBEYED: Record<string, (answer: Response, text: string) => number> = {
  'max-age': ({ headers }) =>
    Number(/max-age=(\d+)/.exec(headers.get('Cache-Control') ?? '')?.[1]) / 60,
  ttl: (_, text) => Number(/<ttl>(\d+)<\/ttl>/.exec(text)?.[1]),
  sy: (_, text) => {
    const [period] = /hourly|daily|weekly/.exec(text.split('<sy:updatePeriod>')[1] ?? '') ?? [];
    const minutes = { hourly: 60, daily: 1440, weekly: 10_080 }[period ?? ''] ?? Number.NaN;
    return minutes / Number(/<sy:updateFrequency>(\d+)</.exec(text)?.[1]);
  },
};

test.each(['/feed.xml', '/sources/voa/feed.xml', '/filter/feed.xml?q=新闻', '/daily/feed.xml'])(
  'readers of %s learn of each article within an hour, through bursts with gaps of days',
  async (path) => {
    const { app, db, publish } = await openHome({ ...SITE, items: 10 });
    const readers = Object.values(OBEYED).map((obeyed) => ({
      obeyed,
      asks: Date.UTC(2024, 0, 1),
      known: new Set<number>(),
    }));
    const published: number[] = [];
    const late: number[] = [];
    /** All that the readers do before a moment. */
    const pollUntil = async (moment: number) => {
      for (const reader of readers) {
        while (reader.asks < moment) {
          const answer = await app.request(encodeURI(path));
          const text = await answer.text();
          for (const [number, date] of published.entries()) {
            if (reader.known.has(number) || !text.includes(`第${number}条新闻`)) continue;
            reader.known.add(number);
            late.push(reader.asks - date);
          }
          reader.asks += reader.obeyed(answer, text) * MINUTE;
        }
      }
    };
    // Twelve articles within hours, then nothing for one to four days.
    const random = mulberry32(1);
    let clock = Date.UTC(2024, 0, 1);
    await publish([article(0, { published: clock })], [], clock);
    published.push(clock);
    for (let number = 1; number <= 36; number++) {
      clock += number % 12 === 1 ? random.between(1, 4) * 1440 * MINUTE : random.below(40) * MINUTE;
      await pollUntil(clock);
      await publish([article(number, { published: clock })], [], clock);
      published.push(clock);
    }
    await pollUntil(clock + 2 * 60 * MINUTE);
    expect(late).toHaveLength(published.length * readers.length);
    expect(Math.max(...late)).toBeLessThanOrEqual(60 * MINUTE);
    db.close();
  },
);
