// The page of statistics: names of feeds, numbers of the last whole day, three languages, in a browser.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { sql } from '../src/store/database.ts';
import { axe, openChromium, openSite, watchedPage } from './support/browser.ts';
import { article, homeOf, SITE, TOKEN } from './support/home.ts';
import { type NodeHome, node } from './support/node.ts';

const NOW = Date.UTC(2024, 5, 10, 12);
const AUTHORIZATION = `Basic ${btoa(`anyone:${TOKEN}`)}`;

let home: NodeHome;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  home = await node.open(SITE, TOKEN);
  await homeOf(home).publish([article(1)]);
  const { db, documents } = home;
  app = createApp({ db, documents, site: SITE, stats: { token: TOKEN, now: () => NOW } });
});
afterAll(() => home.db.close());

const readers = (day: string, channel: string, count: number) =>
  home.db.all(sql`INSERT OR REPLACE INTO readers VALUES (${day}, ${channel}, ${count})`);

async function stats(language: string): Promise<string> {
  const headers = { Authorization: AUTHORIZATION, 'Accept-Language': language };
  const answer = await app.request('/stats', { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Cache-Control')).toBe('private, no-store');
  return answer.text();
}

test('before anybody reads, and on the first day', async () => {
  expect(await stats('en')).toContain('Nobody has polled a feed on these days.');
  await readers('2024-06-10', '/sources/voa', 1);
  const text = await stats('en');
  expect(text).toContain('Today, so far.');
  expect(text).toMatch(/<li>1 reader<\/li>\s*<li>1 article<\/li>\s*<li>0 subscriptions to the hub/);
});

test('feeds by their names, with the readers of the last whole day', async () => {
  await readers('2024-06-09', '/sources/voa', 30);
  await readers('2024-06-08', '/sources/voa', 50);
  await readers('2024-06-09', '/languages/zh-Hans', 4);
  await readers('2024-06-09', '/', 1200);
  await readers('2024-06-09', '/filter', 2);
  await home.db.all(
    sql`INSERT INTO aggregators VALUES ('2024-06-09', '/sources/voa', 'feed.xml', 'Feedly', 7)`,
  );
  const text = await stats('en');
  const rows = [...text.matchAll(/<tr><th scope="row">(.*?)<\/th>.*?<\/tr>/g)].map(([row]) =>
    row
      .replace(/<svg.*?<\/svg>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .trim()
      .split(/ {2,}/),
  );
  expect(rows).toEqual([
    ['宽报', '1,200', '0'],
    ['美国之音', '37', '7'],
    ['简体中文', '4', '0'],
    ['Filters and searches', '2', '0'],
    ['Feedly', '7'],
  ]);
  expect(text).toContain('As of 9 June 2024, the last whole day.');
  expect(text).toContain(
    'aria-label="Readers a day from 13 March 2024 to 9 June 2024; most of them, 1,243, on 9 June 2024"',
  );
  expect(text).toContain('<title>2024-06-08: 50</title>');
});

test.each([
  ['en', 'Readers', '1,243 readers'],
  ['zh-CN', '读者', '1243 位读者'],
  ['zh-TW', '讀者', '1243 位讀者'],
])('speaks %s', async (language, title, sum) => {
  const text = await stats(language);
  expect(text).toContain(`<h1>${title}</h1>`);
  expect(text).toContain(`<li>${sum}</li>`);
});

test('in a browser: axe finds nothing, light and dark, and nothing is wider than a phone', async () => {
  const chrome = await openChromium();
  const site = await openSite(
    async () => async (path, init) =>
      app.request(path, { ...init, headers: { ...init?.headers, Authorization: AUTHORIZATION } }),
  );
  try {
    const context = await chrome.browser.newContext({ viewport: { width: 320, height: 700 } });
    const { page, complaints } = await watchedPage(context, site.url);
    await page.goto(`${site.url}/stats`);
    expect(await axe(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await axe(page, ['color-contrast'])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    expect(complaints).toEqual([]);
  } finally {
    site.close();
    await chrome.close();
  }
});

test('where feeds are files, it says that their readers are not seen', async () => {
  expect(await stats('en')).not.toContain('Readers of files');
  const deps = { token: TOKEN, now: () => NOW, feedsAreFiles: async () => true };
  const { db, documents } = home;
  const behindFiles = createApp({ db, documents, site: SITE, stats: deps });
  const headers = { Authorization: AUTHORIZATION, 'Accept-Language': 'en' };
  const answer = await behindFiles.request('/stats', { headers });
  expect(await answer.text()).toContain('Readers of files are not seen');
});
