// Pages as the application answers them: content, language, links and security headers.
import { beforeAll, describe, expect, test } from 'vitest';
import { article, openHome, SITE, type TestHome } from './support/home.ts';

const BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const ENGLISH = { 'Accept-Language': 'en' };

/** One article that has all that a page must deal with. */
const RICH = article(40, {
  title: '标题 <b>不是</b> & “标记”',
  url: 'https://www.newsroom.example/rich?a=1&b=2',
  source: '纽约 时报',
  sourceTitle: '纽约 时报',
  published: Date.UTC(2024, 1, 3, 4, 5),
  summary: '摘要 & "引号"',
  image: { url: 'https://img.example/lead.jpg', type: 'image/jpeg', alt: '主图' },
  language: 'zh-Hant',
  html:
    '<h1>一</h1><h4>二</h4><p><a href="https://x.example/"><img src="https://img.example/1.jpg" alt=""></a></p>' +
    '<h2>三</h2><p><a href="https://x.example/"><img src="https://img.example/2.jpg" alt="有字"></a></p>' +
    '<video src="https://media.example/1.mp4" controls=""></video>',
});

let home: TestHome;
beforeAll(async () => {
  home = await openHome();
  await home.publish([...Array.from({ length: 260 }, (_, at) => article(at + 100)), RICH]);
});

async function page(path: string, headers: Record<string, string> = ENGLISH) {
  const answer = await home.app.request(path, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const PAGES = ['/', '/sources/voa/', '/languages/zh-Hans/', '/search/', '/subscribe/'];
PAGES.push('/2024/', '/2024/01/', '/2024/01/01/', '/2024/01/01/page/2/');
PAGES.push(`/articles/${RICH.id}/`);

describe.each(PAGES)('%s', (path) => {
  test('runs only our own files, cannot be framed, and sends no referrer', async () => {
    const { status, headers } = await page(path);
    expect(status).toBe(200);
    expect(headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'self'; script-src 'self';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
  });

  test('has no inline script or style, and images send no referrer', async () => {
    const { text } = await page(path);
    expect(text).not.toMatch(/\sstyle=|<style|\son\w+=|<script(?![^>]* src=)/);
    for (const [img] of text.matchAll(/<img [^>]*>/g)) {
      expect(img).toContain('referrerpolicy="no-referrer"');
    }
  });

  test('links the feeds of the site', async () => {
    const { text } = await page(path);
    const links = [
      ...text.matchAll(/<link rel="alternate" type="(.+?)" title=".+?" href="(.+?)">/g),
    ];
    for (const [type, file] of [
      ['application/rss+xml', 'feed.xml'],
      ['application/atom+xml', 'atom.xml'],
      ['application/feed+json', 'feed.json'],
    ]) {
      expect(links.map(([, ...link]) => link)).toContainEqual([type, `${SITE.url}/${file}`]);
    }
  });

  test('has one heading of the first level', async () => {
    expect((await page(path)).text.match(/<h1[ >]/g)).toHaveLength(1);
  });

  test('is answered with 304 until it changes', async () => {
    const first = await page(path);
    const headers = { ...ENGLISH, 'If-None-Match': first.headers.get('ETag') ?? '' };
    expect((await page(path, headers)).status).toBe(304);
    const other = { 'Accept-Language': 'zh', 'If-None-Match': first.headers.get('ETag') ?? '' };
    expect((await page(path, other)).status).toBe(200);
  });
});

describe('language of the interface', () => {
  const languages: [string | undefined, string][] = [
    [undefined, 'zh-Hans'],
    ['*', 'zh-Hans'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
    ['de,zh-CN;q=0.8,en;q=0.5', 'zh-Hans'],
    ['zh', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK;q=0.9,en;q=0.8', 'zh-Hant'],
    ['zh-Hant-MO', 'zh-Hant'],
    ['en;q=0, zh-TW;q=0.1', 'zh-Hant'],
    ['en;q=0', 'zh-Hans'],
    ['xx, ;q=, en', 'en'],
  ];
  test.each(languages)('%s: %s', async (field, language) => {
    const { text, headers } = await page('/', field ? { 'Accept-Language': field } : {});
    expect(text).toContain(`<html lang="${language}">`);
    expect(headers.get('Vary')).toContain('Accept-Language');
  });

  test('?ui= overrides Accept-Language, and the links keep it', async () => {
    const { text } = await page('/sources/voa/?ui=zh-Hant');
    expect(text).toContain('<html lang="zh-Hant">');
    expect(text).toContain('href="/sources/voa/page/2/?ui=zh-Hant"');
    expect(text).toContain('<input type="hidden" name="ui" value="zh-Hant">');
    expect((await page('/')).text).not.toMatch(/href="\/sources\/voa\/\?/);
  });

  test('an unknown ?ui= is ignored', async () => {
    for (const tag of ['de', 'toString', '__proto__', '']) {
      expect((await page(`/?ui=${tag}`)).text).toContain('<html lang="en">');
    }
  });
});

describe('article', () => {
  test('links to the original first, and says that it is a copy of it', async () => {
    const { text } = await page(`/articles/${RICH.id}/`);
    const original = 'https://www.newsroom.example/rich?a=1&amp;b=2';
    expect(text).toContain(`<link rel="canonical" href="${original}">`);
    expect(text).toContain(`<a href="${original}" rel="external">Read the original at newsroom`);
    expect(text.indexOf(`<a href="${original}"`)).toBeLessThan(text.indexOf('class="prose"'));
  });

  test('has metadata for social networks', async () => {
    const { text } = await page(`/articles/${RICH.id}/`);
    const metadata = {
      'og:title': '标题 &lt;b&gt;不是&lt;/b&gt; &amp; “标记”',
      'og:image': 'https://img.example/lead.jpg',
      'og:url': `${SITE.url}/articles/${RICH.id}/`,
      'article:published_time': '2024-02-03T04:05:00.000Z',
    };
    for (const [property, content] of Object.entries(metadata)) {
      expect(text).toContain(`<meta property="${property}" content="${content}">`);
    }
  });

  test('the text continues the outline of the page and has its own language', async () => {
    const { text } = await page(`/articles/${RICH.id}/`);
    expect(text).toContain('<div class="prose" lang="zh-Hant"><h2>一</h2><h3>二</h3>');
    expect(text).toContain('<h2>三</h2>');
  });

  test('a link around a picture has a name; players load nothing yet', async () => {
    const { text } = await page(`/articles/${RICH.id}/`);
    expect(text).toMatch(/<a aria-label="Picture" [^>]*><img [^>]*1\.jpg/);
    expect(text).toMatch(/<a href="https:\/\/x.example\/"><img [^>]*2\.jpg/);
    expect(text).toContain('<video preload="none" ');
  });

  test('pictures load late, but for the first', async () => {
    const { text } = await page(`/articles/${RICH.id}/`);
    const pictures = [...text.matchAll(/<img [^>]*>/g)].map(([img]) =>
      img.includes('loading="lazy"'),
    );
    expect(pictures).toEqual([false, true]);
  });

  test('a video elsewhere is its picture and a link, and no frame', async () => {
    const video = article(400, {
      html: '<p>一</p><p><a href="https://www.youtube.com/watch?v=abcdefghijk">YouTube: 港口</a></p>',
    });
    const own = await openHome();
    await own.publish([video]);
    const text = await (await own.app.request(`/articles/${video.id}/`)).text();
    expect(text).toMatch(
      /<a [^>]*href="https:\/\/www\.youtube\.com\/watch\?v=abcdefghijk"><img [^>]*src="https:\/\/i\.ytimg\.com\/vi\/abcdefghijk\/[^>]*><span>YouTube: 港口<\/span>/,
    );
    expect(text).not.toContain('<iframe');
  });

  test('leads on to the article before it of its source, and to its day', async () => {
    const { text } = await page(`/articles/${article(200).id}/`);
    expect(text).toContain(`href="/articles/${article(199).id}/"`);
    expect(text).not.toContain(article(201).id);
    expect(text).toContain('href="/2024/01/01/"');
  });

  test('says its locale by territory', async () => {
    const { text } = await page(`/articles/${RICH.id}/`);
    expect(text).toContain('<meta property="og:locale" content="zh_TW">');
    expect((await page('/', {})).text).toContain('<meta property="og:locale" content="zh_CN">');
  });

  test('links its source, also one with special characters in its name', async () => {
    const { text } = await page(`/articles/${RICH.id}/`);
    const path = `/sources/${encodeURIComponent('纽约 时报')}`;
    expect(text).toContain(`href="${path}/"`);
    const source = await page(`${path}/`);
    expect(source.text).toContain(`href="${SITE.url}${path}/feed.xml"`);
    expect(source.text).toContain(`href="/articles/${RICH.id}/"`);
  });
});

describe('the Chinese script of articles', () => {
  const taiwan = article(500, {
    title: '后来的头发',
    summary: '台湾的软件',
    html: '<p>发展<img src="https://img.example/5.jpg" alt="图书馆"></p>',
  });

  test('?zh= converts an article, and links keep it', async () => {
    const own = await openHome();
    await own.publish([taiwan]);
    const get = async (path: string) => (await own.app.request(path, { headers: ENGLISH })).text();
    const text = await get(`/articles/${taiwan.id}/?zh=hant`);
    expect(text).toContain('<h1 lang="zh-Hant">後來的頭髮</h1>');
    expect(text).toContain('alt="圖書館"');
    expect(text).toContain('href="/2024/01/01/?zh=hant"');
    expect(text).toContain(`href="/articles/${taiwan.id}/" rel="nofollow">As it was written`);
    // Its file is the text as it was written.
    expect(text).toContain(`<link rel="canonical" href="${taiwan.url}">`);
    for (const path of ['/', '/2024/01/01/', '/sources/voa/']) {
      const list = await get(`${path}?zh=hant`);
      expect(list).toContain('後來的頭髮');
      expect(list).toContain('臺灣的軟件');
    }
    expect(await get(`/articles/${taiwan.id}/`)).toContain('后来的头发');
  });

  test('the Traditional interface offers it where a text is Simplified', async () => {
    const own = await openHome();
    await own.publish([taiwan]);
    const path = `/articles/${taiwan.id}/`;
    const get = async (language: string) =>
      (await own.app.request(path, { headers: { 'Accept-Language': language } })).text();
    expect(await get('zh-TW')).toContain(`href="${path}?zh=hant" rel="nofollow">轉為繁體`);
    expect(await get('zh-CN')).not.toContain('class="script"');
    expect(await get('en')).not.toContain('zh=hant');
  });
});

describe('the front page', () => {
  const YEAR = 365 * 86_400_000;
  const at = (day: number, change: Parameters<typeof article>[1] = {}) => ({
    published: Date.UTC(2024, 3, day),
    ...change,
  });
  const of = (source: string) => ({ source, sourceTitle: source });
  const titles = (text: string) =>
    [...text.matchAll(/<h3[^>]*><a href="\/articles\/[^>]*>([^<]*)/g)].map(([, title]) => title);
  const picture = (number: number) => ({
    image: { url: `https://img.example/${number}.jpg`, type: null, alt: '' },
    summary: '一'.repeat(60),
  });

  test('shows the newest of each source before the second of any', async () => {
    const own = await openHome();
    await own.publish([
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => article(number, at(20 + number, of('bbc')))),
      article(10, at(3, of('voa'))),
      article(11, at(2, of('rfi'))),
    ]);
    const text = await (await own.app.request('/')).text();
    const shown = titles(text).map((title) => Number(/\d+/.exec(title ?? '')?.[0]));
    expect(shown).toEqual([8, 10, 11, 7, 6, 5, 4, 3]);
  });

  test('an article with a picture and a summary leads; its source is another one the next day', async () => {
    const own = await openHome();
    await own.publish([
      article(1, at(10, { ...of('bbc'), ...picture(1) })),
      article(2, at(10, { ...of('voa'), ...picture(2) })),
      article(3, at(11, of('rfi'))),
    ]);
    const lead = async () => titles(await (await own.app.request('/')).text())[0];
    const first = await lead();
    await own.publish([article(4, at(12, of('rfi')))]);
    const second = await lead();
    expect([first, second].sort()).toEqual([article(1).title, article(2).title]);
    await own.publish([article(5, at(13, of('rfi')))]);
    expect(await lead()).toBe(first);
  });

  test('a picture that several articles share is a logo, and is not shown', async () => {
    const own = await openHome();
    await own.publish([1, 2].map((number) => article(number, at(number, picture(7)))));
    expect(await (await own.app.request('/')).text()).not.toContain('img.example/7.jpg');
  });

  test('says how much there is, since when, and links each day of the last year', async () => {
    const own = await openHome();
    const old = article(1, { published: Date.UTC(2024, 3, 20) - 3 * YEAR });
    await own.publish([old, article(2, at(19, of('bbc'))), article(3, at(20, of('bbc')))]);
    const text = await (await own.app.request('/', { headers: ENGLISH })).text();
    expect(text).toContain('3 articles of 2 sources, 2021–2024');
    expect(text).toContain(
      '<a href="/2024/04/20/"><time datetime="2024-04-20">Saturday, 20 April 2024',
    );
    expect(text).toMatch(/<a href="\/2024\/04\/19\/" aria-label="19 April 2024: 1 article">/);
    for (const year of ['2021', '2024']) expect(text).toContain(`<a href="/${year}/">${year}</a>`);
    expect(text).not.toContain('<a href="/2022/">');
  });
});

describe('lists', () => {
  const ids = ({ text }: { text: string }) =>
    [...text.matchAll(/<h2[^>]*><a href="([^"]+)"/g)].map(([, href]) => href);

  test.each(['/sources/voa/', '/2024/01/01/'])(
    '%s: every article is on exactly one page',
    async (list) => {
      const pages = [await page(list), await page(`${list}page/2/`), await page(`${list}page/1/`)];
      expect(pages.map((each) => ids(each).length)).toEqual([60, 100, 100]);
      // The newest first, and on page 1 the oldest.
      const numbers = Array.from({ length: 260 }, (_, at) => 359 - at);
      expect(pages.flatMap(ids)).toEqual(numbers.map((at) => `/articles/${article(at).id}/`));
      expect(pages[0]?.text).toContain(`<link rel="next" href="${list}page/2/">`);
      expect(pages[1]?.text).toContain(`<link rel="prev" href="${list}">`);
      expect(pages[1]?.text).toContain(`<link rel="next" href="${list}page/1/">`);
      expect(pages[1]?.text).toContain(`<link rel="canonical" href="${SITE.url}${list}page/2/">`);
      expect(pages[2]?.text).toContain(`<link rel="prev" href="${list}page/2/">`);
      expect((await page(`${list}page/3/`)).status).toBe(404);
    },
  );

  test('a new article changes no numbered page, until the next is cut off', async () => {
    const own = await openHome();
    const list = '/languages/zh-Hans/';
    const text = async (path: string) => (await own.app.request(path)).text();
    await own.publish(Array.from({ length: 249 }, (_, at) => article(at + 1)));
    const before = await text(`${list}page/1/`);
    expect((await own.app.request(`${list}page/2/`)).status).toBe(404);
    await own.publish([article(250)]);
    expect((await own.app.request(`${list}page/2/`)).status).toBe(200);
    await own.publish([article(251, { published: Date.UTC(2001, 0, 1) })]);
    expect(ids({ text: await text(`${list}page/1/`) })).toEqual(ids({ text: before }));
    expect(await text(list)).toContain(article(251).id);
  });

  const missing = [
    '/sources/none/',
    '/languages/de/',
    '/1999/01/',
    '/2024/13/',
    '/2024/02/30/',
    '/2024/01/32/',
  ];
  missing.push('/1999/', '/2024/01/02/', '/articles/none/', '/sources/', '/sources/%E0%A4%A/');
  missing.push('/sources/voa/page/0/', '/sources/voa/page/x/', '/sources/voa/page/99999999/');
  test.each(missing)('%s is not there', async (path) => {
    expect((await page(path)).status).toBe(404);
  });

  test.each([
    ['/sources/voa/?page=2', '/sources/voa/'],
    ['/2024/01/?utm_source=x&ui=en', '/2024/01/?ui=en'],
    ['/search/?q=a&zh=other', '/search/?q=a'],
  ])('%s → %s: no other parameter is dropped in silence', async (path, meant) => {
    const { status, headers } = await page(path);
    expect([status, headers.get('Location')]).toEqual([301, SITE.url + meant]);
  });

  test.each(['0', '-1', 'x', '1.5', '1e3', '', '9999999'])('page=%s is refused', async (number) => {
    const { status, text } = await page(`/search/?q=a&page=${number}`);
    expect(status).toBe(400);
    expect(text).toContain('page is not valid; expected a whole number');
  });
});

describe('dates', () => {
  test('a month shows its days, and links them, its year, and the month before', async () => {
    const { text } = await page('/2024/02/');
    expect(text).toContain('<a href="/2024/02/03/"><time datetime="2024-02-03">3 February 2024');
    for (const address of ['/2024/', '/2024/01/']) expect(text).toContain(`href="${address}"`);
    expect(text).not.toContain('2024-01');
  });

  test('a month of many articles shows some of each day, and says how many more there are', async () => {
    const { text } = await page('/2024/01/');
    expect(text.match(/<h3/g)).toHaveLength(100);
    expect(text).toContain('<a href="/2024/01/01/">160 more of 1 January 2024</a>');
  });

  test('a year links its months and days', async () => {
    const { text } = await page('/2024/');
    for (const address of ['/2024/01/', '/2024/02/', '/2024/01/01/', '/2024/02/03/']) {
      expect(text).toContain(`href="${address}"`);
    }
    expect(text).not.toContain('href="/2024/03/"');
  });

  test('days begin in the time zone of the site, and each date says which', async () => {
    const taipei = await openHome({ ...SITE, timeZone: 'Asia/Taipei' });
    // 31 December 2023, 17:00 in UTC.
    await taipei.publish([article(1, { published: Date.UTC(2023, 11, 31, 17) })]);
    const get = (path: string) => taipei.app.request(path, { headers: ENGLISH });
    for (const path of ['/2023/', '/2023/12/', '/2023/12/31/']) {
      expect((await get(path)).status).toBe(404);
    }
    for (const path of ['/2024/', '/2024/01/']) expect((await get(path)).status).toBe(200);
    const day = await (await get('/2024/01/01/')).text();
    expect(day).toContain('<time datetime="2024-01-01T01:00:00+08:00">01:00</time>');
    const own = await (await get(`/articles/${article(1).id}/`)).text();
    expect(own).toContain('>1 January 2024, 01:00 UTC+8</time>');
  });
});

describe('a browser gets a page', () => {
  test('for an error, while programs get a sentence', async () => {
    for (const [path, status] of [
      ['/nothing', 404],
      ['/feed.xml?limit=x', 400],
    ] as const) {
      const shown = await page(path, { ...BROWSER, ...ENGLISH });
      expect([shown.status, shown.headers.get('Cache-Control')]).toEqual([
        status,
        'private, no-cache',
      ]);
      expect(shown.text).toContain('<!doctype html>');
      const said = await page(path, {});
      expect([said.status, said.headers.get('Content-Type')?.slice(0, 10)]).toEqual([
        status,
        'text/plain',
      ]);
    }
  });

  const errors: [path: string, status: number, sentences: Record<string, string>][] = [
    [
      '/nothing',
      404,
      { en: 'Nothing is published', 'zh-CN': '这个地址没有内容', 'zh-TW': '這個網址沒有內容' },
    ],
    [
      '/sources/cnn/feed.xml',
      404,
      {
        en: 'There is no source “cnn”.',
        'zh-CN': '没有名为“cnn”的来源。',
        'zh-TW': '沒有名為「cnn」的來源。',
      },
    ],
    [
      '/filter/feed.xml?limit=x',
      400,
      {
        en: 'limit is not valid; expected a whole number from 1 to 500',
        'zh-CN': '参数 limit 无效；应为 1 到 500 的整数',
        'zh-TW': '參數 limit 無效；應為 1 到 500 的整數',
      },
    ],
    [
      '/filter/feed.xml?colour=red',
      400,
      {
        en: 'is no parameter here',
        'zh-CN': '这里没有参数“colour”',
        'zh-TW': '這裡沒有參數「colour」',
      },
    ],
    [
      `/search/?q=${[...'abcdefghijklm'].join('+')}`,
      400,
      { en: 'the search has 13 terms', 'zh-CN': '搜索有 13 个词', 'zh-TW': '搜尋有 13 個詞' },
    ],
  ];
  test.each(errors)('an error in its own language: %s', async (path, status, sentences) => {
    for (const [language, sentence] of Object.entries(sentences)) {
      const shown = await page(path, { ...BROWSER, 'Accept-Language': language });
      expect(shown.status).toBe(status);
      expect(shown.text).toContain(sentence);
      expect(shown.text).not.toContain('<span lang="en">');
    }
    expect((await page(path, {})).text).toContain(sentences.en ?? '');
  });

  test('an unknown source or language leads to those that there are', async () => {
    const { text } = await page('/sources/cnn/atom.xml', { ...BROWSER, ...ENGLISH });
    expect(text).toMatch(/<li><a href="\/sources\/voa\/?">美国之音<\/a><\/li>/);
    const other = await page('/languages/fr/feed.json', { ...BROWSER, ...ENGLISH });
    expect(other.text).toMatch(/<li><a href="\/languages\/zh-Hant\/?">繁體中文<\/a><\/li>/);
  });

  test.each(['feed.xml', 'atom.xml', 'feed.json'])('/%s is a page in a browser', async (file) => {
    const path = `/filter/${file}?limit=2`;
    const shown = await page(path, { ...BROWSER, ...ENGLISH });
    expect(shown.status).toBe(200);
    expect(shown.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    // A shared cache may give a reader's answer to anyone, but never this one.
    expect(shown.headers.get('Cache-Control')).toBe('private, no-cache');
    expect(shown.text).toContain(`value="${SITE.url}/filter/${file}?limit=2"`);
    expect(shown.text).toContain(
      `href="${SITE.url}/filter/${file === 'feed.xml' ? 'atom' : 'feed'}.xml?limit=2"`,
    );
    expect(shown.text.match(/<h3/g)?.length).toBeGreaterThanOrEqual(2);
    expect(shown.text).toContain(`href="/articles/${RICH.id}/"`);

    const etag = shown.headers.get('ETag') ?? '';
    const again = await page(path, { ...BROWSER, ...ENGLISH, 'If-None-Match': etag });
    expect(again.status).toBe(304);
    const read = await page(path, { 'If-None-Match': etag });
    expect(read.status).toBe(200);
    expect(read.headers.get('Content-Type')).toMatch(
      /^application\/(rss\+xml|atom\+xml|feed\+json)/,
    );
    expect(read.headers.get('Vary')).toBe('Accept-Encoding');
  });
});

test('a site below a path of its host: all references are below it, too', async () => {
  const nested = await openHome({ ...SITE, url: 'https://host.example/news' });
  await nested.publish([article(1)]);
  const text = await (await nested.app.request('/')).text();
  for (const [, reference = ''] of text.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)) {
    expect(reference).toMatch(/^\/news\//);
  }
  expect(text).toContain('href="/news/sources/voa/"');
});
