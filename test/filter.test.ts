// Feeds of a filter: what each address must hold and must not, and that there is one address each.
import { parseJsonFeed } from 'feedsmith';
import { beforeAll, describe, expect, test } from 'vitest';
import { article, openHome, SITE, type TestHome } from './support/home.ts';

const BBC = { source: 'bbc', sourceTitle: 'BBC' };
const PICTURE = { url: 'https://img.example/1.jpg', type: 'image/jpeg', alt: '' };
const AUDIO = { url: 'https://media.example/1.mp3', type: 'audio/mpeg' };
const VIDEO = { url: 'https://media.example/1.mp4', type: 'video/mp4' };

let home: TestHome;
beforeAll(async () => {
  home = await openHome();
  await home.publish([
    article(1, { title: '台湾选举', image: PICTURE }),
    article(2, { title: '台湾经济', ...BBC, enclosures: [AUDIO] }),
    article(3, { title: '香港经济', ...BBC, language: 'zh-Hant', image: PICTURE }),
    article(4, { title: '香港选举', enclosures: [VIDEO, AUDIO] }),
    article(5, { title: '台湾香港', ...BBC, image: PICTURE, enclosures: [VIDEO] }),
    article(6, { title: 'Taiwan', language: 'en', source: 'dw', sourceTitle: 'DW' }),
  ]);
});

const get = (path: string) => home.app.request(encodeURI(path), { redirect: 'manual' });

describe('what a filter holds', () => {
  test.each<[query: string, numbers: number[]]>([
    ['lang=zh-Hans&source=bbc', [5, 2]],
    ['source=bbc&source=voa', [5, 4, 3, 2, 1]],
    ['lang=en&lang=zh-Hant', [6, 3]],
    ['q=台湾', [5, 2, 1]],
    ['q=台湾&source=bbc', [5, 2]],
    ['q=台湾&source=bbc&source=voa', [5, 2, 1]],
    ['q=台湾&source=dw', []],
    ['lang=zh-Hant&q=经济', [3]],
    ['not=香港&q=台湾', [2, 1]],
    ['not=香港+选举&q=台湾', [2]],
    ['not="台湾香港"&q=台湾', [2, 1]],
    ['not=台湾&source=bbc', [3]],
    ['lang=zh-Hans&not=台湾', [4]],
    ['has=audio&not=台湾', [4]],
    ['has=image', [5, 3, 1]],
    ['has=audio', [4, 2]],
    ['has=video', [5, 4]],
    ['has=audio&has=video', [4]],
    ['has=image&has=video', [5]],
    ['has=audio&has=image', []],
    ['has=image&source=bbc', [5, 3]],
    ['has=image&lang=zh-Hant&source=bbc', [3]],
    ['has=image&q=台湾', [5, 1]],
    ['has=image&limit=1&q=台湾', [5]],
    ['has=image&limit=2', [5, 3]],
    ['has=image&not=香港&q=台湾&source=voa', [1]],
    ['limit=2', [6, 5]],
    ['limit=1&source=voa', [4]],
    ['content=summary&lang=en', [6]],
    ['source=voa&zh=hant', [4, 1]],
    ['q=台湾&source=bbc&source=voa&zh=hant', [5, 2, 1]],
  ])('%s: %j', async (query, numbers) => {
    const answer = await get(`/filter/feed.json?${query}`);
    expect(answer.status).toBe(200);
    const { items = [], feed_url: self } = parseJsonFeed(await answer.text());
    expect(items.map(({ url }) => Number(/(\d+)\.html$/.exec(url ?? '')?.[1]))).toEqual(numbers);
    expect(new URL(self ?? '').search).toBe(`?${new URLSearchParams(encodeURI(query))}`);
    for (const file of ['feed.xml', 'atom.xml']) {
      const text = await (await get(`/filter/${file}?${query}`)).text();
      expect(text.match(/<(item|entry)[ >]/g) ?? []).toHaveLength(numbers.length);
    }
  });

  test('the script is that of the reader', async () => {
    const text = await (await get('/filter/feed.json?q=台湾&source=voa&zh=hant')).text();
    expect(text).toContain('臺灣選舉');
    expect(text).toContain('美國之音 · “臺灣” – 寬報');
  });
});

describe('one address each', () => {
  test.each([
    ['/filter/feed.xml', '/feed.xml'],
    ['/filter/feed.xml?limit=50&content=full', '/feed.xml'],
    ['/filter/atom.xml?source=voa', '/sources/voa/atom.xml'],
    ['/filter/atom.xml?source=VOA&source=voa', '/sources/voa/atom.xml'],
    ['/filter/feed.json?lang=zh-hant', '/languages/zh-Hant/feed.json'],
    ['/filter/feed.xml?q=a&lang=en', '/filter/feed.xml?lang=en&q=a'],
    ['/filter/feed.xml?q=a++a+-b', '/filter/feed.xml?not=b&q=a'],
    ['/filter/feed.xml?q=-b&source=voa', '/filter/feed.xml?not=b&source=voa'],
    ['/filter/feed.xml?not=-b&q=a', '/filter/feed.xml?not=b&q=a'],
    ['/filter/feed.xml?has=video&has=audio', '/filter/feed.xml?has=audio&has=video'],
    ['/feed.xml?limit=5', '/filter/feed.xml?limit=5'],
    ['/feed.xml?utm_source=x&v=1', '/feed.xml'],
    ['/feed.xml?utm_source=x&limit=5', '/filter/feed.xml?limit=5'],
    ['/sources/voa/feed.xml?zh=hant', '/filter/feed.xml?source=voa&zh=hant'],
    ['/sources/VOA/feed.xml', '/sources/voa/feed.xml'],
    ['/search/feed.xml?q=a', '/filter/feed.xml?q=a'],
    ['/archive/1/feed.xml?zh=hant', '/filter/feed.xml?archive=1&zh=hant'],
    ['/filter/feed.xml?archive=1&source=voa', '/sources/voa/archive/1/feed.xml'],
  ])('%s → %s', async (path, canonical) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('Location')]).toEqual([301, SITE.url + canonical]);
    expect((await get(canonical)).status).not.toBe(301);
  });
});

describe('what is refused', () => {
  const KNOWN = 'archive, content, has, lang, limit, not, q, source, zh';
  test.each<[query: string, status: number, sentence: string]>([
    ['sauce=voa', 400, `“sauce” is no parameter here; expected ${KNOWN}`],
    ['q=a&utm_source=x', 400, KNOWN],
    ['q=a&q=b', 400, 'q is given twice'],
    ['limit=1&limit=1', 400, 'limit is given twice'],
    ['q=', 400, 'expected at least one word'],
    ['q=***', 400, 'expected at least one word'],
    ['q=-a', 400, 'expected at least one word'],
    ['not=a', 400, 'expected at least one word'],
    ['has=smell', 400, 'has is not valid; expected image, audio, video'],
    ['limit=501', 400, 'limit is not valid'],
    ['limit=1e1', 400, 'limit is not valid'],
    ['zh=tw', 400, 'zh is not valid'],
    ['content=half', 400, 'content is not valid'],
    ['lang=not a tag', 400, 'lang is not valid'],
    ['archive=0&zh=hant', 400, 'archive is not valid'],
    ['archive=1&q=a', 400, 'archive is not valid'],
    ['archive=1&limit=3', 400, 'archive is not valid'],
    ['archive=1&source=bbc&source=voa', 400, 'archive is not valid'],
    ['archive=99&zh=hant', 404, 'no such archive document'],
    ['source=cnn&q=a', 404, 'There is no source “cnn”'],
    ['lang=fr&q=a', 404, 'There is nothing in the language “fr”'],
    ["source=voa') OR 1=1 --&q=a", 404, 'There is no source'],
    [`q=${'a'.repeat(150)}&not=${'b'.repeat(51)}`, 400, 'at most 200 characters'],
    ['q=a&not=b1 b2 b3 b4 b5 b6 b7 b8 b9 b10 b11 b12', 400, '13 terms; expected at most 12'],
  ])('%s: %i', async (query, status, sentence) => {
    let answer = await get(`/filter/feed.xml?${query}`);
    const location = answer.headers.get('Location');
    if (location) answer = await home.app.request(location.slice(SITE.url.length));
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(sentence);
  });

  test.each(['a" OR title:b', 'NEAR(a b)', '%00', '𠮷*"-', '{title} : a', "a'; DROP TABLE search"])(
    'q=%s is only words',
    async (typed) => {
      for (const query of [`q=${typed}`, `not=${typed}&source=voa`]) {
        const answer = await get(`/filter/feed.xml?${query}`);
        expect([200, 301, 400]).toContain(answer.status);
      }
    },
  );
});

test('pages of the archive in the other script are linked to each other', async () => {
  const own = await openHome({ ...SITE, items: 2 });
  await own.publish([1, 2, 3, 4, 5].map((number) => article(number)));
  const next = async (path: string): Promise<string | undefined> =>
    (await (await own.app.request(path)).json()).next_url?.slice(SITE.url.length);
  const newest = '/filter/feed.json?archive=2&zh=hant';
  expect(await next('/filter/feed.json?zh=hant')).toBe(newest);
  expect(await next(newest)).toBe('/filter/feed.json?archive=1&zh=hant');
  expect(await next('/filter/feed.json?archive=1&zh=hant')).toBeUndefined();
});
