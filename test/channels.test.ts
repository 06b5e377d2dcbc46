// Channels: sources, languages and combinations, their addresses and scripts; OPML and sitemap.
import { parseOpml, parseRssFeed } from 'feedsmith';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, test } from 'vitest';
import { article, follow, openHome, SITE, type TestHome } from './support/home.ts';

const CDT = encodeURIComponent('中国数字时代');
const voa = (number: number) => article(number, { source: 'voa', sourceTitle: '美国之音' });
const bbc = (number: number) =>
  article(number, { source: 'bbc', sourceTitle: 'BBC', language: 'zh-Hant' });

let home: TestHome;
beforeAll(async () => {
  home = await openHome();
  await home.publish([
    voa(1),
    bbc(2),
    voa(3),
    article(4, { source: '中国数字时代', sourceTitle: '中国数字时代', language: 'zh-Hant' }),
    article(5, { source: 'bbc', sourceTitle: 'BBC' }),
  ]);
});

/** Percent-encodes what a client would. */
const ask = (path: string, init?: RequestInit) => {
  const { pathname, search } = new URL(path, SITE.url);
  return init ? home.app.request(pathname + search, init) : follow(home, pathname + search);
};
const json = async (path: string) => (await ask(path)).json();
const numbers = async (path: string): Promise<number[]> =>
  (await json(path)).items.map(({ title }: { title: string }) => Number(/\d+/.exec(title)?.[0]));

describe('what a channel shows', () => {
  test.each([
    ['/feed.json', [5, 4, 3, 2, 1]],
    ['/sources/voa/feed.json', [3, 1]],
    ['/sources/VOA/feed.json', [3, 1]],
    [`/sources/${CDT}/feed.json`, [4]],
    ['/sources/中国数字时代/feed.json', [4]],
    ['/languages/zh-Hant/feed.json', [4, 2]],
    ['/languages/ZH-hant/feed.json', [4, 2]],
    ['/feed.json?source=voa&source=bbc', [5, 3, 2, 1]],
    ['/feed.json?source=bbc&lang=zh-Hans', [5]],
    ['/feed.json?lang=zh-Hans&lang=zh-Hant', [5, 4, 3, 2, 1]],
    ['/feed.json?source=voa&lang=zh-Hant', []],
    ['/sources/bbc/feed.json?lang=zh-Hant', [2]],
    ['/languages/zh-Hant/feed.json?source=bbc', [2]],
    ['/feed.json?source=bbc&source=voa&limit=2', [5, 3]],
  ])('%s: %j', async (path, expected) => {
    expect(await numbers(path)).toEqual(expected);
  });

  test.each([
    ['/sources/voa/feed.json', '美国之音 – 宽报', '/sources/voa/', 'zh-Hans'],
    [`/sources/${CDT}/feed.json`, '中国数字时代 – 宽报', `/sources/${CDT}/`, 'zh-Hans'],
    ['/languages/zh-Hant/feed.json', '繁體中文 – 宽报', '/languages/zh-Hant/', 'zh-Hant'],
    [
      '/feed.json?source=voa&source=bbc&lang=zh-Hans',
      'BBC、美国之音 · 简体中文 – 宽报',
      '/',
      'zh-Hans',
    ],
  ])('%s is called %s', async (path, title, page, language) => {
    const feed = await json(path);
    expect([feed.title, feed.home_page_url, feed.language]).toEqual([
      title,
      SITE.url + page,
      language,
    ]);
  });

  test('every item names the feed of its source, except in that feed itself', async () => {
    const sources = async (path: string) =>
      parseRssFeed(await (await ask(path)).text()).items?.map(({ source }) => source?.url);
    expect(await sources('/sources/voa/feed.xml')).toEqual([undefined, undefined]);
    expect(await sources('/feed.xml?limit=2')).toEqual([
      `${SITE.url}/sources/bbc/feed.xml`,
      `${SITE.url}/sources/${CDT}/feed.xml`,
    ]);
  });

  test('ids are those of every other feed, and channels have ids of their own', async () => {
    const ids = (feed: { items: { id: string }[] }) => feed.items.map(({ id }) => id);
    expect(ids(await json('/feed.json'))).toEqual(
      expect.arrayContaining(ids(await json('/sources/voa/feed.json'))),
    );
    const paths = ['', '/sources/voa', '/sources/bbc', '/languages/zh-Hans'];
    const own = paths.map(async (path) => {
      const text = await (await ask(`${path}/atom.xml`)).text();
      return /<id>([^<]*)/.exec(text)?.[1];
    });
    expect(new Set(await Promise.all(own)).size).toBe(paths.length);
  });

  test('a publication that adds nothing to a channel does not change its tag', async () => {
    const own = await openHome();
    await own.publish([voa(1), bbc(2)]);
    const tag = async (path: string) => (await own.app.request(path)).headers.get('ETag');
    const before = [
      await tag('/sources/voa/feed.xml'),
      await tag('/filter/feed.xml?lang=zh-Hant&source=bbc'),
    ];
    await own.publish([article(9, { source: 'dw', sourceTitle: 'DW', language: 'de' })]);
    expect([
      await tag('/sources/voa/feed.xml'),
      await tag('/filter/feed.xml?lang=zh-Hant&source=bbc'),
    ]).toEqual(before);
  });
});

describe('the canonical address', () => {
  test.each([
    ['/feed.json?source=voa', '/sources/voa/feed.json'],
    ['/feed.json?source=VOA&source=voa', '/sources/voa/feed.json'],
    ['/feed.json?lang=zh-hant', '/languages/zh-Hant/feed.json'],
    ['/sources/voa/feed.json?limit=50&content=full&utm_source=x', '/sources/voa/feed.json'],
    ['/sources/中国数字时代/feed.json', `/sources/${CDT}/feed.json`],
    [
      '/feed.json?source=voa&limit=7&lang=zh-Hans&source=bbc&zh=hant&content=summary',
      '/filter/feed.json?content=summary&lang=zh-Hans&limit=7&source=bbc&source=voa&zh=hant',
    ],
    ['/sources/bbc/feed.json?lang=zh-Hant', '/filter/feed.json?lang=zh-Hant&source=bbc'],
    ['/languages/zh-Hant/feed.json?source=bbc', '/filter/feed.json?lang=zh-Hant&source=bbc'],
  ])('%s is %s', async (path, canonical) => {
    const [asked, own] = [await ask(path), await home.app.request(canonical)];
    expect(own.status).toBe(200);
    expect(asked.headers.get('ETag')).toBe(own.headers.get('ETag'));
    expect((await asked.json()).feed_url).toBe(SITE.url + canonical);
  });
});

describe('what is not there', () => {
  test.each([
    [
      '/sources/cnn/feed.xml',
      'There is no source “cnn”. There are: bbc, voa (美国之音), 中国数字时代',
    ],
    ['/feed.json?source=voa&source=cnn', 'There is no source “cnn”'],
    ['/sources/%2e%2e%2fetc/feed.xml', 'There is no source “../etc”'],
    ['/sources/%ff/atom.xml', 'There is no source'],
    [
      '/languages/fr/atom.xml',
      'There is nothing in the language “fr”. There are: zh-Hans, zh-Hant',
    ],
    ['/sources/cnn/archive/1/feed.xml', 'There is no source'],
  ])('%s: 404', async (path, sentence) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain(sentence);
  });

  test.each([
    ['/languages/no such tag/feed.xml', 'lang is not valid'],
    ['/feed.xml?lang=', 'lang is not valid'],
    ['/feed.xml?zh=tw', 'zh is not valid; expected “hans” or “hant”'],
    ['/feed.xml?content=half', 'content is not valid'],
    ['/feed.xml?limit=0', 'limit is not valid'],
    [`/feed.xml?${Array.from({ length: 21 }, (_, at) => `source=s${at}`).join('&')}`, 'at most 20'],
  ])('%s: 400', async (path, sentence) => {
    const answer = await ask(path);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(sentence);
  });
});

describe('the other Chinese script', () => {
  test('titles, summaries, texts, alt and title are converted; ids, URLs and other languages are not', async () => {
    const own = await openHome();
    const html =
      '<p><a href="https://news.example/发展" title="发展">头发</a>与发展&amp;后面<img src="https://news.example/国.jpg" alt="国"></p>';
    await own.publish([
      article(1, {
        title: '皇后在头发后面',
        summary: '发展 &lt;',
        html,
        image: { url: 'https://news.example/国.jpg', type: null, alt: '国' },
      }),
      article(2, { title: '国', language: 'ja', published: Date.UTC(2023, 0, 1) }),
    ]);
    const feed = async (zh: string) => (await follow(own, `/feed.json${zh}`)).json();
    const [plain, hant, hans] = [await feed(''), await feed('?zh=hant'), await feed('?zh=hans')];
    expect(hant.items[0]).toMatchObject({
      id: plain.items[0].id,
      url: plain.items[0].url,
      image: plain.items[0].image,
      title: '皇后在頭髮後面',
      summary: '發展 &lt;',
      content_html:
        '<p><a href="https://news.example/发展" title="發展">頭髮</a>與發展&amp;後面<img src="https://news.example/国.jpg" alt="國"></p>',
    });
    expect(hant).toMatchObject({
      title: '寬報',
      language: 'zh-Hant',
      feed_url: `${SITE.url}/filter/feed.json?zh=hant`,
    });
    expect(hant.items[1]).toMatchObject({ title: '国', language: 'ja' });
    expect(hans.items[0].title).toBe('皇后在头发后面');
  });

  test('each search is a feed of its own, with a page of its own', async () => {
    const parts = async (path: string) => {
      const text = await (await ask(path)).text();
      const [, id] = /<id>(.+?)<\/id>/.exec(text) ?? [];
      const [page] =
        /<link[^>]* rel="alternate"[^>]*text\/html[^>]*>|<link(?![^>]* rel=)[^>]*>/.exec(text) ??
        [];
      return { id, page };
    };
    const [first, second] = [
      await parts('/filter/atom.xml?q=a'),
      await parts('/filter/atom.xml?q=b'),
    ];
    expect(first.id).toBe(`${SITE.url}/filter?q=a`);
    expect(second.id).toBe(`${SITE.url}/filter?q=b`);
    expect(second.page).toContain(`href="${SITE.url}/search/?q=b"`);
  });

  test('Traditional becomes Simplified', async () => {
    const own = await openHome();
    await own.publish([article(1, { title: '臺灣發布頭髮警報，裏面', language: 'zh-Hant' })]);
    const { items, language } = await (await own.app.request('/filter/feed.json?zh=hans')).json();
    expect(items[0].title).toBe('台湾发布头发警报，里面');
    expect(language).toBe('zh-Hans');
  });

  test('it is a document like any other', async () => {
    const path = '/filter/feed.xml?source=voa&zh=hant';
    const answer = await ask(path);
    const headers = { 'If-None-Match': answer.headers.get('ETag') ?? '' };
    expect((await ask(path, { headers })).status).toBe(304);
  });
});

describe('/opml.xml', () => {
  test('lists every channel, grouped by kind, for a reader to import', async () => {
    const answer = await ask('/opml.xml');
    expect(answer.headers.get('Content-Type')).toBe('text/x-opml; charset=utf-8');
    const { head, body } = parseOpml(await answer.text());
    expect(head).toMatchObject({ title: '宽报', dateModified: 'Mon, 01 Jan 2024 00:05:00 GMT' });
    const outline = (text: string, path: string, language = 'zh-Hans') => ({
      type: 'rss',
      text,
      title: text,
      xmlUrl: `${SITE.url}${path}/feed.xml`,
      htmlUrl: `${SITE.url}${path}/`,
      language,
    });
    const daily = (text: string, path: string) => ({
      ...outline(text, path),
      xmlUrl: `${SITE.url}${path}/daily/feed.xml`,
    });
    expect(body?.outlines).toEqual([
      outline('宽报', ''),
      {
        text: 'Sources',
        outlines: [
          outline('BBC – 宽报', '/sources/bbc'),
          outline('美国之音 – 宽报', '/sources/voa'),
          outline('中国数字时代 – 宽报', `/sources/${CDT}`),
        ],
      },
      {
        text: 'Languages',
        outlines: [
          outline('简体中文 – 宽报', '/languages/zh-Hans'),
          outline('繁體中文 – 宽报', '/languages/zh-Hant', 'zh-Hant'),
        ],
      },
      {
        text: 'Daily',
        outlines: [
          daily('每日 – 宽报', ''),
          daily('BBC · 每日 – 宽报', '/sources/bbc'),
          daily('美国之音 · 每日 – 宽报', '/sources/voa'),
          daily('中国数字时代 · 每日 – 宽报', `/sources/${CDT}`),
        ],
      },
    ]);
  });

  test('every feed it names answers', async () => {
    const text = await (await ask('/opml.xml')).text();
    const urls = [...text.matchAll(/xmlUrl="([^"]*)"/g)].map(([, url = '']) => url);
    expect(urls).toHaveLength(10);
    for (const url of urls) expect((await ask(url.slice(SITE.url.length))).status).toBe(200);
  });
});

describe('/sitemap.xml', () => {
  /** Well-formed, and what its `loc` elements hold. */
  async function locations(path: string): Promise<string[]> {
    const answer = await ask(path);
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
      200,
      'application/xml; charset=utf-8',
    ]);
    const parser = new SaxesParser({ xmlns: true });
    const found: string[] = [];
    let inside = false;
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ local, uri }) => {
      expect(uri).toBe('http://www.sitemaps.org/schemas/sitemap/0.9');
      inside = local === 'loc';
    });
    parser.on('text', (text) => inside && found.push(text.slice(SITE.url.length)));
    parser.on('closetag', () => {
      inside = false;
    });
    parser.write(await answer.text()).close();
    return found;
  }

  test('lists every page', async () => {
    expect(await locations('/sitemap.xml')).toEqual(['/sitemaps/pages.xml', '/sitemaps/1.xml']);
    expect(await locations('/sitemaps/pages.xml')).toEqual([
      '/',
      '/subscribe/',
      '/subscribe/help/',
      '/sources/bbc/',
      '/sources/voa/',
      `/sources/${CDT}/`,
      '/languages/zh-Hans/',
      '/languages/zh-Hant/',
      '/2024/',
      '/2024/01/',
      '/2024/01/01/',
    ]);
    const articles = [1, 2, 3, 4, 5].map((number) => `/articles/${article(number).id}/`);
    expect(await locations('/sitemaps/1.xml')).toEqual(articles);
    expect((await ask('/sitemaps/2.xml')).status).toBe(404);
  });

  test('robots.txt names it', async () => {
    expect(await (await ask('/robots.txt')).text()).toContain(`Sitemap: ${SITE.url}/sitemap.xml`);
  });
});
