// Requests → answers of the whole application; feeds are read back by other people's parsers.
import { extractFromJson, extractFromXml } from '@extractus/feed-extractor';
import { load } from 'cheerio';
import { parseFeed } from 'feedsmith';
import Parser from 'rss-parser';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Site } from '../src/feed/types.ts';
import { createApp } from '../src/http/app.ts';
import type { DocumentCache } from '../src/http/document-cache.ts';
import { article, follow, openHome, SITE, type TestHome } from './support/home.ts';
import { AT_EDGE } from './support/which.ts';

const FEEDS = ['/feed.xml', '/atom.xml', '/feed.json'];
const TITLE = '<script>alert(1)</script> & "中文" ]]> &amp;';
const IMAGE = {
  url: 'https://images.weserv.nl?url=a.example/1.png&w="2"',
  type: 'image/png',
  alt: '<b>港口</b>',
};

let home: TestHome;
beforeAll(async () => {
  home = await openHome();
  await home.publish([
    article(1),
    article(2, { language: 'en', image: IMAGE }),
    article(3, { title: TITLE, summary: TITLE, html: '<p>a ]]&gt; &amp;amp; 🙂</p>' }),
  ]);
});

const get = (path: string, init?: RequestInit) => home.app.request(path, init);
const text = async (path: string) => (await follow(home, path)).text();

/** The titles of a feed, in its order, by a parser that knows all three formats. */
function titles(document: string): (string | undefined)[] {
  const { format, feed } = parseFeed(document);
  if (format === 'atom') return (feed.entries ?? []).map((entry) => entry.title?.value);
  return (feed.items ?? []).map((item) => item.title as string);
}

describe('content types', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/feed.xml', 'application/rss+xml; charset=utf-8'],
    ['/atom.xml', 'application/atom+xml; charset=utf-8'],
    ['/feed.json', 'application/feed+json; charset=utf-8'],
    ['/health', 'application/json'],
    ['/nowhere', 'text/plain; charset=UTF-8'],
    ['/feed.xml?limit=0', 'text/plain; charset=UTF-8'],
  ])('%s is %s', async (path, mediaType) => {
    const { headers } = await get(path);
    expect(headers.get('Content-Type')?.toLowerCase()).toBe(mediaType.toLowerCase());
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
  });
});

test.each([...FEEDS, '/'])('HEAD %s has the headers of GET and no body', async (path) => {
  const [head, full] = [await get(path, { method: 'HEAD' }), await get(path)];
  expect(head.status).toBe(200);
  expect(await head.text()).toBe('');
  expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(full.headers));
  expect(full.headers.get('Content-Length')).toBe(String((await full.bytes()).length));
});

test('a poller may keep a feed for as long as its ttl says', async () => {
  expect((await get('/feed.xml')).headers.get('Cache-Control')).toContain('public, max-age=300');
  expect(await text('/feed.xml')).toContain('<ttl>5</ttl>');
});

describe('the three feeds say the same', () => {
  const expected = [3, 2, 1].map((number) => article(number, number === 3 ? { title: TITLE } : {}));

  test('RSS, read by rss-parser', async () => {
    const feed = await new Parser().parseString(await text('/feed.xml'));
    expect(feed).toMatchObject({
      title: SITE.title,
      description: SITE.description,
      link: `${SITE.url}/`,
      feedUrl: `${SITE.url}/feed.xml`,
      language: 'zh-Hans',
    });
    expect(
      feed.items.map(({ title, link, guid, isoDate }) => [title, link, guid, isoDate]),
    ).toEqual(
      expected.map(({ title, url, id, published }) => [
        title,
        url,
        `urn:uuid:${id}`,
        new Date(published).toISOString(),
      ]),
    );
    expect(feed.items[0]?.['content:encoded']).toBe('<p>a ]]&gt; &amp;amp; 🙂</p>');
  });

  test('Atom, read by feedsmith', async () => {
    const { format, feed } = parseFeed(await text('/atom.xml'));
    if (format !== 'atom') throw new Error(`read as ${format}`);
    const date = (time: number) => new Date(time).toISOString();
    expect(feed.entries).toMatchObject(
      expected.map(({ url, id, published }) => ({
        id: `urn:uuid:${id}`,
        links: expect.arrayContaining([expect.objectContaining({ href: url })]),
        published: date(published),
        updated: date(published),
      })),
    );
    expect(feed.updated).toBe(date(article(3).published));
  });

  test('JSON Feed, read by feedsmith', async () => {
    const { format, feed } = parseFeed(await text('/feed.json'));
    if (format !== 'json') throw new Error(`read as ${format}`);
    expect(feed).toMatchObject({
      title: SITE.title,
      home_page_url: `${SITE.url}/`,
      feed_url: `${SITE.url}/feed.json`,
      language: 'zh-Hans',
    });
    expect(feed.items).toMatchObject(
      expected.map(({ title, url, id, published }) => ({
        id: `urn:uuid:${id}`,
        title,
        url,
        date_published: new Date(published).toISOString(),
      })),
    );
  });

  test.each(FEEDS)('%s, read by feed-extractor', async (path) => {
    const document = await text(path);
    const options = { normalization: true, descriptionMaxLen: 0 };
    const feed = path.endsWith('.json')
      ? extractFromJson(JSON.parse(document), options)
      : extractFromXml(document, options);
    expect(feed.title).toBe(SITE.title);
    expect(feed.entries?.map(({ link, published }) => [link, published])).toEqual(
      expected.map(({ url, published }) => [url, new Date(published).toISOString()]),
    );
  });
});

describe('the other formats', () => {
  const TYPES = {
    '/feed.xml': 'application/rss+xml',
    '/atom.xml': 'application/atom+xml',
    '/feed.json': 'application/feed+json',
  };

  test.each(FEEDS)('%s names them in its header', async (path) => {
    for (const query of ['', '?limit=2']) {
      const folder = query && '/filter';
      const link = (await get(folder + path + query)).headers.get('Link');
      const others = Object.entries(TYPES).filter(([other]) => other !== path);
      expect(link?.split(', ')).toEqual([
        `<${SITE.url}${folder}${path}${query}>; rel="self"`,
        ...others.map(
          ([other, type]) =>
            `<${SITE.url}${folder}${other}${query}>; rel="alternate"; type="${type}"`,
        ),
      ]);
    }
  });

  test('no document links to another as its website', async () => {
    expect(await text('/feed.xml')).not.toContain('rel="alternate"');
    const [head = ''] = (await text('/atom.xml')).split('<entry');
    expect(head.match(/rel="alternate" type=".*?"/g)).toEqual(['rel="alternate" type="text/html"']);
  });
});

describe('what a feed says of itself', () => {
  const own = {
    icon: 'https://feeds.example/square.png',
    copyright: '© 宽报',
    contact: 'news@feeds.example',
  };
  const documents = async (site: Site, path = '') => {
    const { app, publish } = await openHome(site);
    await publish([article(1), article(2, { source: 'bbc', sourceTitle: 'BBC' })]);
    return Promise.all(FEEDS.map(async (file) => (await app.request(path + file)).text()));
  };

  test('icon, rights and contact, where they are configured', async () => {
    const [rss = '', atom = '', json = ''] = await documents({ ...SITE, ...own });
    const { icon, copyright, contact } = own;
    expect(rss).toContain(`<image><url>${icon}</url>`);
    expect(rss).toContain(`<copyright>${copyright}</copyright>`);
    expect(rss).toContain(`<managingEditor>${contact} (The Editors)</managingEditor>`);
    expect(atom).toContain(`<icon>${icon}</icon><logo>${icon}</logo>`);
    expect(atom).toContain(`<rights type="text">${copyright}</rights>`);
    expect(atom).toContain(`<name>The Editors</name><email>${contact}</email>`);
    expect(JSON.parse(json)).toMatchObject({
      icon,
      favicon: icon,
      authors: [{ name: 'The Editors', url: `mailto:${contact}` }],
    });
  });

  test('by default its own icon, and neither rights nor contact', async () => {
    const [rss = '', atom = '', json = ''] = await documents(SITE);
    expect(rss).toContain(`<image><url>${SITE.url}/icon.png</url>`);
    expect(atom).toContain(`<icon>${SITE.url}/icon.png</icon>`);
    expect(rss + atom).not.toMatch(/<(copyright|rights|managingEditor|email)/);
    expect(JSON.parse(json)).toMatchObject({ favicon: `${SITE.url}/icon.png` });
  });

  test('each source has a description of its own', async () => {
    const described = async (path: string) =>
      (await documents(SITE, path)).map((text) => /"description":"(.*?)"/.exec(text)?.[1]).at(-1);
    expect(await described('')).toBe('新闻 & more');
    expect(await described('/sources/voa')).toBe('美国之音 – 新闻 & more');
    expect(await described('/sources/bbc')).toBe('BBC – 新闻 & more');
  });

  test('an entry of Atom names the Atom feed of its source, with a date', async () => {
    const atom = await text('/atom.xml');
    const source = /<entry>.*?<source>(.*?)<\/source>/.exec(atom)?.[1];
    expect(source).toContain(`href="${SITE.url}/sources/voa/atom.xml"`);
    expect(source).toContain('<updated>2024-01-01T00:03:00.000Z</updated>');
  });

  test('an empty feed has the date of the newest article there is', async () => {
    const { app, publish } = await openHome();
    await publish([
      article(1),
      article(2, { source: 'bbc', sourceTitle: 'BBC', language: 'zh-Hant' }),
    ]);
    const atom = await (await app.request('/filter/atom.xml?lang=zh-Hant&source=voa')).text();
    expect(atom).not.toContain('<entry');
    expect(/<updated>(.*?)</.exec(atom)?.[1]).toBe('2024-01-01T00:02:00.000Z');
  });

  test('an item without text has its title for a summary, and its link', async () => {
    const { app, publish } = await openHome();
    await publish([article(1, { html: '', summary: '' })]);
    const { items } = await (await app.request('/feed.json')).json();
    expect(items[0]).toMatchObject({ content_text: '第1条新闻', url: article(1).url });
    for (const file of ['/feed.xml', '/atom.xml']) {
      expect((await (await app.request(file)).text()).match(/第1条新闻/g)).toHaveLength(2);
    }
  });

  test('audio is an enclosure, and the lead picture has its size', async () => {
    const own = await openHome();
    const image = {
      url: 'https://img.example/1.jpg',
      type: 'image/jpeg',
      alt: '',
      width: 640,
      height: 480,
    };
    const enclosures = [{ url: 'https://media.example/1.mp3', type: 'audio/mpeg' }];
    await own.publish([article(1, { image, enclosures })]);
    const [rss, atom] = await Promise.all(
      ['/feed.xml', '/atom.xml'].map(async (path) => (await own.app.request(path)).text()),
    );
    expect(rss).toContain(
      '<enclosure url="https://media.example/1.mp3" length="0" type="audio/mpeg"/>',
    );
    expect(rss).toContain('<media:content url="https://img.example/1.jpg" medium="image"');
    expect(atom).toContain('rel="enclosure" type="audio/mpeg" href="https://media.example/1.mp3"');
    for (const text of [rss, atom]) {
      expect(text).toContain(
        '<media:thumbnail url="https://img.example/1.jpg" width="640" height="480"/>',
      );
    }
  });

  test.each(['/feed.xml', '/atom.xml'])('%s names a style sheet for browsers', async (path) => {
    expect((await text(path)).split('\n')[1]).toBe(
      `<?xml-stylesheet type="text/css" href="${SITE.url}/feed.css"?>`,
    );
  });
});

describe('what a feed shows', () => {
  test.each(FEEDS)('%s: limit', async (path) => {
    expect(titles(await text(`${path}?limit=1`))).toHaveLength(1);
    expect(titles(await text(`${path}?limit=2`))[1]).toContain('第2条新闻');
    expect(titles(await text(`${path}?limit=500`))).toHaveLength(3);
  });

  test('without a limit in the query, the configured one', async () => {
    const small = await openHome({ ...SITE, items: 2 });
    await small.publish([article(1), article(2), article(3)]);
    expect(titles(await (await small.app.request('/feed.xml')).text())).toEqual([
      '第3条新闻',
      '第2条新闻',
    ]);
    expect(titles(await (await small.app.request('/filter/feed.xml?limit=3')).text())).toHaveLength(
      3,
    );
  });

  test.each(FEEDS)('%s: summaries instead of the full content', async (path) => {
    expect(await text(path)).toContain('第1条新闻的全文');
    const summaries = await text(`${path}?content=summary`);
    expect(summaries).not.toContain('第1条新闻的全文');
    expect(summaries).toContain('第1条新闻的摘要');
    expect(await text(`${path}?content=full`)).toBe(await text(path));
  });

  test.each([
    ['?limit=0', 'limit is not valid; expected a whole number from 1 to 500'],
    ['?limit=501', 'limit is not valid; expected a whole number from 1 to 500'],
    ['?limit=-1', 'limit is not valid; expected a whole number from 1 to 500'],
    ['?limit=', 'limit is not valid; expected a whole number from 1 to 500'],
    ['?limit=5.0', 'limit is not valid; expected a whole number from 1 to 500'],
    ['?limit=%EF%BC%91', 'limit is not valid; expected a whole number from 1 to 500'],
    [`?limit=${'9'.repeat(100)}`, 'limit is not valid; expected a whole number from 1 to 500'],
    ['?content=all', 'content is not valid; expected “full” or “summary”'],
    ['?content=', 'content is not valid; expected “full” or “summary”'],
  ])('%s is refused', async (query, sentence) => {
    for (const path of FEEDS) {
      const answer = await get(path + query);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toBe(`${sentence}\n`);
      expect(answer.headers.get('ETag')).toBe(null);
    }
  });

  test.each(FEEDS)('%s: queries that mean the same get the same document', async (path) => {
    const same = [
      ['', '?utm_source=x&token=secret&limit=50', '?', '?content=full', '?limit=050'],
      [
        '?content=summary&limit=2',
        '?limit=2&content=summary',
        '?fbclid=1&limit=2&token=secret&content=summary',
      ],
    ];
    for (const queries of same) {
      const documents = await Promise.all(queries.map((query) => text(path + query)));
      expect(new Set(documents).size).toBe(1);
      expect(documents[0]).not.toMatch(/secret|utm_|fbclid/);
    }
  });

  test('the self link names the selection', async () => {
    const { feedUrl } = await new Parser().parseString(await text('/feed.xml?limit=2&x=1'));
    expect(feedUrl).toBe(`${SITE.url}/filter/feed.xml?limit=2`);
    expect(JSON.parse(await text('/feed.json?content=summary&limit=2')).feed_url).toBe(
      `${SITE.url}/filter/feed.json?content=summary&limit=2`,
    );
  });

  test('links do not follow the Host header', async () => {
    const headers = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' };
    const answer = await get('/feed.xml', { headers });
    expect(await answer.text()).toBe(await text('/feed.xml'));
  });

  // On Node, requests wait for the first look at the archive; at the edge nothing was pushed yet.
  test('before anything is published, feeds are empty, or readers are told to come back', async () => {
    const { app } = await openHome();
    for (const path of [...FEEDS, '/']) {
      const answer = await app.request(path);
      expect(answer.status).toBe(AT_EDGE ? 503 : 200);
      expect(answer.headers.get('Retry-After')).toBe(AT_EDGE ? '60' : null);
      if (!AT_EDGE && path !== '/') expect(titles(await answer.text())).toEqual([]);
    }
  });
});

describe('addresses that people type lead to what is there', () => {
  test.each([
    ['/rss', '/feed.xml'],
    ['/feed', '/feed.xml'],
    ['/rss.xml', '/feed.xml'],
    ['/index.xml', '/feed.xml'],
    ['/feed.atom', '/atom.xml'],
    ['/FEED.XML', '/feed.xml'],
    ['/feed.xml/', '/feed.xml'],
    ['//feed.json', '/feed.json'],
    ['/Search?q=a', '/search/?q=a'],
    ['/subscribe', '/subscribe/'],
    ['/sources/VOA', '/sources/voa/'],
    ['/sources/voa', '/sources/voa/'],
    ['/sources/voa//', '/sources/voa/'],
    ['/sources//voa/rss', '/sources/voa/feed.xml'],
    ['/languages/zh', '/languages/zh-Hans/'],
    ['/languages/ZH-hans', '/languages/zh-Hans/'],
    ['/languages/zh/feed.json', '/languages/zh-Hans/feed.json'],
    ['/2024', '/2024/'],
    ['/2024/1', '/2024/01/'],
    ['/2024/1/', '/2024/01/'],
    ['/2024/1/1', '/2024/01/01/'],
    ['/2024-01-01', '/2024/01/01/'],
  ])('%s → %s', async (typed, meant) => {
    const answer = await get(typed.replace(/^\/\//, '/%2F'), { redirect: 'manual' });
    expect([answer.status, answer.headers.get('Location')]).toEqual([301, SITE.url + meant]);
    expect((await get(meant)).status).toBe(200);
  });

  test('no host but our own', async () => {
    const answer = await get('/%2Fevil.example/feed.xml');
    expect(answer.status).toBe(404);
  });
});

describe('what was withdrawn', () => {
  const DAY = 86_400_000;
  const START = Date.UTC(2024, 0, 1);
  const told = async (app: TestHome['app'], path: string, headers = {}) => {
    const atom = await (await app.request(path, { headers })).text();
    return [...atom.matchAll(/<at:deleted-entry ref="urn:uuid:(.*?)" when="(.*?)"\/>/g)].map(
      ([, id, when]) => [id, when],
    );
  };

  test('the page of the article is gone, and only of that', async () => {
    const { app, publish } = await openHome();
    await publish([article(1), article(2)]);
    await publish([], [article(1).id]);
    const gone = await app.request(`/articles/${article(1).id}/`);
    expect([gone.status, await gone.text()]).toEqual([410, 'This article was withdrawn.\n']);
    expect((await app.request(`/articles/${article(2).id}/`)).status).toBe(200);
    expect((await app.request(`/articles/${article(3).id}/`)).status).toBe(404);
    await publish([article(1)]);
    expect((await app.request(`/articles/${article(1).id}/`)).status).toBe(200);
    expect(await told(app, '/atom.xml')).toEqual([]);
  });

  test('Atom tells it, in the feeds that had it, and a delta does', async () => {
    const { app, publish } = await openHome();
    const other = article(3, { source: 'bbc', sourceTitle: 'BBC', language: 'zh-Hant' });
    await publish([article(1), article(2), other], [], START);
    const base = await app.request('/atom.xml');
    const poll = { 'A-IM': 'feed', 'If-None-Match': base.headers.get('ETag') ?? '' };
    await publish([], [article(1).id], START + DAY);
    const expected = [[article(1).id, '2024-01-02T00:00:00.000Z']];
    for (const path of ['/atom.xml', '/sources/voa/atom.xml', '/languages/zh-Hans/atom.xml']) {
      expect(await told(app, path)).toEqual(expected);
    }
    for (const path of ['/sources/bbc/atom.xml', '/languages/zh-Hant/atom.xml', '/feed.xml']) {
      expect(await told(app, path)).toEqual([]);
    }
    expect(await told(app, '/atom.xml', poll)).toEqual(expected);
    const atom = await (await app.request('/atom.xml')).text();
    expect(atom).toContain('xmlns:at="http://purl.org/atompub/tombstones/1.0"');
    expect(/<updated>(.*?)</.exec(atom)?.[1]).toBe('2024-01-02T00:00:00.000Z');
  });

  test('for 30 days up to the newest publication', async () => {
    const { app, publish } = await openHome();
    await publish([article(1), article(2)], [], START);
    await publish([], [article(1).id], START);
    for (const [days, count] of [
      [29, 1],
      [31, 0],
    ] as const) {
      await publish([article(days, { published: START + days * DAY })], [], START + days * DAY);
      expect(await told(app, '/atom.xml')).toHaveLength(count);
    }
  });
});

test('a correction is marked in all three formats, with its date', async () => {
  const { app, publish } = await openHome();
  await publish([article(1)]);
  await publish([article(1, { html: '<p>Mended.</p>' })], [], Date.UTC(2024, 6, 1));
  const [rss, atom, json] = await Promise.all(
    FEEDS.map(async (path) => (await app.request(path)).text()),
  );
  expect(rss).toContain('<atom:updated>2024-07-01T00:00:00.000Z</atom:updated>');
  expect(atom).toMatch(/<entry>.*<updated>2024-07-01T00:00:00.000Z<\/updated>/);
  expect(json).toContain('"date_modified":"2024-07-01T00:00:00.000Z"');
});

describe('what is not there', () => {
  test.each(['/nowhere', '/2024/01/x', '/2023', '/2024/13', '/../feed.txt', '/%00', '/%ff'])(
    '%s is not found',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe(
        'Nothing is published at this address. The feeds: /feed.xml, /atom.xml, /feed.json\n',
      );
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s is not allowed', async (method) => {
    for (const path of [...FEEDS, '/', '/health']) {
      const answer = await get(path, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('Allow')).toBe('GET, HEAD, OPTIONS');
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(await answer.text()).toBe('This address answers GET and HEAD only.\n');
    }
    expect((await get('/nowhere', { method })).status).toBe(404);
  });
});

test('scripts of other sites may send conditional requests', async () => {
  const answer = await get('/feed.json', {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://reader.example',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'if-none-match',
    },
  });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(answer.headers.get('Access-Control-Allow-Methods')).toBe('GET,HEAD');
  expect(answer.headers.get('Access-Control-Allow-Headers')).toContain('If-None-Match');
  const polled = await get('/feed.json', { headers: { Origin: 'https://reader.example' } });
  const exposed = polled.headers.get('Access-Control-Expose-Headers')?.split(',');
  expect(exposed).toEqual(expect.arrayContaining(['ETag', 'Last-Modified', 'Link']));
});

test('/health tells revision and count, and is never cached', async () => {
  const { app, publish } = await openHome();
  const health = async () => (await app.request('/health')).json();
  expect(await health()).toEqual({ status: 'ok', revision: 0, articles: 0 });
  await publish([article(1), article(2)]);
  expect(await health()).toEqual({ status: 'ok', revision: 1, articles: 2 });
  await publish([], [article(1).id]);
  expect(await health()).toEqual({ status: 'ok', revision: 2, articles: 1 });
  expect((await app.request('/health')).headers.get('Cache-Control')).toBe('no-store');
});

test('an internal error is a sentence that tells nothing about its cause', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const documents: DocumentCache = {
    get: () => Promise.reject(new Error('the disk is full')),
    renew: async () => {},
  };
  const app = createApp({ db: null as never, documents, site: SITE });
  const answer = await app.request('/feed.xml');
  expect(answer.status).toBe(500);
  expect(await answer.text()).toBe('Something went wrong here; please try again later.\n');
  expect(log).toHaveBeenCalledWith(new Error('the disk is full'));
  log.mockRestore();
});

describe('the index page', () => {
  test('names the feeds, so that readers can subscribe', async () => {
    const $ = load(await text('/'));
    expect($('html').attr('lang')).toBe('zh-Hans');
    expect($('head > title').text()).toBe(SITE.title);
    const alternates = $('link[rel=alternate]').toArray();
    expect(alternates.map(({ attribs }) => [attribs.type, attribs.href])).toEqual([
      ['application/rss+xml', `${SITE.url}/feed.xml`],
      ['application/atom+xml', `${SITE.url}/atom.xml`],
      ['application/feed+json', `${SITE.url}/feed.json`],
    ]);
    const links = $('a')
      .toArray()
      .map(({ attribs }) => attribs.href);
    expect(links).toEqual(expect.arrayContaining(FEEDS.map((path) => SITE.url + path)));
  });

  test('shows the articles, newest first, with image, source and date', async () => {
    const $ = load(await text('/'));
    expect(
      $('.news time')
        .toArray()
        .map(({ attribs }) => attribs.datetime),
    ).toEqual(['03', '02', '01'].map((minute) => `2024-01-01T00:${minute}:00+00:00`));
    expect(
      $('img')
        .toArray()
        .map(({ attribs }) => attribs.src),
    ).toEqual([IMAGE.url]);
    for (const shown of ['第2条新闻', '第2条新闻的摘要。', '美国之音']) {
      expect($('main').text()).toContain(shown);
    }
  });

  test('a hostile title is shown as text, and the page has no script inline', async () => {
    const page = await text('/');
    const $ = load(page);
    expect(
      $('main a')
        .toArray()
        .map((link) => $(link).text()),
    ).toContain(TITLE);
    expect(page).not.toContain('<script>');
    expect($('iframe, object, [onerror], [onload], [onclick]')).toHaveLength(0);
  });
});
