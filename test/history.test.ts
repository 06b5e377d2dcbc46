// RFC 5005 §4, walked as a reader walks it: every article once, and no archive document changes.
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { mulberry32 } from './archive/random.ts';
import { article, openHome, SITE, type TestHome } from './support/home.ts';

/** What a reader needs of a document, by an independent parser. */
interface Read {
  ids: (string | undefined)[];
  /** By relation. */
  links: Record<string, string>;
  /** Marked as an archive document, or as holding everything; JSON Feed has no such marks. */
  archive: boolean | null;
  complete: boolean | null;
}

const READERS: Record<string, (text: string) => Read> = {
  'feed.xml': (text) => {
    const { items = [], atom } = parseRssFeed(text);
    return { ids: items.map(({ guid }) => guid?.value), ...xml(text, atom?.links) };
  },
  'atom.xml': (text) => {
    const { entries = [], links } = parseAtomFeed(text);
    return { ids: entries.map(({ id }) => id), ...xml(text, links) };
  },
  'feed.json': (text) => {
    const { items = [], next_url: next, feed_url: self = '' } = parseJsonFeed(text);
    const links = { self, ...(next && { 'prev-archive': next }) };
    return { ids: items.map(({ id }) => id), links, archive: null, complete: null };
  },
};

function xml(text: string, links: { rel?: string; href?: string }[] = []) {
  return {
    links: Object.fromEntries(links.map(({ rel = '', href = '' }) => [rel, href])),
    archive: text.includes('<fh:archive/>'),
    complete: text.includes('<fh:complete/>'),
  };
}

/** Address of one of our URLs. */
const addressOf = (url: string) => url.slice(SITE.url.length);

interface Step extends Read {
  url: string;
  text: string;
  cache: string | null;
}

/** From a subscription document back to the oldest archive document. */
async function walk({ app }: TestHome, start: string): Promise<Step[]> {
  const read = READERS[start.slice(start.lastIndexOf('/') + 1)] as (typeof READERS)[string];
  const steps: Step[] = [];
  for (let url: string | undefined = SITE.url + start; url; ) {
    const response = await app.request(addressOf(url));
    expect(response.status).toBe(200);
    const text = await response.text();
    const step: Step = { ...read(text), url, text, cache: response.headers.get('Cache-Control') };
    expect(step.links.self).toBe(url);
    steps.push(step);
    url = step.links['prev-archive'];
  }
  return steps;
}

const byNumber = (a: string | undefined, b: string | undefined) => ((a ?? '') < (b ?? '') ? -1 : 1);

describe('734 articles that arrive in random order in 8 publications', async () => {
  const home = await openHome();
  const random = mulberry32(5005);
  const arriving = Array.from({ length: 734 }, (_, at) => {
    const [source, sourceTitle] = random.pick([
      ['voa', '美国之音'],
      ['bbc', 'BBC'],
      ['中国数字时代', '中国数字时代'],
    ] as const);
    const language = random.chance(0.2) ? 'zh-Hant' : 'zh-Hans';
    return article(at + 1, { source, sourceTitle, language });
  });
  for (let at = arriving.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [arriving[at], arriving[other]] = [arriving[other] as never, arriving[at] as never];
  }
  const channels: [string, (each: (typeof arriving)[number]) => boolean][] = [
    ['', () => true],
    ['/sources/voa', ({ source }) => source === 'voa'],
    [
      '/sources/%E4%B8%AD%E5%9B%BD%E6%95%B0%E5%AD%97%E6%97%B6%E4%BB%A3',
      (each) => each.source.startsWith('中'),
    ],
    ['/languages/zh-Hant', ({ language }) => language === 'zh-Hant'],
  ];
  const starts = channels.flatMap(([path, match]) =>
    Object.keys(READERS).map((file) => [`${path}/${file}`, match] as const),
  );

  /** All archive documents that were ever seen, by URL. */
  const seen = new Map<string, string>();
  const changed: string[] = [];
  const sizes: number[] = [];
  for (let step = 0; step < 8; step++) {
    const from = Math.floor((step * arriving.length) / 8);
    await home.publish(arriving.slice(from, Math.floor(((step + 1) * arriving.length) / 8)));
    // All formats of one channel, and one of another: the rest is looked at when all have come.
    for (const start of ['/feed.xml', '/atom.xml', '/feed.json', '/sources/voa/feed.json']) {
      for (const { url, text, ids } of (await walk(home, start)).slice(1)) {
        sizes.push(ids.length);
        if (seen.has(url) && seen.get(url) !== text) changed.push(url);
        seen.set(url, text);
      }
    }
  }
  // The oldest documents too, as they are at the end.
  for (const [url, text] of seen) {
    if ((await (await home.app.request(addressOf(url))).text()) !== text) changed.push(url);
  }

  test('every archive document was full from the first, and none ever changed', () => {
    expect(seen.size).toBeGreaterThan(30);
    expect(new Set(sizes)).toEqual(new Set([SITE.items]));
    expect(changed).toEqual([]);
  });

  test.each(starts)(
    '%s: with its archive documents it holds every article',
    async (start, match) => {
      const [subscription, ...archive] = await walk(home, start);
      const wanted = arriving.filter(match);
      const shown = new Set(subscription?.ids);
      const kept = archive.flatMap(({ ids }) => ids);
      // No article is in two archive documents; only what is in none must be in the subscription.
      expect(new Set(kept).size).toBe(kept.length);
      expect(archive).toHaveLength(Math.floor(wanted.length / SITE.items));
      expect([...new Set([...shown, ...kept])].sort(byNumber)).toEqual(
        wanted.map(({ id }) => `urn:uuid:${id}`).sort(byNumber),
      );
      const newest = wanted.toSorted((a, b) => b.published - a.published).slice(0, SITE.items);
      for (const { id } of newest) expect(shown).toContain(`urn:uuid:${id}`);
    },
  );

  test.each(starts)(
    '%s: archive documents are marked, linked and fresh for a day',
    async (start) => {
      const [subscription, ...archive] = await walk(home, start);
      expect(subscription?.cache).toContain('max-age=300,');
      for (const { text, archive: marked, complete, links, cache } of archive) {
        expect(cache).toContain('public, max-age=86400,');
        expect(cache).not.toContain('immutable');
        if (start.endsWith('json')) continue;
        expect({ marked, complete }).toEqual({ marked: true, complete: false });
        expect(links.current).toBe(SITE.url + start);
        if (start.endsWith('feed.xml')) expect(text).toContain('<ttl>1440</ttl>');
      }
    },
  );

  test('a reader that walks only to the documents it knows misses nothing', async () => {
    const known = new Map((await walk(home, '/feed.xml')).map((step) => [step.url, step.ids]));
    // Far older than all: no newest article, and nothing but the archive shows it.
    const late = Array.from({ length: 130 }, (_, at) =>
      article(5000 + at, { published: Date.UTC(2020, 0, 1, 0, at) }),
    );
    for (const from of [0, 65]) await home.publish(late.slice(from, from + 65));
    const got = new Set<string | undefined>();
    for (const { url, ids } of await walk(home, '/feed.xml')) {
      if (known.has(url) && url.includes('/archive/')) break;
      for (const id of ids) got.add(id);
    }
    for (const { id } of late) expect(got).toContain(`urn:uuid:${id}`);
  });
});

describe('the edges of history', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => article(at + 1));
  const statusOf = async ({ app }: TestHome, path: string) => (await app.request(path)).status;

  test('where everything fits, the document says so and has no history', async () => {
    const home = await openHome();
    await home.publish(many(49));
    const [only, ...others] = await walk(home, '/feed.xml');
    expect(others).toEqual([]);
    expect(only).toMatchObject({ complete: true, archive: false });
    expect((await walk(home, '/atom.xml'))[0]?.complete).toBe(true);
    await home.publish(many(51));
    expect((await walk(home, '/feed.xml'))[0]?.complete).toBe(false);
  });

  test('a page begins to exist when it is full', async () => {
    const home = await openHome();
    await home.publish(many(99));
    const paths = async () =>
      (await walk(home, '/feed.xml')).map(({ url, ids }) => [addressOf(url), ids.length]);
    expect(await paths()).toEqual([
      ['/feed.xml', 50],
      ['/archive/1/feed.xml', 50],
    ]);
    expect(await statusOf(home, '/archive/2/feed.xml')).toBe(404);
    await home.publish([article(100)]);
    expect(await paths()).toEqual([
      ['/feed.xml', 50],
      ['/archive/2/feed.xml', 50],
      ['/archive/1/feed.xml', 50],
    ]);
    const answer = await home.app.request('/archive/3/feed.xml');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain(`${SITE.url}/feed.xml`);
  });

  test('an article of an old date is shown until as many others came as a page has', async () => {
    const home = await openHome();
    await home.publish(many(60));
    const old = article(500, { published: Date.UTC(2020, 0, 1) });
    await home.publish([old]);
    const shown = async () => (await walk(home, '/sources/voa/feed.xml'))[0]?.ids;
    // The newest 50, and what came as the 12th to the 61st.
    expect(await shown()).toHaveLength(51);
    expect(await shown()).toContain(`urn:uuid:${old.id}`);
    await home.publish(Array.from({ length: 49 }, (_, at) => article(600 + at)));
    expect(await shown()).toContain(`urn:uuid:${old.id}`);
    await home.publish([article(700)]);
    expect(await shown()).not.toContain(`urn:uuid:${old.id}`);
    const [, newest] = await walk(home, '/sources/voa/feed.xml');
    expect(newest?.ids).toContain(`urn:uuid:${old.id}`);
  });

  test('a withdrawn article leaves its page, and no other takes its place', async () => {
    const home = await openHome();
    await home.publish(many(100));
    await home.publish([article(101)], [article(7).id]);
    const page = async () => (await walk(home, '/sources/voa/feed.xml'))[2]?.ids;
    expect(await page()).toHaveLength(49);
    await home.publish([article(7)]);
    expect(await page()).toHaveLength(50);
  });

  test('an article that moves to another source comes to it as a new one, and can go back', async () => {
    const home = await openHome();
    await home.publish(many(120));
    const bbc = { source: 'bbc', sourceTitle: 'BBC' };
    const moved = article(3, bbc);
    await home.publish([...Array.from({ length: 60 }, (_, at) => article(500 + at, bbc)), moved]);
    const idsIn = async (start: string) =>
      new Set((await walk(home, start)).flatMap(({ ids }) => ids));
    expect(await idsIn('/sources/bbc/feed.xml')).toContain(`urn:uuid:${moved.id}`);
    expect(await idsIn('/sources/voa/feed.xml')).not.toContain(`urn:uuid:${moved.id}`);
    expect((await idsIn('/feed.xml')).size).toBe(180);
    await home.publish([article(3)]);
    const back = await idsIn('/sources/voa/feed.xml');
    expect(back).toContain(`urn:uuid:${moved.id}`);
    expect(back.size).toBe(120);
    expect((await idsIn('/sources/bbc/feed.xml')).size).toBe(60);
  });

  test('an article of an old date is in the subscription document, also where it fills a page', async () => {
    const home = await openHome({ ...SITE, items: 5 });
    await home.publish(many(30).slice(10));
    for (let number = 1; number <= 6; number++) {
      await home.publish([article(number)]);
      for (const path of ['/feed.json', '/sources/voa/feed.json', '/languages/zh-Hans/feed.json']) {
        const { items } = await (await home.app.request(path)).json();
        expect(items.map(({ id }: { id: string }) => id)).toContain(
          `urn:uuid:${article(number).id}`,
        );
      }
    }
  });

  test('archive documents keep the form that was asked for', async () => {
    const home = await openHome();
    await home.publish(many(130));
    const first = await home.app.request('/filter/feed.json?content=summary&zh=hant');
    const { next_url: next } = await first.json();
    expect(next).toBe(`${SITE.url}/filter/feed.json?archive=2&content=summary&zh=hant`);
    const second = await (await home.app.request(addressOf(next))).json();
    expect(second.next_url).toBe(`${SITE.url}/filter/feed.json?archive=1&content=summary&zh=hant`);
    expect(second.items[0]).not.toHaveProperty('content_html');
    // A document of another length does not hold what is in no page.
    expect(await (await home.app.request('/filter/feed.json?limit=60')).json()).not.toHaveProperty(
      'next_url',
    );
  });
});

describe('which histories there are', () => {
  const CHANNELS = ['', '/sources/voa', '/languages/zh-Hans'];
  const addresses = Object.keys(READERS).flatMap((file) =>
    CHANNELS.map((channel) => [channel, file] as const),
  );

  test.each<['all' | 'compact' | 'none', string[]]>([
    ['all', addresses.map((address) => address.join('/'))],
    ['compact', ['/sources/voa/feed.xml', '/atom.xml']],
    ['none', []],
  ])('%s', async (history, expected) => {
    const home = await openHome({ ...SITE, items: 2, history });
    await home.publish(Array.from({ length: 5 }, (_, at) => article(at + 1)));
    const found: string[] = [];
    for (const [channel, file] of addresses) {
      const [{ ids } = { ids: [] }, ...archive] = await walk(home, `${channel}/${file}`);
      // All of them show the same articles.
      expect(ids).toHaveLength(2);
      if (archive.length > 0) found.push(`${channel}/${file}`);
      const first = await home.app.request(`${channel}/archive/1/${file}`);
      expect(first.status).toBe(archive.length > 0 ? 200 : 404);
    }
    expect(found).toEqual(expected);
  });
});
