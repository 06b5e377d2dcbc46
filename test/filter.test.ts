// Feeds of a filter: what each address must hold and must not, and that there is one address each.
import { parseJsonFeed } from 'feedsmith';
import { beforeAll, describe, expect, test } from 'vitest';
import type { StagedArticle } from '../src/store/publication.ts';
import { article, openHome, SITE, type TestHome } from './support/home.ts';

const BBC = { source: 'bbc', sourceTitle: 'BBC' };
const PICTURE = { url: 'https://img.example/1.jpg', type: 'image/jpeg', alt: '' };
const AUDIO = { url: 'https://media.example/1.mp3', type: 'audio/mpeg' };
const VIDEO = { url: 'https://media.example/1.mp4', type: 'video/mp4' };

let home: TestHome;
beforeAll(async () => {
  home = await openHome();
  await home.publish([
    article(1, { title: '台湾选举', image: PICTURE, authors: ['张三', 'John Smith'] }),
    article(2, { title: '台湾经济', ...BBC, enclosures: [AUDIO], authors: ['張三'] }),
    article(3, {
      title: '香港经济',
      ...BBC,
      language: 'zh-Hant',
      image: PICTURE,
      authors: ['José Núñez'],
    }),
    article(4, { title: '香港选举', enclosures: [VIDEO, AUDIO] }),
    article(5, {
      title: '台湾香港',
      ...BBC,
      image: PICTURE,
      enclosures: [VIDEO],
      authors: ["Anna O'Brien"],
    }),
    article(6, {
      title: 'Taiwan',
      language: 'en',
      source: 'dw',
      sourceTitle: 'DW',
      authors: ['JOHN SMITH'],
    }),
    // Names as an attacker would choose them.
    article(7, {
      title: 'NEAR OR "quoted" source voa',
      language: 'en',
      source: "x') or 1=1 --",
      sourceTitle: 'X',
      authors: ['" OR author : "John Smith', 'is一source一voa', '***'],
    }),
  ]);
});

const get = (path: string) => home.app.request(encodeURI(path), { redirect: 'manual' });

describe('what a filter holds', () => {
  test.each<[query: string, numbers: number[]]>([
    ['limit=3', [7, 6, 5]],
    ['zh=hans', [7, 6, 5, 4, 3, 2, 1]],
    ['content=summary', [7, 6, 5, 4, 3, 2, 1]],
    ['lang=zh-Hans&source=bbc', [5, 2]],
    ['source=bbc&source=voa', [5, 4, 3, 2, 1]],
    ['lang=en&lang=zh-Hant', [7, 6, 3]],
    ['lang=en&source=voa', []],
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
    ['limit=2', [7, 6]],
    ['limit=1&source=voa', [4]],
    ['content=summary&lang=en', [7, 6]],
    ['source=voa&zh=hant', [4, 1]],
    ['q=台湾&source=bbc&source=voa&zh=hant', [5, 2, 1]],
    // Words in either script, by parts, phrases, in any case.
    ['q=臺灣', [5, 2, 1]],
    ['q=台灣', [5, 2, 1]],
    ['q=經濟', [3, 2]],
    ['q=湾经', [2]],
    ['q="台湾+香港"', []],
    ['q=taiwan', [6]],
    ['q=ＴＡＩＷＡＮ', [6]],
    ['q=Taiw', []],
    ['q=台湾+香港', [5]],
    ['q=港', [5, 4, 3]],
    ['not=香&q=港', []],
    ['lang=zh-Hans&not=经济+选举&source=bbc&source=voa', [5]],
    // Names as a whole, in any case and either script; any of those given.
    ['author=张三', [2, 1]],
    ['author=張三', [2, 1]],
    ['author=张', []],
    ['author=三', []],
    ['author=John+Smith', [6, 1]],
    ['author=john+smith', [6, 1]],
    ['author=John', []],
    ['author=Smith+John', []],
    ['author=Jose+Nunez', [3]],
    ['author=José+Núñez', [3]],
    ["author=ANNA+O'BRIEN", [5]],
    ['author=Anna+O+Brien', [5]],
    ['author=José+Núñez&author=张三', [3, 2, 1]],
    ['author=John+Smith&lang=en', [6]],
    ['author=张三&source=bbc', [2]],
    ['author=张三&has=audio', [2]],
    ['author=张三&q=选举', [1]],
    ['author=张三&not=选举', [2]],
    ['author=张三&has=image&lang=zh-Hans&limit=5&not=经济&q=台湾&source=voa&zh=hant', [1]],
    ['author=nobody', []],
    ['author=美国之音', []],
    // A word finds no author and no source; what looks like syntax finds nothing but itself.
    ['q=Smith', []],
    ['q=voa', [7]],
    ['not=voa&source=voa', [4, 1]],
    ['q=NEAR+OR', [7]],
    ['q="NEAR+OR"', [7]],
    ['q=facets', []],
    ['author="+OR+author+:+"John+Smith', [7]],
    ['author=is一source一voa', [7]],
    ['author=is一author一john', []],
    ["q=quoted&source=x')+or+1=1+--", [7]],
    ["author=') OR 1=1 --", []],
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
    ['/filter/feed.xml?author=+A++B+&author=a b', '/filter/feed.xml?author=a+b'],
    ['/filter/feed.xml?q=x&author=b&author=a', '/filter/feed.xml?author=a&author=b&q=x'],
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
  const KNOWN = 'archive, author, content, has, lang, limit, not, q, source, zh';
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
    ['author=', 400, 'author is not valid; expected a name'],
    ['author=%', 400, 'author is not valid; expected a name'],
    ['author=***', 400, 'author is not valid; expected a name'],
    [`author=${'a'.repeat(201)}`, 400, 'at most 200 characters'],
    [
      Array.from({ length: 21 }, (_, at) => `author=a${at}`).join('&'),
      400,
      'author is given 21 times',
    ],
    ['archive=1&author=a', 400, 'archive is not valid'],
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

test('a corrected author is found, the former is not, and a withdrawn article is gone', async () => {
  const own = await openHome();
  const count = async (name: string) => {
    const answer = await own.app.request(`/filter/feed.json?author=${name}`);
    return (await answer.json()).items.length;
  };
  const [before, after] = ['Ana', 'Eva'].map((name) => article(1, { authors: [name] }));
  await own.publish([before as StagedArticle]);
  expect([await count('Ana'), await count('Eva')]).toEqual([1, 0]);
  await own.publish([after as StagedArticle]);
  expect([await count('Ana'), await count('Eva')]).toEqual([0, 1]);
  await own.publish([], [(after as StagedArticle).id]);
  expect([await count('Ana'), await count('Eva')]).toEqual([0, 0]);
});

test('an article of an older date arrives in the feed of its author, its medium and its words', async () => {
  const own = await openHome({ ...SITE, items: 2 });
  const authors = ['Ana'];
  await own.publish([3, 4, 5].map((number) => article(number, { authors, image: PICTURE })));
  await own.publish([article(1, { authors, image: PICTURE })]);
  for (const query of ['author=Ana', 'has=image', 'q=新闻']) {
    const { items } = await (await own.app.request(encodeURI(`/filter/feed.json?${query}`))).json();
    expect(items.map(({ title }: { title: string }) => title)).toEqual(['第5条新闻', '第1条新闻']);
  }
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
