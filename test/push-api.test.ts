// The push API, as a publisher's requests see it on both runtimes.
import { beforeAll, describe, expect, test } from 'vitest';
import { parseArticle } from '../src/article/article.ts';
import { articleVersion } from '../src/article/types.ts';
import { digest } from '../src/node/parser.ts';
import type { StagedArticle } from '../src/store/publication.ts';
import { article, openHome, SITE, type TestHome, TOKEN } from './support/home.ts';
import { HOME } from './support/which.ts';

const NOW = Date.UTC(2024, 5, 1);

/** A publisher at the door of a home. */
function publisher({ app }: Pick<TestHome, 'app'>, token = TOKEN) {
  const send = (method: string, path: string, content?: unknown) =>
    app.request(`/publishing/${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      ...(method !== 'GET' && content !== undefined && { body: JSON.stringify(content) }),
    });
  return {
    send,
    manifest: async () => (await send('GET', 'manifest')).json(),
    stage: (push: string, articles: unknown[]) => send('PUT', `${push}/articles`, { articles }),
    withdraw: (push: string, ids: string[]) => send('DELETE', `${push}/articles`, { ids }),
    staged: async (push: string) => (await (await send('GET', push)).json()).ids,
    commit: (push: string, table?: object) => send('POST', push, table),
  };
}

/** Titles in the feed, newest first. */
async function shown({ app }: TestHome): Promise<string[]> {
  const answer = await app.request('/feed.json');
  // At the edge there is nothing yet while the first push is under way.
  if (answer.status === 503) return [];
  const feed = await answer.json();
  return (feed as { items: { title: string }[] }).items.map(({ title }) => title);
}

const titles = (...numbers: number[]) => numbers.map((number) => article(number).title);

/** The article with other fields, and the hash that goes with them. */
function changed(number: number, change: object): StagedArticle {
  const given = { ...article(number), ...change };
  return { ...given, hash: articleVersion(given, digest) as string };
}

async function atClock(home: Promise<TestHome>): Promise<TestHome> {
  const opened = await home;
  // An empty publication sets the clock of the home, and changes nothing.
  await opened.publish([], [], NOW);
  return opened;
}

describe('the token', () => {
  let home: TestHome;
  beforeAll(async () => {
    home = await openHome();
  });
  const doors = [
    ['GET', 'manifest'],
    ['GET', '0/a'],
    ['PUT', '0/a/articles'],
    ['DELETE', '0/a/articles'],
    ['POST', '0/a'],
  ] as const;
  const headers: [string, Record<string, string>][] = [
    ['missing', {}],
    ['empty', { Authorization: 'Bearer ' }],
    ['of another scheme', { Authorization: `Basic ${TOKEN}` }],
    [
      'as a password, which browsers send by themselves',
      { Authorization: `Basic ${btoa(`x:${TOKEN}`)}` },
    ],
    ['without its scheme', { Authorization: TOKEN }],
    ['too short', { Authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['too long', { Authorization: `Bearer ${TOKEN}x` }],
    ['in other letters', { Authorization: `Bearer ${TOKEN.toUpperCase()}` }],
    ['twice', { Authorization: `Bearer ${TOKEN} ${TOKEN}` }],
  ];

  test.each(doors)('%s /publishing/%s needs it', async (method, path) => {
    for (const [, given] of headers) {
      const answer = await home.app.request(`/publishing/${path}`, { method, headers: given });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
      expect(await answer.text()).not.toContain(TOKEN);
    }
    const content = method === 'POST' ? undefined : { articles: [], ids: [] };
    const { status } = await publisher(home).send(method, path, content);
    expect(status).toBe(200);
  });

  test('without a token in the settings, the addresses do not exist', async () => {
    const { request } = await HOME.open(SITE, '');
    for (const [method, path] of doors) {
      const { send } = publisher({ app: { request } });
      expect((await send(method, path, {})).status).toBe(404);
    }
  });
});

test('readers see nothing before the commit, and everything after it', async () => {
  const home = await atClock(openHome());
  const { stage, commit, manifest } = publisher(home);
  expect((await stage('0/first', [article(1), article(2)])).status).toBe(200);
  expect((await stage('0/first', [article(3)])).status).toBe(200);
  expect(await shown(home)).toEqual([]);
  expect(await manifest()).toMatchObject({ revision: 0, versions: [] });

  const answer = await commit('0/first');
  expect(await answer.json()).toEqual({ revision: 1, changed: true });
  expect(await shown(home)).toEqual(titles(3, 2, 1));
  const versions = [1, 2, 3].map((number) => [article(number).id, article(number).hash]).sort();
  expect(await manifest()).toMatchObject({ revision: 1, versions });
});

test('articles that are published already make no new revision', async () => {
  const home = await openHome();
  await home.publish([article(1)]);
  const { stage, commit } = publisher(home);
  await stage('1/again', [article(1)]);
  expect(await (await commit('1/again')).json()).toEqual({ revision: 1, changed: false });
});

test('withdrawals take effect with the rest of their push', async () => {
  const home = await openHome();
  await home.publish([article(1), article(2)]);
  const { stage, withdraw, commit } = publisher(home);
  await withdraw('1/x', [article(1).id]);
  await stage('1/x', [article(3)]);
  expect(await shown(home)).toEqual(titles(2, 1));
  await commit('1/x');
  expect(await shown(home)).toEqual(titles(3, 2));
});

test('a push that was interrupted can ask what it has staged; others cannot', async () => {
  const home = await atClock(openHome());
  const { stage, withdraw, staged, commit } = publisher(home);
  await stage('0/mine', [article(1)]);
  await withdraw('0/mine', [article(9).id]);
  expect(new Set(await staged('0/mine'))).toEqual(new Set([article(1).id, article(9).id]));
  expect(await staged('0/yours')).toEqual([]);
  await stage('0/mine', [article(2)]);
  await commit('0/mine');
  expect(await shown(home)).toEqual(titles(2, 1));
});

describe('two pushes at once', () => {
  test('one is published as a whole, the other gets a 409 and leaves nothing', async () => {
    const home = await atClock(openHome());
    const { stage, staged, commit } = publisher(home);
    await stage('0/one', [article(1)]);
    await stage('0/two', [article(2), article(3)]);
    await stage('0/one', [article(4)]);
    const statuses = await Promise.all(
      ['0/one', '0/two'].map(async (p) => (await commit(p)).status),
    );
    expect(statuses.toSorted()).toEqual([200, 409]);
    expect(await shown(home)).toEqual(statuses[0] === 200 ? titles(4, 1) : titles(3, 2));

    const loser = statuses[0] === 409 ? '0/one' : '0/two';
    expect((await stage(loser, [article(5)])).status).toBe(409);
    expect(await (await commit(loser)).text()).toContain('push again');
    expect(await staged(loser)).toEqual([]);
    const bodies = await home.db.all('SELECT hash FROM bodies');
    expect(bodies).toHaveLength(2);
  });

  test('may bring the same article', async () => {
    const home = await atClock(openHome());
    const { stage, commit } = publisher(home);
    await stage('0/one', [article(1), article(2)]);
    await stage('0/two', [article(1)]);
    await commit('0/one');
    expect((await commit('0/two')).status).toBe(409);
    expect(await shown(home)).toEqual(titles(2, 1));
    const text = await (await home.app.request('/feed.xml')).text();
    expect(text).toContain('第1条新闻的全文。');
  });
});

describe('a malformed article', () => {
  let home: TestHome;
  beforeAll(async () => {
    home = await atClock(openHome());
  });

  const LEGAL = 'holds a character that no XML document may hold; expected legal characters only';
  const HASH = 'the hash is not that of the article; expected the one made from its fields';
  const faults: [name: string, sent: unknown, message: string][] = [
    ['no object', 'article', 'article: Invalid type: Expected Object but received "article"'],
    [
      'another id',
      changed(1, { id: article(2).id }),
      'the id is not that of the link; expected the one made from the link',
    ],
    ['another hash', { ...article(1), hash: article(2).hash }, HASH],
    ['another body', { ...article(1), html: '<p>x</p>' }, HASH],
    ['another date', { ...article(1), published: article(1).published + 1 }, HASH],
    ['an escape', changed(1, { html: 'a\u0000b' }), `html: ${LEGAL}`],
    ['half a surrogate', changed(1, { title: 'a\ud800' }), `title: ${LEGAL}`],
    ['a noncharacter', changed(1, { summary: '\uffff' }), `summary: ${LEGAL}`],
    ['no source', changed(1, { source: '' }), 'source: is empty; expected a text'],
    [
      'a long summary',
      changed(1, { summary: '长'.repeat(201) }),
      'summary: is too long; expected at most 200 characters',
    ],
    [
      'a script as a link',
      changed(1, { url: 'javascript:alert(1)' }),
      '“javascript:alert(1)” is not an absolute http(s) URL',
    ],
    [
      'a script as an image',
      changed(1, { image: { url: 'data:image/svg+xml,x', type: null, alt: '' } }),
      '“data:image/svg+xml,x” is not an absolute http(s) URL',
    ],
    [
      'an enclosure without a type',
      changed(1, { enclosures: [{ url: 'https://a.example/1', type: '' }] }),
      'enclosures.0.type: expected a media type',
    ],
    ['no language', changed(1, { language: 'zh_Hans' }), 'language: expected a BCP 47 tag'],
    [
      'a date that is a text',
      changed(1, { published: '1717200000000' }),
      'published: expected epoch milliseconds',
    ],
    [
      'more than fits into a row',
      changed(1, { html: '文'.repeat(650_000) }),
      'bytes; expected at most 1900000',
    ],
  ];

  test.each(faults)('%s', async (_, sent, message) => {
    const { stage } = publisher(home);
    const answer = await stage('0/faults', [sent, article(7)]);
    expect(answer.status).toBe(422);
    const { staged, rejected } = await answer.json();
    expect(staged).toBe(1);
    expect(rejected).toHaveLength(1);
    expect(rejected[0].message).toContain(message);
  });

  const head = (date: number, title = '题', url = 'https://a.example/1') =>
    `<!--${date}-->\n[${title}](${url})\n------\n\n<p>x</p>\n`;
  test.each([
    ['a date in seconds', { published: 1_706_726_344 }, head(1_706_726_344)],
    ['a date before 1990', { published: 86_400_000 }, head(86_400_000)],
    ['a date to come', { published: NOW + 90_000_000 }, head(NOW + 90_000_000)],
    ['an empty title', { title: ' \u200b' }, head(NOW, ' \u200b')],
    ['no web address', { url: 'ftp://a.example/1' }, head(NOW, '题', 'ftp://a.example/1')],
  ])('%s is called what `check` calls it', async (_, change, file) => {
    const compiled = await parseArticle('voa/1.md', new TextEncoder().encode(file), {
      now: NOW,
      language: 'en',
      digest,
    });
    const { stage } = publisher(home);
    const { rejected } = await (await stage('0/faults', [changed(1, change)])).json();
    const said = 'problem' in compiled ? compiled.problem.message : 'nothing';
    expect(rejected).toEqual([{ id: article(1).id, message: said }]);
  });

  test('does not keep the others from being published', async () => {
    const { stage, commit } = publisher(home);
    await stage('0/partly', [article(1), { ...article(2), hash: '' }, article(3)]);
    expect((await commit('0/partly')).status).toBe(200);
    expect(await shown(home)).toEqual(titles(3, 1));
  });
});

describe('the table of sources', () => {
  const VOA = { sources: { voa: { title: 'VOA 中文', aliases: ['美国之音'] } } };
  const named = async ({ app }: TestHome, source = 'voa') => {
    const answer = await app.request(`/sources/${encodeURIComponent(source)}/feed.json`);
    return answer.status === 200 ? (await answer.json()).title : answer.status;
  };
  async function filled() {
    const home = await openHome();
    await home.publish([article(1)]);
    return { home, ...publisher(home) };
  }

  test('comes with a commit, alone or not', async () => {
    const { home, stage, commit } = await filled();
    expect(await named(home)).toBe('美国之音 – 宽报');
    expect(await (await commit('1/a', VOA)).json()).toEqual({ revision: 2, changed: true });
    expect(await named(home)).toBe('VOA 中文 – 宽报');
    expect(await named(home, '美国之音')).toBe(301);

    await stage('2/b', [article(2)]);
    await commit('2/b', { sources: { voa: { title: 'VOA' } } });
    expect(await named(home)).toBe('VOA – 宽报');
    expect(await named(home, '美国之音')).toBe(404);
    expect(await shown(home)).toEqual(titles(2, 1));
    await commit('3/c', { sources: {} });
    expect(await named(home)).toBe('美国之音 – 宽报');
  });

  test('makes no new revision where it is the same; without one it stays as it is', async () => {
    const { home, stage, commit, manifest } = await filled();
    const before = (await manifest()).sources;
    await commit('1/a', VOA);
    const { sources } = await manifest();
    expect(sources).not.toBe(before);
    expect(await (await commit('2/a', VOA)).json()).toEqual({ revision: 2, changed: false });
    await stage('2/b', [article(2)]);
    await commit('2/b');
    expect(await named(home)).toBe('VOA 中文 – 宽报');
    expect((await manifest()).sources).toBe(sources);
  });

  test('is not taken from a push that comes too late', async () => {
    const { home, commit } = await filled();
    await home.publish([article(2)]);
    expect((await commit('1/a', VOA)).status).toBe(409);
    expect(await named(home)).toBe('美国之音 – 宽报');
  });

  test.each<[string, object, string]>([
    ['an unknown field', { sources: { voa: { titel: 'x' } } }, '“sources.voa.titel” is not valid'],
    ['no table', { sources: [] }, '“sources” is not valid'],
    ['no language', { sources: { voa: { language: 'zh_Hans' } } }, 'expected a BCP 47 language'],
    ['a name of two', { sources: { a: {}, b: { aliases: ['a'] } } }, 'names two sources'],
    ['an escape', { sources: { a: { title: 'x\u001b' } } }, '“a” holds a character'],
    ['half a surrogate', { sources: { a: { aliases: ['\ud800'] } } }, '“a” holds a character'],
    [
      'more than fits into a row',
      { sources: { a: { title: '长'.repeat(170_000) } } },
      'bytes; expected at most 500000',
    ],
  ])('with %s is refused, and nothing is published', async (_, table, message) => {
    const { home, stage, commit } = await filled();
    await stage('1/a', [article(2)]);
    const answer = await commit('1/a', table);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(message);
    expect(await shown(home)).toEqual(titles(1));
  });
});

describe('sizes', () => {
  let empty: TestHome;
  beforeAll(async () => {
    empty = await openHome();
  });

  test('an article of nearly 1.9 MB, and batches of several, are taken', async () => {
    const home = await atClock(openHome());
    const { stage, commit } = publisher(home);
    const large = [1, 2, 3, 4].map((number) =>
      changed(number, { html: `<p>${'文'.repeat(630_000)}</p>` }),
    );
    expect((await stage('0/large', large)).status).toBe(200);
    expect((await commit('0/large')).status).toBe(200);
    const feed = await (await home.app.request('/filter/feed.json?limit=2')).text();
    expect(feed.length).toBeGreaterThan(1_260_000);
  });

  test('a body of more than 10 MB is refused', async () => {
    const { send } = publisher(empty);
    const answer = await send('PUT', '0/huge/articles', { articles: ['x'.repeat(10_000_000)] });
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('expected at most 10000000 bytes');
  });

  test.each(['', '{', '[]', '{"articles":{}}', '{"articles":"x"}'])(
    '“%s” is no batch',
    async (body) => {
      const headers = { Authorization: `Bearer ${TOKEN}` };
      const answer = await empty.app.request('/publishing/0/a/articles', {
        method: 'PUT',
        headers,
        body,
      });
      expect(answer.status).toBe(400);
    },
  );
});
