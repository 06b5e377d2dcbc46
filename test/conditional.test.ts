import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { article, openHome, type TestHome } from './support/home.ts';

const DAY = 86_400_000;
/** What a 304 must say again, and any other answer for the document (RFC 9110 §15.4.5). */
const REPEATED = [
  'Last-Modified',
  'Cache-Control',
  'Vary',
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
  'X-Content-Type-Options',
];
const PATHS = [
  '/feed.xml',
  '/atom.xml',
  '/feed.json',
  '/',
  '/filter/feed.xml?content=summary&limit=1',
];

/** Request headers made from the validators that a first answer gave, and the status expected. */
type Make = (etag: string, modified: string) => Record<string, string>;
const shifted = (date: string, by: number) => new Date(Date.parse(date) + by).toUTCString();
/** A date whose two digits seem so many years ahead (RFC 9110 §5.6.7). */
const rfc850 = (years: number) =>
  `Sunday, 06-Nov-${String(new Date().getUTCFullYear() + years).slice(2)} 08:49:37 GMT`;
const matrix: [name: string, make: Make, status: number][] = [
  ['no condition', () => ({}), 200],
  ['the tag', (etag) => ({ 'If-None-Match': etag }), 304],
  ['the tag, weak', (etag) => ({ 'If-None-Match': `W/${etag}` }), 304],
  ['the tag in a list', (etag) => ({ 'If-None-Match': `"x", ${etag}, W/"y"` }), 304],
  ['the tag in a list without blanks', (etag) => ({ 'If-None-Match': `"x",${etag}` }), 304],
  ['any', () => ({ 'If-None-Match': '*' }), 304],
  ['any, with blanks', () => ({ 'If-None-Match': ' * ' }), 304],
  ['another tag', () => ({ 'If-None-Match': '"x"' }), 200],
  ['no tag at all', () => ({ 'If-None-Match': 'x' }), 200],
  ['an empty list', () => ({ 'If-None-Match': '' }), 200],
  ['the tag without quotes', (etag) => ({ 'If-None-Match': etag.slice(1, -1) }), 200],
  ['the tag and more in one', (etag) => ({ 'If-None-Match': `${etag.slice(0, -1)}x"` }), 200],
  ['a comma inside another tag', (etag) => ({ 'If-None-Match': `"a,b", ${etag}` }), 304],
  ['a suffix that a server added', (e) => ({ 'If-None-Match': e.replace(/"$/, '-gzip"') }), 304],
  ...['-deflate', '-br', '-zstd', '--gzip', ';gz', '-zstd-deflate'].map(
    (suffix): (typeof matrix)[number] => [
      `the tag with ${suffix}`,
      (etag) => ({ 'If-None-Match': etag.replace(/"$/, `${suffix}"`) }),
      304,
    ],
  ),
  ['weak with a suffix', (e) => ({ 'If-None-Match': `W/${e.replace(/"$/, ';gz"')}` }), 304],
  ['our suffix', (e) => ({ 'If-None-Match': e.replace(/"$/, '-br"') }), 304],
  ['ours and that of a server', (e) => ({ 'If-None-Match': e.replace(/"$/, '-br--gzip"') }), 304],
  ['a suffix that nobody adds', (e) => ({ 'If-None-Match': e.replace(/"$/, '-pig"') }), 200],
  ['a suffix alone', () => ({ 'If-None-Match': '"-br"' }), 200],
  ['the date', (_, date) => ({ 'If-Modified-Since': date }), 304],
  ['a later date', (_, date) => ({ 'If-Modified-Since': shifted(date, DAY) }), 304],
  ['an earlier date', (_, date) => ({ 'If-Modified-Since': shifted(date, -1000) }), 200],
  ['no date', () => ({ 'If-Modified-Since': 'yesterday' }), 200],
  ['a later day that is no HTTP date', () => ({ 'If-Modified-Since': '2030-01-01' }), 200],
  ['a local time', () => ({ 'If-Modified-Since': 'Tue, 01 Jan 2030 00:00:00 +0100' }), 200],
  ['RFC 850', () => ({ 'If-Modified-Since': 'Sunday, 06-Nov-33 08:49:37 GMT' }), 304],
  ['RFC 850, within 50 years', () => ({ 'If-Modified-Since': rfc850(49) }), 304],
  ['RFC 850, of the last century', () => ({ 'If-Modified-Since': rfc850(51) }), 200],
  ['asctime', () => ({ 'If-Modified-Since': 'Sun Nov  6 08:49:37 2033' }), 304],
  ['asctime, earlier', () => ({ 'If-Modified-Since': 'Sun Nov  6 08:49:37 1994' }), 200],
  [
    'the tag goes before an earlier date',
    (etag, date) => ({ 'If-None-Match': etag, 'If-Modified-Since': shifted(date, -DAY) }),
    304,
  ],
  [
    'another tag goes before a later date',
    (_, date) => ({ 'If-None-Match': '"x"', 'If-Modified-Since': shifted(date, DAY) }),
    200,
  ],
  ['If-Match, the tag', (etag) => ({ 'If-Match': etag }), 200],
  ['If-Match, any', () => ({ 'If-Match': '*' }), 200],
  ['If-Match, in a coding', (e) => ({ 'If-Match': e.replace(/"$/, '-gzip"') }), 200],
  ['If-Match, weak never matches', (etag) => ({ 'If-Match': `W/${etag}` }), 412],
  ['If-Match, another tag', () => ({ 'If-Match': '"x"' }), 412],
  ['If-Unmodified-Since, the date', (_, date) => ({ 'If-Unmodified-Since': date }), 200],
  ['If-Unmodified-Since, earlier', (_, d) => ({ 'If-Unmodified-Since': shifted(d, -DAY) }), 412],
  ['If-Unmodified-Since, no date', () => ({ 'If-Unmodified-Since': 'x' }), 200],
  ['both If-Match and If-None-Match', (e) => ({ 'If-Match': e, 'If-None-Match': e }), 304],
];

let home: TestHome;
beforeAll(async () => {
  home = await openHome();
  await home.publish([article(1), article(2)]);
});
afterAll(() => home.db.close());

describe.each(PATHS)('%s', (path) => {
  test.each(matrix)('%s', async (_, make, status) => {
    const first = await home.app.request(path);
    const body = await first.text();
    const etag = first.headers.get('ETag') ?? '';
    const headers = make(etag, first.headers.get('Last-Modified') ?? '');
    for (const method of ['GET', 'HEAD']) {
      const answer = await home.app.request(path, { method, headers });
      expect(answer.status).toBe(status);
      expect(await answer.text()).toBe(method === 'GET' && status === 200 ? body : '');
      expect(answer.headers.get('ETag')).toBe(etag);
      for (const name of REPEATED) {
        expect(answer.headers.get(name)).toBe(first.headers.get(name));
      }
      if (status !== 200) continue;
      for (const name of ['Content-Type', 'Content-Length']) {
        expect(answer.headers.get(name)).toBe(first.headers.get(name));
      }
    }
  });
});

const ELSEWHERE = { source: 'bbc', sourceTitle: 'BBC' };

test('tag and date change with the content, and not without', async () => {
  const { app, publish } = await openHome();
  const validators = async () => {
    const { headers } = await app.request('/sources/voa/feed.xml');
    return [headers.get('ETag'), headers.get('Last-Modified')];
  };
  // The date is that of the publication, whatever the dates of the articles are.
  await publish([article(1), article(2)], [], Date.UTC(2024, 0, 3, 4, 5, 6, 789));
  const before = await validators();
  expect(before[1]).toBe('Wed, 03 Jan 2024 04:05:06 GMT');

  await publish([article(1)], [], Date.UTC(2024, 0, 4));
  await publish([article(3, ELSEWHERE)], [], Date.UTC(2024, 0, 4));
  expect(await validators()).toEqual(before);

  await publish([article(1, { html: '<p>mended</p>' })], [], Date.UTC(2024, 0, 5));
  const mended = await validators();
  expect(mended[0]).not.toBe(before[0]);
  expect(mended[1]).toBe('Fri, 05 Jan 2024 00:00:00 GMT');
});

test('a client that compares dates alone learns of an article of an older date', async () => {
  const { app, publish } = await openHome();
  await publish([article(2), article(3)]);
  const first = await app.request('/feed.xml');
  await publish([article(1)]);
  const headers = { 'If-Modified-Since': first.headers.get('Last-Modified') ?? '' };
  const second = await app.request('/feed.xml', { headers });
  expect(second.status).toBe(200);
  expect(await second.text()).toContain('第1条新闻');
  expect(Date.parse(second.headers.get('Last-Modified') ?? '')).toBeGreaterThan(
    Date.parse(first.headers.get('Last-Modified') ?? ''),
  );
});

test('a client that compares dates alone learns of a withdrawal', async () => {
  const { app, publish } = await openHome();
  await publish([article(1), article(2)]);
  const first = await app.request('/feed.xml');
  await publish([], [article(2).id]);
  const headers = { 'If-Modified-Since': first.headers.get('Last-Modified') ?? '' };
  const second = await app.request('/feed.xml', { headers });
  expect(second.status).toBe(200);
  expect(await second.text()).not.toContain('第2条新闻');
});
