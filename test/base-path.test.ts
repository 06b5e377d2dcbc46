// A site below a path of its host, such as https://user.github.io/news: every link and every answer.
import { beforeAll, expect, test } from 'vitest';
import { type Crawled, crawl } from './support/crawl.ts';
import { article, openHome, SITE, type TestHome } from './support/home.ts';
import { PUBLIC } from './support/public.ts';

const NEWS = { ...SITE, url: 'https://host.example/news', items: 3 };

let home: TestHome;
let documents: Map<string, Crawled>;

beforeAll(async () => {
  home = await openHome(NEWS);
  const articles = Array.from({ length: 8 }, (_, number) =>
    article(number, {
      ...(number % 2 && { source: 'bbc', sourceTitle: 'BBC', language: 'en' }),
      published: Date.UTC(2023, number, 1),
    }),
  );
  await home.publish(articles);
  // The home has no files of `public/` in front.
  documents = await crawl(NEWS.url, home.app.request, (address) => !PUBLIC.has(address));
});

test('every link of every document is below the path, and leads to a document', () => {
  // Where a redirect leads to, the crawl has followed.
  const broken = [...documents].filter(([, { status }]) => status !== 200 && status !== 301);
  expect(broken.map(([address, { status }]) => `${status} ${address}`)).toEqual([]);
  const addresses = [...documents.keys()];
  expect(addresses.length).toBeGreaterThan(40);
  for (const kind of [
    /^\/archive\/1\/atom/,
    /^\/sources\/bbc\/feed.xml/,
    /^\/articles/,
    /^\/2023/,
  ]) {
    expect(addresses.some((address) => kind.test(address))).toBe(true);
  }
});

test('behind a proxy that takes the path away, the answers are the same', async () => {
  for (const [address, { status, body }] of documents) {
    const answer = await home.app.request(address, { redirect: 'manual' });
    const answered = answer.headers.get('Location') ?? (await answer.text());
    expect([address, answer.status, answered]).toEqual([address, status, body]);
  }
});

test('redirects lead to what is below the path', async () => {
  const locationOf = async (path: string) => {
    const answer = await home.app.request(path, { redirect: 'manual' });
    expect(answer.status).toBe(301);
    return answer.headers.get('Location');
  };
  expect(await locationOf('/news')).toBe(`${NEWS.url}/`);
  for (const base of ['/news', '']) {
    expect(await locationOf(`${base}/rss`)).toBe(`${NEWS.url}/feed.xml`);
    expect(await locationOf(`${base}/SOURCES/BBC/feed.xml`)).toBe(
      `${NEWS.url}/sources/bbc/feed.xml`,
    );
    expect(await locationOf(`${base}/feed.xml?limit=2`)).toBe(
      `${NEWS.url}/filter/feed.xml?limit=2`,
    );
  }
});

test('another path that begins with the same letters is not the site', async () => {
  expect((await home.app.request('/newsroom/feed.xml')).status).toBe(404);
});

test('a path like one of the site’s own addresses', async () => {
  const nested = await openHome({ ...NEWS, url: 'https://host.example/archive' });
  await nested.publish(Array.from({ length: 4 }, (_, number) => article(number)));
  const found = await crawl(
    'https://host.example/archive',
    nested.app.request,
    (address) => !PUBLIC.has(address),
  );
  expect([...found].filter(([, { status }]) => status >= 400)).toEqual([]);
  expect(found.has('/archive/1/atom.xml')).toBe(true);
});
