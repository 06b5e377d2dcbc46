// The daily feed: one item a day, which never changes once the day is over.
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { beforeAll, describe, expect, test } from 'vitest';
import type { StagedArticle } from '../src/store/publication.ts';
import { mulberry32 } from './archive/random.ts';
import { article, openHome, SITE, type TestHome } from './support/home.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2024, 0, 1);
const BBC = { source: 'bbc', sourceTitle: 'BBC <World>' };

/** An article of a day, counted from the first, at noon. */
const onDay = (number: number, day: number, change: Partial<StagedArticle> = {}) =>
  article(number, { published: START + day * DAY + 12 * HOUR, ...change });

interface Day {
  id: string;
  title: string;
  url: string;
  date_published: string;
  date_modified: string;
  content_html: string;
  summary: string;
}

async function days({ app }: TestHome, path = '/daily/feed.json'): Promise<Day[]> {
  const answer = await app.request(path);
  expect(answer.status).toBe(200);
  return (await answer.json()).items;
}

const titles = (items: { title?: string | undefined }[]) => items.map(({ title }) => title);
/** Numbers of the articles that an item lists. */
const listed = ({ content_html }: Day) =>
  [...content_html.matchAll(/\/a\/(\d+)\.html[?"]/g)].map(([, number]) => Number(number));

describe('a day', () => {
  let home: TestHome;
  beforeAll(async () => {
    home = await openHome();
    await home.publish([
      onDay(1, 0, { title: '一 & <b>' }),
      onDay(2, 0, { ...BBC, language: 'en', url: 'https://news.example/a/2.html?a="b"&c' }),
      onDay(3, 0, { ...BBC, published: START + 13 * HOUR }),
    ]);
    await home.publish([onDay(4, 1)]);
    // Of a day that is over, and of the day that is open, earlier than what came before.
    await home.publish([onDay(5, 0), onDay(6, 1, { published: START + DAY + HOUR })]);
  });

  test('is one item with its headlines by source, the newest first', async () => {
    const [open, over, ...rest] = await days(home);
    expect(rest).toEqual([]);
    expect(over).toMatchObject({
      id: 'https://feeds.example/daily/2024-01-01',
      title: '2024-01-01',
      url: 'https://feeds.example/2024/01/01/',
      date_published: '2024-01-01T00:00:00.000Z',
    });
    expect(over?.content_html).toBe(
      '<h2>BBC &lt;World&gt;</h2>\n<ul>\n' +
        '<li><a href="https://news.example/a/3.html">第3条新闻</a><br>第3条新闻的摘要。</li>\n' +
        '<li lang="en"><a href="https://news.example/a/2.html?a=&quot;b&quot;&amp;c">第2条新闻</a><br>第2条新闻的摘要。</li>\n' +
        '</ul>\n<h2>美国之音</h2>\n<ul>\n' +
        '<li><a href="https://news.example/a/1.html">一 &amp; &lt;b&gt;</a><br>第1条新闻的摘要。</li>\n</ul>',
    );
    expect(over?.summary).toBe('第3条新闻 · 第2条新闻 · 一 & <b>');
    expect(open).toMatchObject({ title: '2024-01-02' });
  });

  test('takes in what came too late for its own day, with its date', async () => {
    const [open] = await days(home);
    expect(listed(open as Day)).toEqual([4, 6, 5]);
    expect(open?.content_html).toContain('第5条新闻</a> <small>2024-01-01</small><br>');
    expect(open?.content_html).not.toContain('2024-01-02');
  });

  test('is the same in all three formats', async () => {
    const [rss, atom] = await Promise.all(
      ['feed.xml', 'atom.xml'].map(async (file) =>
        (await home.app.request(`/daily/${file}`)).text(),
      ),
    );
    const json = await days(home);
    const { items = [], title } = parseRssFeed(rss ?? '');
    const { entries = [] } = parseAtomFeed(atom ?? '');
    expect(title).toBe('每日 – 宽报');
    const of = ({ id, url, date_published, content_html }: Day) => [
      id,
      url,
      Date.parse(date_published),
      content_html,
    ];
    expect(
      items.map(({ guid, link, pubDate = '', content }) => [
        guid?.value,
        link,
        Date.parse(pubDate),
        content?.encoded,
      ]),
    ).toEqual(json.map(of));
    expect(
      entries.map(({ id, links, published = '', content }) => [
        id,
        links?.[0]?.href,
        Date.parse(published),
        content?.value,
      ]),
    ).toEqual(json.map(of));
  });

  test('of a source has the articles of that source alone', async () => {
    const [open, ...rest] = await days(home, '/sources/bbc/daily/feed.json');
    expect(rest).toEqual([]);
    expect(listed(open as Day)).toEqual([3, 2]);
    expect(open).toMatchObject({
      id: 'https://feeds.example/sources/bbc/daily/2024-01-01',
      title: '2024-01-01',
    });
    expect(open?.content_html).not.toContain('<h2>');
  });

  test('moves to a later moment with each article that comes, and only that day', async () => {
    const own = await openHome();
    await own.publish([onDay(1, 0), onDay(2, 1)]);
    let before = await days(own);
    for (const late of [onDay(3, 0), onDay(4, 1, { published: START + DAY }), onDay(5, 1)]) {
      await own.publish([late]);
      const after = await days(own);
      expect((after[0]?.date_modified ?? '') > (before[0]?.date_modified ?? '')).toBe(true);
      expect(after[1]).toEqual(before[1]);
      before = after;
    }
  });

  test('a client that has the earlier document is sent the day that changed', async () => {
    const own = await openHome();
    await own.publish([onDay(1, 0), onDay(2, 1)]);
    const first = await own.app.request('/daily/feed.xml');
    await first.text();
    await own.publish([onDay(3, 1)]);
    const headers = { 'A-IM': 'feed', 'If-None-Match': first.headers.get('ETag') ?? '' };
    const second = await own.app.request('/daily/feed.xml', { headers });
    expect(second.status).toBe(226);
    expect(titles(parseRssFeed(await second.text()).items ?? [])).toEqual(['2024-01-02']);
  });

  test('of another source takes in an article that moves there', async () => {
    const own = await openHome();
    await own.publish([onDay(1, 0), onDay(2, 0), onDay(3, 1, BBC)]);
    await own.publish([onDay(1, 0, BBC)]);
    expect((await days(own, '/sources/voa/daily/feed.json')).map(listed)).toEqual([[2]]);
    expect((await days(own, '/sources/bbc/daily/feed.json')).map(listed)).toEqual([[3, 1]]);
    expect((await days(own)).map(listed)).toEqual([[3], [1, 2]]);
  });

  test('lists 500 articles at most, and leads to the others', async () => {
    const own = await openHome();
    const many = Array.from({ length: 502 }, (_, at) => onDay(at + 1, 0));
    await own.publish(many.slice(0, 251));
    await own.publish(many.slice(251));
    const [open] = await days(own);
    expect(listed(open as Day)).toHaveLength(500);
    expect(open?.content_html).toContain('<a href="https://feeds.example/2024/01/01/">+ 2</a>');
  });
});

describe('what is corrected or withdrawn', () => {
  test('changes in its day, also where that is over', async () => {
    const home = await openHome();
    await home.publish([onDay(1, 0), onDay(2, 0), onDay(3, 1)]);
    const now = START + 5 * DAY;
    await home.publish([onDay(1, 0, { title: 'Corrected' })], [onDay(2, 0).id], now);
    const [, over] = await days(home);
    expect(over?.content_html).toContain('Corrected');
    expect(listed(over as Day)).toEqual([1]);
    expect(Date.parse(over?.date_modified ?? '')).toBeGreaterThanOrEqual(now);
  });

  test('a day that has lost all its articles is gone, and Atom tells', async () => {
    const home = await openHome();
    await home.publish([onDay(1, 0), onDay(2, 1), onDay(3, 1)]);
    await home.publish([], [onDay(2, 1).id, onDay(3, 1).id], START + 5 * DAY);
    expect(titles(await days(home))).toEqual(['2024-01-01']);
    const atom = await (await home.app.request('/daily/atom.xml')).text();
    expect(atom).toContain('<at:deleted-entry ref="https://feeds.example/daily/2024-01-02"');
    expect(atom).toContain('<updated>2024-01-06');
    // What comes later does not open the day before again.
    await home.publish([onDay(4, 0)]);
    expect((await days(home)).map(listed)).toEqual([[4], [1]]);
  });
});

test('days begin where the time zone of the site says', async () => {
  const home = await openHome({ ...SITE, timeZone: 'Asia/Taipei' });
  await home.publish([
    article(1, { published: Date.UTC(2024, 0, 1, 15, 59) }),
    article(2, { published: Date.UTC(2024, 0, 1, 16) }),
  ]);
  expect((await days(home)).map((day) => [day.title, day.date_published, listed(day)])).toEqual([
    ['2024-01-02', '2024-01-01T16:00:00.000Z', [2]],
    ['2024-01-01', '2023-12-31T16:00:00.000Z', [1]],
  ]);
});

test('an archive that has lost all its articles has a daily feed without items', async () => {
  const home = await openHome();
  await home.publish([onDay(1, 0)]);
  await home.publish([], [onDay(1, 0).id]);
  expect(await days(home)).toEqual([]);
  expect((await home.app.request('/daily/archive/1/feed.xml')).status).toBe(404);
});

describe('the history of days', () => {
  /** Bursts and gaps, late articles, a day with more articles than an archive document has. */
  function arrivals(seed: number): StagedArticle[][] {
    const random = mulberry32(seed);
    let day = 0;
    let number = 0;
    return Array.from({ length: 14 }, (_, round) => {
      day += random.chance(0.8) ? random.between(1, 4) : 0;
      const count = round === 6 ? 20 : random.between(2, 6);
      return Array.from({ length: count }, () => {
        const own = random.chance(0.2) ? random.between(0, day) : day;
        number += 1;
        return onDay(number, own, random.chance(0.3) ? BBC : {});
      });
    });
  }

  /** The day that each article is to stand in: the latest that any article so far has had. */
  function expected(publications: StagedArticle[][], source?: string): Map<string, number[]> {
    const result = new Map<string, number[]>();
    let latest = 0;
    for (const publication of publications) {
      const inOrder = publication.toSorted(
        (a, b) => a.published - b.published || (a.id < b.id ? -1 : 1),
      );
      for (const { published, source: own, url } of inOrder) {
        if (source && own !== source) continue;
        latest = Math.max(latest, published);
        const day = new Date(latest).toISOString().slice(0, 10);
        const number = Number(/(\d+)\.html/.exec(url)?.[1]);
        result.set(day, [...(result.get(day) ?? []), number]);
      }
    }
    return result;
  }

  /** All items from the subscription document back to the oldest archive document, by address. */
  async function walk({ app }: TestHome, path: string): Promise<Map<string, Day[]>> {
    const documents = new Map<string, Day[]>();
    for (let next: string | undefined = path; next; ) {
      const answer = await app.request(next);
      expect(answer.status).toBe(200);
      const { items, next_url, feed_url } = await answer.json();
      expect(feed_url).toBe(SITE.url + next);
      documents.set(next, items);
      next = next_url?.slice(SITE.url.length);
    }
    return documents;
  }

  test('holds every article once, and nothing that is over changes', async () => {
    const home = await openHome({ ...SITE, items: 1 });
    const publications = arrivals(7);
    const over = new Map<string, Day>();
    const sealed = new Map<string, Day[]>();
    for (const [round, publication] of publications.entries()) {
      await home.publish(publication);
      // The whole history takes a while to walk at the edge.
      const path = round % 2 === 0 ? '/daily/feed.json' : '/sources/voa/daily/feed.json';
      const documents = await walk(home, path);
      const all = new Map([...documents.values()].flat().map((day) => [day.id, day]));
      const wanted = expected(publications.slice(0, round + 1), round % 2 ? 'voa' : undefined);
      const shown = [...all.values()].map((day) => [day.title, listed(day).sort()]);
      expect(new Map(shown as [string, number[]][])).toEqual(
        new Map([...wanted].map(([day, numbers]) => [day, numbers.map(Number).sort()])),
      );
      for (const [id, day] of over) if (all.has(id)) expect(all.get(id)).toEqual(day);
      for (const [address, items] of [...documents].slice(1)) {
        expect(items.length).toBeGreaterThan(0);
        if (sealed.has(address)) expect(items).toEqual(sealed.get(address));
        sealed.set(address, items);
      }
      for (const [id, day] of [...all].sort().slice(0, -1)) over.set(id, day);
    }
    expect(sealed.size).toBeGreaterThan(8);
    expect(over.size).toBeGreaterThan(12);
  });

  test('archive documents are linked in every format, and say what they are', async () => {
    const home = await openHome({ ...SITE, items: 1 });
    await home.publish(Array.from({ length: 12 }, (_, day) => onDay(day + 1, day)));
    const rss = await (await home.app.request('/daily/feed.xml')).text();
    expect(rss).toContain(
      'rel="prev-archive" type="application/rss+xml" href="https://feeds.example/daily/archive/5/feed.xml"',
    );
    // A week at least, although five archive documents have most of it.
    expect(parseRssFeed(rss).items).toHaveLength(8);
    const page = await (await home.app.request('/daily/archive/2/atom.xml')).text();
    expect(page).toContain('<fh:archive/>');
    expect(page).toContain(
      'rel="current" type="application/atom+xml" href="https://feeds.example/daily/atom.xml"',
    );
    expect(page).toContain('href="https://feeds.example/daily/archive/1/atom.xml"');
    expect(parseAtomFeed(page).entries?.map(({ title }) => title?.value)).toEqual([
      '2024-01-04',
      '2024-01-03',
    ]);
  });

  test('HISTORY says which there are', async () => {
    const home = await openHome({ ...SITE, items: 1, history: 'compact' });
    await home.publish(Array.from({ length: 12 }, (_, day) => onDay(day + 1, day)));
    const status = async (path: string) => (await home.app.request(path)).status;
    expect(await status('/daily/archive/1/atom.xml')).toBe(200);
    expect(await status('/daily/archive/1/feed.xml')).toBe(404);
    expect(await status('/sources/voa/daily/archive/1/feed.xml')).toBe(200);
    expect(await (await home.app.request('/daily/feed.xml')).text()).not.toContain('prev-archive');
  });
});

describe('addresses', () => {
  let home: TestHome;
  beforeAll(async () => {
    home = await openHome();
    await home.publish([onDay(1, 0), onDay(2, 1, { ...BBC, language: 'en' })]);
  });
  const get = (path: string) => home.app.request(path, { redirect: 'manual' });

  test.each([
    ['/daily/feed.xml?utm_source=x', '/daily/feed.xml'],
    ['/daily/feed.xml?source=voa', '/sources/voa/daily/feed.xml'],
    ['/daily/feed.xml?content=full', '/daily/feed.xml'],
    ['/sources/VOA/daily/atom.xml', '/sources/voa/daily/atom.xml'],
    ['/Daily/feed.xml', '/daily/feed.xml'],
    ['/daily/rss', '/daily/feed.xml'],
    ['/daily/', '/daily/feed.xml'],
    ['/daily', '/daily/feed.xml'],
    ['/sources/voa/daily', '/sources/voa/daily/feed.xml'],
  ])('%s → %s', async (path, canonical) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('Location')]).toEqual([301, SITE.url + canonical]);
  });

  test.each([
    ['/daily/feed.xml?zh=hant', 400, 'zh is not valid'],
    ['/daily/feed.xml?limit=3', 400, 'limit is not valid'],
    ['/daily/feed.xml?q=a', 400, 'q is not valid'],
    ['/daily/feed.xml?lang=en', 400, 'lang is not valid'],
    ['/daily/feed.xml?source=bbc&source=voa', 400, 'source is not valid'],
    ['/daily/archive/0/feed.xml', 404, ''],
    ['/daily/archive/1/feed.xml', 404, 'https://feeds.example/daily/feed.xml'],
    ['/sources/cnn/daily/feed.xml', 404, 'cnn'],
    ['/languages/en/daily/feed.xml', 404, ''],
  ])('%s: %i', async (path, status, sentence) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(sentence);
  });

  test('OPML and the page of all feeds name them', async () => {
    const opml = await (await get('/opml.xml')).text();
    expect(opml).toContain('xmlUrl="https://feeds.example/daily/feed.xml"');
    expect(opml).toContain('xmlUrl="https://feeds.example/sources/bbc/daily/feed.xml"');
    const page = await (await get('/subscribe/')).text();
    expect(page).toContain('https://feeds.example/daily/feed.xml');
  });

  test('a browser is shown the days as links to their pages', async () => {
    const answer = await home.app.request('/daily/feed.xml', {
      headers: { Accept: 'text/html' },
    });
    const page = await answer.text();
    expect(page).toContain('href="/2024/01/02/"');
    expect(page).not.toContain('/articles/https');
  });

  test('they are WebSub topics', async () => {
    const own = await openHome({ ...SITE, hub: `${SITE.url}/hub` });
    await own.publish([onDay(1, 0)]);
    const { headers } = await own.app.request('/daily/atom.xml');
    expect(headers.get('Link')).toContain('<https://feeds.example/daily/atom.xml>; rel="self"');
    expect(headers.get('Link')).toContain('<https://feeds.example/hub>; rel="hub"');
  });
});
