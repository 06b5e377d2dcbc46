// Deltas (RFC 3229): a client that has an older version of a feed gets only what is new or changed.
import { brotliDecompressSync } from 'node:zlib';
import { parseFeed } from 'feedsmith';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mulberry32 } from './archive/random.ts';
import { article, follow, openHome, type TestHome } from './support/home.ts';
import { ENCODES } from './support/which.ts';

const FEEDS = ['/feed.xml', '/atom.xml', '/feed.json'];
const NEWS = [article(4), article(2, { html: '<p>mended</p>' })];
const MENDED = Date.UTC(2024, 6, 1);

/** Titles in a feed document of any format, read by a parser that is not ours. */
function titlesIn(text: string): string[] {
  const { format, feed } = parseFeed(text);
  const items = format === 'atom' ? (feed.entries ?? []) : (feed.items ?? []);
  return items.map(({ title }) => (typeof title === 'object' ? title.value : title) ?? '');
}

describe.each(FEEDS)('%s', (path) => {
  let home: TestHome;
  let base: Response;
  let whole: Response;
  let tag: string;
  beforeAll(async () => {
    home = await openHome();
    await home.publish([article(1), article(2), article(3)]);
    base = await home.app.request(path);
    tag = base.headers.get('ETag') ?? '';
    await home.publish(NEWS, [], MENDED);
    whole = await home.app.request(path);
  });
  afterAll(() => home.db.close());
  const poll = (headers: Record<string, string>, method = 'GET') =>
    home.app.request(path, { method, headers });

  test('a delta holds what is new or changed, and the validators of the whole', async () => {
    const answer = await poll({ 'A-IM': 'feed', 'If-None-Match': tag });
    expect(answer.status).toBe(226);
    expect(titlesIn(await answer.text())).toEqual(['第4条新闻', '第2条新闻']);
    for (const name of ['ETag', 'Last-Modified', 'Content-Type', 'Vary']) {
      expect(answer.headers.get(name)).toBe(whole.headers.get(name));
    }
    expect(answer.headers.get('IM')).toBe('feed');
    expect(answer.headers.get('Delta-Base')).toBe(tag);
    // A shared cache that knows no deltas must not give this to anyone else.
    expect(answer.headers.get('Cache-Control')).toMatch(/^no-store, im, max-age=\d+$/);

    const next = await poll({
      'A-IM': 'feed',
      'If-None-Match': answer.headers.get('ETag') ?? '',
    });
    expect(next.status).toBe(304);
    expect(next.headers.get('Cache-Control')).toBe(whole.headers.get('Cache-Control'));
  });

  test.each<[string, (tag: string) => Record<string, string>]>([
    [
      'among other manipulations',
      (tag) => ({ 'A-IM': 'vcdiff;q=0.3, Feed', 'If-None-Match': tag }),
    ],
    ['a weak tag', (tag) => ({ 'A-IM': 'feed', 'If-None-Match': `W/${tag}` })],
    ['a suffix', (tag) => ({ 'A-IM': 'feed', 'If-None-Match': tag.replace(/"$/, '-br"') })],
    ['a list', (tag) => ({ 'A-IM': 'feed;q=0.1', 'If-None-Match': `"x", ${tag}` })],
    [
      'a date besides',
      (tag) => ({
        'A-IM': 'feed',
        'If-None-Match': tag,
        'If-Modified-Since': 'Tue, 01 Jan 2030 00:00:00 GMT',
      }),
    ],
  ])('%s', async (_, make) => {
    expect((await poll(make(tag))).status).toBe(226);
  });

  test.each<[string, (tag: string) => Record<string, string>]>([
    ['no A-IM', (tag) => ({ 'If-None-Match': tag })],
    ['A-IM without feed', (tag) => ({ 'A-IM': 'vcdiff, feeds', 'If-None-Match': tag })],
    ['feed refused', (tag) => ({ 'A-IM': 'feed;q=0', 'If-None-Match': tag })],
    ['no tag', () => ({ 'A-IM': 'feed' })],
    ['a tag that is not remembered', () => ({ 'A-IM': 'feed', 'If-None-Match': '"x"' })],
    [
      'a date alone',
      () => ({
        'A-IM': 'feed',
        'If-Modified-Since': base.headers.get('Last-Modified') ?? '',
      }),
    ],
  ])('the whole: %s', async (_, make) => {
    const answer = await poll(make(tag));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('IM')).toBeNull();
    expect([...answer.headers]).toEqual([...whole.headers]);
  });

  test('HEAD gets the same headers', async () => {
    const headers = { 'A-IM': 'feed', 'If-None-Match': tag };
    const [get, head] = [await poll(headers), await poll(headers, 'HEAD')];
    expect(head.status).toBe(226);
    expect(await head.text()).toBe('');
    expect([...head.headers]).toEqual([...get.headers]);
  });

  test('a delta is encoded like a document', async () => {
    const headers = { 'A-IM': 'feed', 'If-None-Match': tag, 'Accept-Encoding': 'br' };
    const answer = await poll(headers);
    expect(answer.status).toBe(226);
    const body = new Uint8Array(await answer.arrayBuffer());
    const bytes = ENCODES ? brotliDecompressSync(body) : body;
    if (ENCODES) expect(answer.headers.get('Content-Encoding')).toBe('br');
    expect(titlesIn(new TextDecoder().decode(bytes))).toEqual(['第4条新闻', '第2条新闻']);
  });

  test('a delta has no address of its own', async () => {
    await poll({ 'A-IM': 'feed', 'If-None-Match': tag });
    const tags = [tag, whole.headers.get('ETag') ?? ''];
    const query = `delta=${tags.join('..').replaceAll('"', '')}`;
    for (let times = 0; times < 3; times++) {
      const answer = await follow(home, `${path}?${query}`);
      expect(titlesIn(await answer.text())).toHaveLength(4);
    }
  });
});

test('a withdrawal alone: an empty delta, and the new tag', async () => {
  const home = await openHome();
  await home.publish([article(1), article(2)]);
  const tag = (await home.app.request('/feed.json')).headers.get('ETag') ?? '';
  await home.publish([], [article(1).id]);
  const headers = { 'A-IM': 'feed', 'If-None-Match': tag };
  const answer = await home.app.request('/feed.json', { headers });
  expect(answer.status).toBe(226);
  expect(await answer.json()).toMatchObject({ items: [] });
  expect(answer.headers.get('ETag')).not.toBe(tag);
  await home.db.close();
});

test('the whole document where everything is new', async () => {
  const home = await openHome();
  await home.publish([article(1)]);
  const tag = (await home.app.request('/feed.json')).headers.get('ETag') ?? '';
  await home.publish([article(2), article(3)], [article(1).id]);
  const headers = { 'A-IM': 'feed', 'If-None-Match': tag };
  expect((await home.app.request('/feed.json', { headers })).status).toBe(200);
  await home.db.close();
});

test('a reader that follows deltas gets every change once', async () => {
  const random = mulberry32(7);
  const home = await openHome();
  const states = new Map<string, string>();
  let tag = '"none"';
  let told = 0;
  let changes = 0;
  for (let step = 1; step <= 40; step++) {
    const now = Date.UTC(2024, 6, 1) + step * 1000;
    const news = Array.from({ length: random.between(0, 2) }, () => {
      changes++;
      const number = random.chance(0.2) ? random.between(1, 20) : 100 + changes;
      return article(number, { html: `<p>${step}</p>` });
    });
    const distinct = [...new Map(news.map((each) => [each.id, each])).values()];
    await home.publish(distinct, [], now);
    if (random.chance(0.4)) continue;
    const headers = { 'A-IM': 'feed', 'If-None-Match': tag };
    const answer = await home.app.request('/feed.json', { headers });
    expect([200, 226, 304]).toContain(answer.status);
    tag = answer.headers.get('ETag') ?? '';
    if (answer.status === 304) continue;
    const { items } = (await answer.json()) as { items: Record<string, string>[] };
    for (const { id = '', content_html = '' } of items) {
      if (answer.status === 226) expect(states.get(id)).not.toBe(content_html);
      if (answer.status === 226) told++;
      states.set(id, content_html);
    }
  }
  const whole = (await (await home.app.request('/feed.json')).json()) as {
    items: Record<string, string>[];
  };
  for (const { id = '', content_html } of whole.items) {
    expect(states.get(id)).toBe(content_html);
  }
  expect(told).toBeGreaterThan(10);
  await home.db.close();
});
