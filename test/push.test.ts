// A push against both homes: what it sends, how it goes on, what it says.
import { describe, expect, test } from 'vitest';
import type { SourceTable } from '../src/article/sources.ts';
import { digest } from '../src/node/parser.ts';
import { openSqlite } from '../src/node/sqlite.ts';
import { batchesOf, comparePush, push } from '../src/publish/push/push.ts';
import { openRemote, PushError, repeatAfter } from '../src/publish/push/remote.ts';
import {
  beginPublication,
  commitPublication,
  type StagedArticle,
  stageArticles,
} from '../src/store/publication.ts';
import { storeSettings } from '../src/store/sources.ts';
import { article, openHome, SITE, type TestHome, TOKEN } from './support/home.ts';

type Send = (url: string, init: RequestInit) => Promise<Response>;

/** A pusher of these articles and this table of sources, and the requests it made: "PUT articles" and the like. */
async function pusher(
  home: TestHome,
  articles: StagedArticle[],
  through = (send: Send): Send => send,
  table: SourceTable = new Map(),
) {
  const local = openSqlite(':memory:');
  const publication = await beginPublication(local, 'local');
  await stageArticles(local, publication, articles);
  await commitPublication(local, publication, 0, storeSettings(table, publication.base));

  const requests: string[] = [];
  const waits: number[] = [];
  const fetch = through(async (url, init) => {
    const { pathname } = new URL(url);
    requests.push(`${init.method} ${pathname.split('/').at(-1)}`);
    return home.app.request(pathname + new URL(url).search, init);
  });
  const sleep = async (delay: number) => waits.push(delay);
  const remote = openRemote({ url: SITE.url, token: TOKEN, fetch, sleep });
  const options = { local, remote, digest, withdraw: false };
  return {
    requests,
    waits,
    compare: (withdraw = false) => comparePush({ ...options, withdraw }),
    push: (withdraw = false) => push({ ...options, withdraw }),
  };
}

async function home(): Promise<TestHome> {
  const opened = await openHome();
  await opened.publish([]);
  return opened;
}

const many = (count: number, change = {}) =>
  Array.from({ length: count }, (_, at) => article(at + 1, change));

async function shown({ app }: TestHome): Promise<string[]> {
  const answer = await app.request('/filter/feed.json?limit=500');
  // At the edge there is nothing yet while the first push is under way.
  if (answer.status === 503) return [];
  const feed = await answer.json();
  return (feed as { items: { title: string }[] }).items.map(({ title }) => title);
}

const puts = (requests: string[]) => requests.filter((each) => each === 'PUT articles').length;

describe('a push', () => {
  test('publishes a folder, in batches, at once', async () => {
    const there = await home();
    const seen: number[] = [];
    const { push, requests } = await pusher(there, many(250), (send) => async (url, init) => {
      seen.push((await shown(there)).length);
      return send(url, init);
    });
    const { revision, difference } = await push();
    expect(revision).toBe(1);
    expect(difference.added).toHaveLength(250);
    expect(puts(requests)).toBe(3);
    expect(new Set(seen)).toEqual(new Set([0]));
    expect(await shown(there)).toHaveLength(250);
  });

  test('sends only what changed, and nothing where nothing did', async () => {
    const there = await home();
    await (await pusher(there, many(3))).push();
    const mended = [article(1), article(2, { html: '<p>mended</p>' }), article(4)];
    const second = await pusher(there, mended);
    const { difference } = await second.push();
    expect(difference.added.map(([id]) => id)).toEqual([article(4).id]);
    expect(difference.changed.map(([id]) => id)).toEqual([article(2).id]);
    expect(await shown(there)).toHaveLength(4);

    const third = await pusher(there, mended);
    expect((await third.push()).revision).toBe(2);
    expect(third.requests.every((request) => request.startsWith('GET'))).toBe(true);
  });

  test('withdraws only where it is asked to', async () => {
    const there = await home();
    await there.publish([article(1), article(2)]);
    const { push, compare } = await pusher(there, [article(1)]);
    expect((await compare()).difference.gone).toEqual([]);
    await push();
    expect(await shown(there)).toHaveLength(2);
    expect((await compare(true)).difference.gone).toEqual([article(2).id]);
    await push(true);
    expect(await shown(there)).toEqual([article(1).title]);
  });

  test('takes along what broadsheet.json says, and only where it changed', async () => {
    const there = await home();
    const title = async () =>
      (await (await there.app.request('/sources/voa/feed.json')).json()).title;
    const pushed = async (table: SourceTable, withdraw = false) => {
      const each = await pusher(there, [article(1)], (send) => send, table);
      await each.push(withdraw);
      return each.requests.filter((request) => !request.startsWith('GET')).length;
    };
    const voa = new Map([['voa', { title: 'VOA', aliases: [] }]]);
    await pushed(new Map());
    expect(await title()).toBe('美国之音 – 宽报');
    expect(await pushed(voa)).toBe(1);
    expect(await title()).toBe('VOA – 宽报');
    expect(await pushed(voa)).toBe(0);

    // As with articles: what a folder does not have stays, unless it is asked otherwise.
    expect(await pushed(new Map())).toBe(0);
    expect(await title()).toBe('VOA – 宽报');
    expect(await pushed(new Map(), true)).toBe(1);
    expect(await title()).toBe('美国之音 – 宽报');
  });

  test('that broke off goes on where it stopped', async () => {
    const there = await home();
    let left = 2;
    const first = await pusher(there, many(250), (send) => async (url, init) => {
      if (init.method === 'PUT' && left-- === 0) throw new Error('killed');
      if (left < 0) throw new Error('killed');
      return send(url, init);
    });
    await expect(first.push()).rejects.toThrow('does not answer: killed');
    expect(await shown(there)).toEqual([]);

    const second = await pusher(there, many(250));
    await second.push();
    expect(puts(second.requests)).toBe(1);
    expect(await shown(there)).toHaveLength(250);
  });

  test('that comes second says so, and leaves nothing', async () => {
    const there = await home();
    const { push } = await pusher(there, [article(1)], (send) => async (url, init) => {
      if (init.method === 'POST') await there.publish([article(2)]);
      return send(url, init);
    });
    const error = await push().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PushError);
    expect((error as Error).message).toContain('something else was published meanwhile');
    expect(await shown(there)).toEqual([article(2).title]);
  });

  test('whose commit is answered into the void finds its own work', async () => {
    const there = await home();
    let lost = false;
    const { push, waits } = await pusher(there, [article(1)], (send) => async (url, init) => {
      const answer = await send(url, init);
      if (init.method !== 'POST' || lost) return answer;
      lost = true;
      throw new Error('socket hang up');
    });
    expect((await push()).revision).toBe(1);
    expect(waits).toHaveLength(1);
    expect(await shown(there)).toEqual([article(1).title]);
  });

  test('whose table came too late says so', async () => {
    const there = await home();
    await there.publish([article(1)]);
    const table = new Map([['voa', { title: 'VOA', aliases: [] }]]);
    const interrupt =
      (send: Send): Send =>
      async (url, init) => {
        if (init.method === 'POST') await there.publish([article(2)]);
        return send(url, init);
      };
    const { push } = await pusher(there, [article(1)], interrupt, table);
    await expect(push()).rejects.toThrow('something else was published meanwhile');
  });

  test('waits as it is asked to, and tries again', async () => {
    const there = await home();
    const answers = [
      new Response('', { status: 503, headers: { 'Retry-After': '7' } }),
      new Response('', { status: 429 }),
    ];
    const { push, waits } = await pusher(
      there,
      [article(1)],
      (send) => async (url, init) => (init.method === 'PUT' && answers.pop()) || send(url, init),
    );
    await push();
    expect(waits).toHaveLength(2);
    expect(waits[1]).toBe(7000);
    expect(await shown(there)).toEqual([article(1).title]);
  });

  test('hands over what the server refused, and publishes the rest', async () => {
    const there = await home();
    const { push } = await pusher(there, [article(1, { language: 'no language' }), article(2)]);
    const { rejected } = await push();
    expect(rejected).toEqual([{ id: article(1).id, message: 'language: expected a BCP 47 tag' }]);
    expect(await shown(there)).toEqual([article(2).title]);
  });

  test.each([
    [401, {}, 'the token is wrong'],
    [404, {}, 'takes no publications'],
    [413, {}, 'answered 413: too much'],
    [308, { Location: 'https://new.example/' }, 'has moved'],
    [500, {}, 'answered 500: too much'],
  ])('that meets a %d ends with one line', async (status, headers, line) => {
    const { push } = await pusher(
      await home(),
      [article(1)],
      () => async () => new Response('too much\nand more', { status, headers }),
    );
    const error = await push().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PushError);
    expect((error as Error).message).toContain(line);
    expect((error as Error).message).not.toMatch(/\n|a-token/);
  });
});

describe('the policy of repeating', () => {
  const silence = new Error('socket hang up');
  const status = (code: number, retryAfter?: string) =>
    new Response(null, {
      status: code,
      ...(retryAfter && { headers: { 'Retry-After': retryAfter } }),
    });
  const now = Date.UTC(2024, 0, 1);
  test.each([
    ['no answer', 1, silence, 375, 625],
    ['a fault of the server', 1, status(500), 375, 625],
    ['an overload', 2, status(503), 750, 1250],
    ['too many requests', 3, status(429), 1500, 2500],
    ['many attempts', 6, status(502), 12_000, 20_000],
    ['a wish', 1, status(503, '60'), 60_000, 60_000],
    ['a wish with a date', 1, status(503, 'Mon, 01 Jan 2024 00:02:00 GMT'), 120_000, 120_000],
    ['a date gone by', 1, status(503, 'Sun, 31 Dec 2023 00:00:00 GMT'), 375, 625],
    ['nonsense', 1, status(503, 'soon'), 375, 625],
  ])('after %s, attempt %d', (_, attempt, answer, least, most) => {
    expect(repeatAfter(attempt, answer, 0, now)).toBe(least);
    expect(repeatAfter(attempt, answer, 1, now)).toBe(most);
  });

  test.each([
    ['success', 1, status(200)],
    ['a refusal', 1, status(401)],
    ['a conflict', 1, status(409)],
    ['a last attempt', 7, silence],
    ['a wish beyond all patience', 1, status(503, '86400')],
  ])('there is none after %s', (_, attempt, answer) => {
    expect(repeatAfter(attempt, answer, 0.5, now)).toBeNull();
  });
});

describe('batches', () => {
  async function sizes(articles: StagedArticle[]): Promise<number[]> {
    const batches: number[] = [];
    async function* stream() {
      yield* articles;
    }
    for await (const batch of batchesOf(stream())) batches.push(batch.length);
    return batches;
  }
  const sized = (bytes: number) => article(1, { html: '文'.repeat(bytes / 3) });

  test.each([
    ['nothing', [], []],
    ['by number', many(201), [100, 100, 1]],
    ['by size', [sized(300_000), sized(300_000), sized(150_000)], [1, 2]],
    ['one too large for any', [sized(3000), sized(1_800_000), sized(3000)], [1, 1, 1]],
  ])('%s', async (_, articles, expected) => {
    expect(await sizes(articles)).toEqual(expected);
  });
});
