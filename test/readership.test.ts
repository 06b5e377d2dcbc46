// Readers and subscribers a day: how many, and not who.
import { expect, test } from 'vitest';
import { feedAt } from '../src/http/address.ts';
import { aggregatorOf } from '../src/http/operators/agents.ts';
import { createReadership } from '../src/http/operators/readership.ts';
import { openSqlite } from '../src/node/sqlite.ts';
import { readershipSince } from '../src/store/readership.ts';

const NOON = Date.UTC(2024, 0, 31, 12);
const DAY = 86_400_000;

test.each<[agent: string, name: string, subscribers: number]>([
  ['Feedly/1.0 (+http://www.feedly.com/fetcher.html; 462 subscribers; )', 'Feedly', 462],
  [
    'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 1 subscribers; like FeedFetcher-Google)',
    'Feedly',
    1,
  ],
  ['Feedbin feed-id:1697787 - 102 subscribers', 'Feedbin', 102],
  ['Mozilla/5.0 (compatible; inoreader.com; 114 subscribers)', 'Inoreader', 114],
  ['Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 195 subscribers; )', 'Inoreader', 195],
  ['NewsBlur Feed Fetcher - 27 subscribers - https://www.newsblur.com/site/1/x', 'NewsBlur', 27],
  [
    'Mozilla/5.0 (compatible; theoldreader.com; 1 subscribers; feed-id=cead6c3a)',
    'The Old Reader',
    1,
  ],
  ['Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 9 subscribers)', 'BazQux', 9],
  ['Dreamwidth Studios (webmaster@dreamwidth.org; for https://x/; 2 readers)', 'Dreamwidth', 2],
  ['NewsGatorOnline/2.0 (http://www.newsgator.com; 20 subscribers)', 'NewsGator', 20],
  ['LiveJournal.com_(webmaster@livejournal.com;_for_your_url/;_1_readers)', 'LiveJournal', 1],
  ['Mozilla/5.0 (compatible; Miniflux/2.2; +https://miniflux.app; 3 subscribers)', 'Miniflux', 3],
  [
    'YahooFeedSeeker/1.0 (compatible; http://my.yahoo.com; users 2; views 169)',
    'YahooFeedSeeker',
    2,
  ],
  ['Feed Wrangler/1.0 (3 subscribers)', 'Feed Wrangler', 3],
  ['FeedHQ/1.1 (https://feedhq.org; 4 subscribers)', 'FeedHQ', 4],
  ['Netvibes (http://www.netvibes.com/; 5 subscribers)', 'Netvibes', 5],
  ['Bloglovin/1.0 (http://www.bloglovin.com; 6 subscribers)', 'Bloglovin', 6],
  ['G2Reader-Bot (+http://www.g2reader.com/; 7 subscribers)', 'G2Reader', 7],
  ['Hatena RSS/0.3 (http://r.hatena.ne.jp; 8 subscribers)', 'Hatena', 8],
  ['livedoor FeedFetcher/0.01 (http://reader.livedoor.com/; 9 subscribers)', 'livedoor Reader', 9],
  ['PlayerFM/1.0 (10 subscribers)', 'Player FM', 10],
  ['x FreshRSS/1.24 (11 subscribers)', 'FreshRSS', 11],
  ['x CommaFeed/4.0 (12 subscribers)', 'CommaFeed', 12],
  ['Tiny Tiny RSS/21 (13 subscribers)', 'Tiny Tiny RSS', 13],
  ['Mozilla/5.0 (compatible; new.example; 8 subscribers)', 'new.example', 8],
])('%s', (agent, name, subscribers) => {
  expect(aggregatorOf(agent)).toEqual({ name, subscribers });
});

test.each([
  '',
  'newsboat/2.35 (Linux x86_64)',
  'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)',
  'Reader/1.0 (99999999999 subscribers)',
  'Reader/1.0 (999999999 subscribers)',
  'FreshRSS/1.24.0 (Linux; https://freshrss.org)',
])('reads for itself: “%s”', (agent) => {
  expect(aggregatorOf(agent)).toBeNull();
});

test.each<[path: string, channel: string | undefined]>([
  ['/feed.xml', '/'],
  ['/sources/voa/feed.json', '/sources/voa'],
  ['/archive/3/feed.xml', undefined],
  ['/sources/voa/archive/3/atom.xml', undefined],
  ['/feed.xml/', undefined],
  ['/', undefined],
])('%s is a feed of %s', (path, channel) => {
  expect(feedAt(path)?.channel).toBe(channel);
});

function open() {
  const db = openSqlite(':memory:');
  const clock = { now: NOON };
  return { db, clock, readership: createReadership(db, () => clock.now) };
}

test('a reader counts once a day, whatever format it reads and however often it asks', async () => {
  const { db, readership } = open();
  for (let poll = 0; poll < 3; poll++) {
    readership.note('/feed.xml', '203.0.113.1', 'newsboat');
    readership.note('/atom.xml', '203.0.113.1', 'newsboat');
    await readership.flush();
  }
  readership.note('/feed.xml', '203.0.113.1', 'Liferea');
  readership.note('/sources/voa/feed.xml', '203.0.113.2', 'newsboat');
  await readership.flush();
  expect(await readershipSince(db, '2024-01-01')).toEqual([
    { day: '2024-01-31', channel: '/', readers: 2, aggregators: {} },
    { day: '2024-01-31', channel: '/sources/voa', readers: 1, aggregators: {} },
  ]);
});

test('of each aggregator the last report counts, of each feed', async () => {
  const { db, readership } = open();
  const note = (path: string, count: number) =>
    readership.note(path, '203.0.113.1', `Feedbin feed-id:1 - ${count} subscribers`);
  note('/feed.xml', 5);
  await readership.flush();
  note('/feed.xml', 7);
  note('/atom.xml', 2);
  await readership.flush();
  const [day] = await readershipSince(db, '2024-01-31');
  expect(day).toMatchObject({ readers: 0, aggregators: { Feedbin: 9 } });
});

test('readers who were counted before write nothing', async () => {
  const { db, readership } = open();
  const written = async () => {
    for (let client = 0; client < 50; client++) readership.note('/feed.xml', `${client}`, 'curl');
    readership.note('/feed.xml', '203.0.113.1', 'Feedbin feed-id:1 - 5 subscribers');
    const count = () => db.all<{ rows: number }>('SELECT total_changes() AS rows');
    const [before] = await count();
    await readership.flush();
    const [after] = await count();
    return (after?.rows ?? 0) - (before?.rows ?? 0);
  };
  expect(await written()).toBeGreaterThan(40);
  expect(await written()).toBe(0);
});

test('many readers are counted to a few per cent', async () => {
  const { db, readership } = open();
  for (let reader = 0; reader < 15_000; reader++) {
    readership.note('/feed.xml', `198.51.${reader >> 8}.${reader & 255}`, 'newsboat');
  }
  await readership.flush();
  const [day] = await readershipSince(db, '2024-01-31');
  expect(day?.readers).toBeGreaterThan(15_000 * 0.93);
  expect(day?.readers).toBeLessThan(15_000 * 1.07);
});

test('20,000 polls are noted between two flushes, so that memory is bounded', async () => {
  const { db, readership } = open();
  const channels = async (crowd: number) => {
    for (let client = 0; client < crowd; client++) {
      readership.note('/feed.xml', `${client}`, 'Feedbin feed-id:1 - 5 subscribers');
    }
    readership.note('/sources/voa/feed.xml', '203.0.113.2', 'newsboat');
    await readership.flush();
    return (await readershipSince(db, '2024-01-01')).map(({ channel }) => channel);
  };
  expect(await channels(20_000)).toEqual(['/']);
  expect(await channels(19_999)).toEqual(['/', '/sources/voa']);
});

test('nothing in the store tells who read, and the salt goes with its day', async () => {
  const { db, clock, readership } = open();
  const everything = async () => {
    const tables = await db.all<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'reader%' OR name = 'aggregators'`,
    );
    const rows = await Promise.all(tables.map(({ name }) => db.all(`SELECT * FROM ${name}`)));
    return JSON.stringify(rows);
  };
  readership.note('/feed.xml', '203.0.113.77', 'SecretAgent/1.0');
  await readership.flush();
  expect(await everything()).not.toMatch(/203\.0|Secret/);
  const [{ salt } = { salt: '' }] = await db.all<{ salt: string }>('SELECT salt FROM reader_salts');
  expect(salt).not.toBe('');

  clock.now += DAY;
  readership.note('/feed.xml', '203.0.113.77', 'SecretAgent/1.0');
  await readership.flush();
  expect(await everything()).not.toContain(salt);
  expect(
    (await readershipSince(db, '2024-01-01')).map(({ day, readers }) => [day, readers]),
  ).toEqual([
    ['2024-01-31', 1],
    ['2024-02-01', 1],
  ]);
});
