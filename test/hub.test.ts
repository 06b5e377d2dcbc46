// The WebSub hub, case by case as websub.rocks tests publishers and hubs, with a real subscriber: on
// Node, and in workerd with its queue and D1. Kills and hostile callbacks are suites of their own.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hubState } from '../src/store/hub/state.ts';
import { listSubscriptions } from '../src/store/hub/subscriptions.ts';
import { article, SITE } from './support/home.ts';
import { HUB, type TestHub, TOPIC } from './support/hub.ts';
import {
  discover,
  isSigned,
  openSubscriber,
  type Subscriber,
  willing,
} from './support/subscriber.ts';

const { openHub } = await (process.env.BROADSHEET_HOME === 'edge'
  ? import('./support/hub.edge.ts')
  : import('./support/hub.ts'));

let hub: TestHub;
let subscriber: Subscriber;

beforeEach(async () => {
  hub = await openHub();
  subscriber = await openSubscriber();
  await hub.publish([article(1)]);
});
afterEach(async () => {
  subscriber.close();
  await hub.close();
});

const form = (change: Record<string, string> = {}) => ({
  'hub.mode': 'subscribe',
  'hub.topic': TOPIC,
  'hub.callback': `${subscriber.url}/cb`,
  ...change,
});

/** Subscribes and waits until the hub has it. */
async function subscribe(change: Record<string, string> = {}): Promise<void> {
  const before = subscriber.of('GET').length;
  expect((await hub.ask(form(change))).status).toBe(202);
  await subscriber.until(before + 1, 'GET');
  await hub.idle();
}

/** Subscriptions on these hosts, as if they had been verified. */
async function follow(hosts: string[]): Promise<void> {
  const columns = ['topic', 'callback', 'host', 'made', 'expires', 'position', 'failures'];
  const rows = hosts.map((host, at) => [TOPIC, `http://${host}/${at}`, host, 0, 9e15, 0, 0]);
  await hub.db.batch([{ table: 'hub_subscriptions', columns, rows, existing: 'IGNORE' }]);
}

describe('discovery (publisher 1 to 3)', () => {
  const self = (path: string) => SITE.url + path;

  test.each([
    ['/feed.xml', '/feed.xml'],
    ['/atom.xml', '/atom.xml'],
    ['/feed.json', '/feed.json'],
    ['/filter/feed.xml?limit=3', '/filter/feed.xml?limit=3'],
  ])('%s names its hub and itself in its header', async (path, topic) => {
    const answer = await hub.app.request(path);
    expect(discover(answer.headers.get('Link'))).toEqual({ hub: HUB, self: self(topic) });
    const headers = { 'If-None-Match': answer.headers.get('ETag') ?? '' };
    const again = await hub.app.request(path, { headers });
    expect(again.status).toBe(304);
    expect(again.headers.get('Link')).toBe(answer.headers.get('Link'));
    const head = await hub.app.request(path, { method: 'HEAD' });
    expect(head.headers.get('Link')).toBe(answer.headers.get('Link'));
  });

  test('the documents name the hub as well', async () => {
    const text = async (path: string) => (await hub.app.request(path)).text();
    expect(await text('/feed.xml')).toContain(`<atom:link rel="hub" href="${HUB}"/>`);
    expect(await text('/atom.xml')).toMatch(/<link[^>]*rel="hub"[^>]*>/);
    expect(await text('/atom.xml')).toContain(`href="${HUB}"`);
    const { hubs } = JSON.parse(await text('/feed.json'));
    expect(hubs).toEqual([{ type: 'WebSub', url: HUB }]);
  });
});

describe('subscription (hub 100 to 102)', () => {
  test('a verified subscriber gets the document with its type, hub and self', async () => {
    await subscribe({ 'hub.lease_seconds': '86400' });
    const [verification] = subscriber.of('GET');
    expect(Object.fromEntries(verification?.query ?? [])).toEqual({
      'hub.mode': 'subscribe',
      'hub.topic': TOPIC,
      'hub.challenge': expect.stringMatching(/.{16,}/),
      'hub.lease_seconds': '86400',
    });

    await hub.publish([article(2)]);
    const [call] = await subscriber.until(1);
    const feed = await hub.app.request('/feed.xml');
    expect(call?.body.toString()).toBe(await feed.text());
    expect(call?.headers['content-type']).toBe(feed.headers.get('Content-Type'));
    expect(discover(call?.headers.link as string)).toEqual({ hub: HUB, self: TOPIC });
    expect(call?.headers['x-hub-signature']).toBeUndefined();
  });

  test('the query of a callback stays as it is', async () => {
    await subscribe({ 'hub.callback': `${subscriber.url}/cb?a=%20b&c&d=%E4%B8%AD` });
    await hub.publish([article(2)]);
    const [call] = await subscriber.until(1);
    expect(call?.query.toString()).toBe(new URLSearchParams('a=%20b&c&d=中').toString());
    const [verification] = subscriber.of('GET');
    expect(verification?.query.get('a')).toBe(' b');
    expect(verification?.query.get('hub.mode')).toBe('subscribe');
  });

  test.each([
    ['nothing', undefined, 10 * 86_400],
    ['too short', '1', 300],
    ['too long', '99999999', 30 * 86_400],
    ['fair', '3600', 3600],
  ])('a lease has bounds: %s', async (_, asked, given) => {
    await subscribe(asked ? { 'hub.lease_seconds': asked } : {});
    expect(subscriber.of('GET')[0]?.query.get('hub.lease_seconds')).toBe(String(given));
    const [subscription] = await listSubscriptions(hub.db);
    expect(subscription?.expires).toBe(hub.clock.now + given * 1000);
  });

  test('each format is a topic of its own, and only what changed is sent', async () => {
    await subscribe();
    await subscribe({
      'hub.topic': `${SITE.url}/feed.json`,
      'hub.callback': `${subscriber.url}/json`,
    });
    await hub.publish([]);
    await hub.idle();
    expect(subscriber.of('POST')).toEqual([]);
    await hub.publish([article(2)]);
    await hub.idle();
    const paths = subscriber.of('POST').map(({ path }) => path);
    expect(paths.sort()).toEqual(['/cb', '/json']);
  });
});

describe('distribution (§7)', () => {
  test('everybody is sent the document, once', async () => {
    await subscribe();
    await follow(Array.from({ length: 250 }, () => new URL(subscriber.url).host));
    await hub.publish([article(2)]);
    await hub.idle();
    const paths = subscriber.of('POST').map(({ path }) => path);
    expect(paths).toHaveLength(251);
    expect(new Set(paths).size).toBe(251);
  });
});

describe('intent (§5.3)', () => {
  test.each<[string, Parameters<Subscriber['behave']>[0], path?: string]>([
    ['404', () => [404]],
    ['another challenge', () => [200, {}, 'no']],
    ['the challenge among other text', ({ query }) => [200, {}, `x${query.get('hub.challenge')}`]],
    ['a redirect', ({ query }) => [302, { Location: '/ok' }, query.get('hub.challenge') ?? '']],
    ['an error with the challenge', ({ query }) => [500, {}, query.get('hub.challenge') ?? '']],
    ['silence', willing, '/silent/GET'],
    ['an endless answer', () => [200, {}, 'x'.repeat(1_000_000)]],
  ])('no subscription after %s', async (_, behaviour, path = '/cb') => {
    subscriber.behave(behaviour);
    await subscribe({ 'hub.callback': subscriber.url + path });
    expect(await listSubscriptions(hub.db)).toEqual([]);
    expect(subscriber.of('GET')).toHaveLength(1);
  });

  test('nobody can be subscribed, renewed with another secret, or unsubscribed by others', async () => {
    await subscribe({ 'hub.secret': 'mine' });
    subscriber.behave(({ method }) => (method === 'GET' ? [404] : [204]));
    await subscribe({ 'hub.secret': 'theirs' });
    await subscribe({ 'hub.mode': 'unsubscribe' });
    await hub.publish([article(2)]);
    const [call] = await subscriber.until(1);
    expect(call && isSigned(call, 'mine')).toBe(true);
  });
});

const longUrl = (start: string, length: number) => start + 'x'.repeat(length - start.length);

describe('requests that are refused (§5.1)', () => {
  test.each<[string, Record<string, string>, number, RegExp]>([
    ['no mode', { 'hub.mode': '' }, 400, /hub\.mode/],
    ['an unknown mode', { 'hub.mode': 'publish' }, 400, /hub\.mode/],
    ['no callback', { 'hub.callback': '' }, 400, /hub\.callback/],
    ['no topic', { 'hub.topic': '' }, 400, /hub\.topic/],
    ['a lease that is no number', { 'hub.lease_seconds': 'long' }, 400, /lease/],
    ['a long topic', { 'hub.topic': longUrl(`${TOPIC}?q=`, 2049) }, 400, /hub\.topic.* 2048 char/],
    ['a long callback', { 'hub.callback': longUrl('http://a.example/', 2049) }, 400, / 2048 char/],
    ['a long URL elsewhere', { 'hub.url': longUrl('http://a.example/', 2049) }, 400, /hub\.url/],
    ['a secret of 200 bytes', { 'hub.secret': `${'密'.repeat(66)}xx` }, 400, /secret/],
    ['a topic elsewhere', { 'hub.topic': 'https://other.example/feed.xml' }, 404, /topic/],
    [
      'a topic that only begins like ours',
      { 'hub.topic': `${SITE.url}.example/feed.xml` },
      404,
      /topic/,
    ],
    ['a page', { 'hub.topic': `${SITE.url}/` }, 404, /topic/],
    ['another spelling of a topic', { 'hub.topic': `${TOPIC}?x=1` }, 404, /self/],
    ['a query out of bounds', { 'hub.topic': `${TOPIC}?limit=0` }, 404, /topic/],
  ])('%s', async (_, change, status, sentence) => {
    const answer = await hub.ask(form(change));
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(sentence);
    expect(await hub.db.all('SELECT * FROM hub_requests WHERE due IS NOT NULL')).toEqual([]);
  });

  test('a body that is no form, or a huge one', async () => {
    const json = { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } };
    expect((await hub.app.request('/hub', json)).status).toBe(415);
    expect((await hub.ask(form({ x: 'x'.repeat(20_000) }))).status).toBe(413);
  });

  test('GET says what this is', async () => {
    const answer = await hub.app.request('/hub');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('Allow')).toBe('POST');
  });
});

describe('limits', () => {
  const CLIENT = '203.0.113.9';

  /** Requests of the last minute, each from a client about a host, as if they had been verified. */
  async function asked(requests: [client: string, host: string][]): Promise<void> {
    const columns = ['mode', 'topic', 'callback', 'host', 'client', 'lease', 'position', 'made'];
    const rows = requests.map(([client, host]) => [
      ...['subscribe', TOPIC, `http://${host}/`, host, client],
      ...[300, 0, hub.clock.now],
    ]);
    await hub.db.batch([{ table: 'hub_requests', columns, rows, existing: 'IGNORE' }]);
  }
  const times = <T>(count: number, make: (number: number) => T) =>
    Array.from({ length: count }, (_, number) => make(number));

  test('a reader that imports our OPML subscribes to all of it at once', async () => {
    await hub.publish(times(40, (number) => article(number, { source: `paper-${number}` })));
    const opml = await (await hub.app.request('/opml.xml')).text();
    const topics = [...opml.matchAll(/xmlUrl="([^"]+)"/g)].map(([, url = '']) => url);
    expect(topics.length).toBeGreaterThan(40);
    const answers = await Promise.all(
      topics.map((topic) => hub.ask(form({ 'hub.topic': topic }), CLIENT)),
    );
    expect(answers.map(({ status }) => status)).toEqual(topics.map(() => 202));
    await hub.idle();
    expect(await listSubscriptions(hub.db)).toHaveLength(topics.length);
  });

  test('a host is named 300 times a minute, whoever asks', async () => {
    await asked(times(299, (number) => [`client-${number}`, '127.0.0.1']));
    expect((await hub.ask(form())).status).toBe(202);
    const refused = await hub.ask(form());
    expect(refused.status).toBe(429);
    expect(refused.headers.get('Retry-After')).toBe('60');
    expect(await refused.text()).toMatch(/at most 300 a minute .* come back in a minute\.\n$/);
    await hub.idle();
    expect(subscriber.of('GET')).toHaveLength(1);
    hub.clock.now += 60_001;
    expect((await hub.ask(form())).status).toBe(202);
  });

  test('all hosts of one domain are one', async () => {
    await asked(times(300, (number) => [`client-${number}`, 'example.co.uk']));
    const status = async (host: string) =>
      (await hub.ask(form({ 'hub.callback': `http://${host}/cb` }))).status;
    expect(await status('example.co.uk')).toBe(429);
    expect(await status('a.b.example.co.uk.')).toBe(429);
    await asked(times(300, (number) => [`client-${number}`, '2001:db8:0:1::/64']));
    expect(await status('[2001:db8:0:1:2:3:4:5]')).toBe(429);
  });

  test('a client asks 300 times a minute', async () => {
    await asked(times(300, () => [CLIENT, '127.0.0.1']));
    await hub.db.all("UPDATE hub_requests SET host = 'a.example' WHERE id > 150");
    expect((await hub.ask(form(), CLIENT)).status).toBe(429);
    expect((await hub.ask(form(), '203.0.113.10')).status).toBe(202);
    expect((await hub.ask(form())).status).toBe(202);
  });

  test('a client with IPv6 is its network', async () => {
    await asked(times(300, () => ['2001:db8:0:1::/64', '127.0.0.1']));
    await hub.db.all("UPDATE hub_requests SET host = 'a.example'");
    expect((await hub.ask(form(), '2001:db8:0:1:2:3:4:5')).status).toBe(429);
    expect((await hub.ask(form(), '2001:db8:0:2::5')).status).toBe(202);
  });

  test('a client names ten hosts a minute', async () => {
    await asked(times(10, (number) => [CLIENT, `${number}.example`]));
    expect((await hub.ask(form(), CLIENT)).status).toBe(429);
    expect((await hub.ask(form(), '203.0.113.10')).status).toBe(202);
    await hub.db.all("UPDATE hub_requests SET host = '127.0.0.1' WHERE host = '9.example'");
    expect((await hub.ask(form(), CLIENT)).status).toBe(202);
  });

  test('what is refused for its topic counts as well: it had to be composed', async () => {
    for (const limit of times(10, (number) => `${TOPIC}?limit=x${number}`)) {
      expect((await hub.ask(form({ 'hub.topic': limit }), CLIENT)).status).toBe(404);
    }
    const rows = 'SELECT count(*) AS count FROM hub_requests WHERE client IS NOT NULL';
    expect(await hub.db.all(rows)).toEqual([{ count: 10 }]);
  });

  test('a callback of 2,048 characters is verified', async () => {
    await subscribe({ 'hub.callback': longUrl(`${subscriber.url}/`, 2048) });
    expect(await listSubscriptions(hub.db)).toHaveLength(1);
  });
});

describe('secrets and signatures (hub 103, §7.1)', () => {
  test.each(['s', '秘密 & more', 'x'.repeat(199)])('%s', async (secret) => {
    await subscribe({ 'hub.secret': secret });
    await hub.publish([article(2)]);
    const [call] = await subscriber.until(1);
    expect(call?.headers['x-hub-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
    expect(call && isSigned(call, secret)).toBe(true);
    expect(call && isSigned(call, `${secret}x`)).toBe(false);
  });
});

describe('renewal and the end of a lease (hub 104)', () => {
  test('renewing takes the new lease and the new secret, and sends nothing twice', async () => {
    await subscribe({ 'hub.lease_seconds': '300', 'hub.secret': 'old' });
    hub.clock.now += 200_000;
    await subscribe({ 'hub.lease_seconds': '300', 'hub.secret': 'new' });
    hub.clock.now += 200_000;
    await hub.publish([article(2)]);
    const calls = await subscriber.until(1);
    expect(calls[0] && isSigned(calls[0], 'new')).toBe(true);
    await hub.idle();
    expect(subscriber.of('POST')).toHaveLength(1);
  });

  test('after the lease nothing is sent, and the subscription is gone', async () => {
    await subscribe({ 'hub.lease_seconds': '300' });
    hub.clock.now += 300_000;
    await hub.publish([article(2)]);
    await hub.wake();
    await expect.poll(() => listSubscriptions(hub.db)).toEqual([]);
    await hub.idle();
    expect(subscriber.of('POST')).toEqual([]);
  });
});

describe('unsubscription (hub 105)', () => {
  test('a verified one ends it', async () => {
    await subscribe();
    await subscribe({ 'hub.mode': 'unsubscribe' });
    const query = subscriber.of('GET')[1]?.query;
    expect(query?.get('hub.mode')).toBe('unsubscribe');
    expect(query?.get('hub.topic')).toBe(TOPIC);
    expect(await listSubscriptions(hub.db)).toEqual([]);
    await hub.publish([article(2)]);
    await hub.idle();
    expect(subscriber.of('POST')).toEqual([]);
  });

  test('a topic that is followed again after everybody left sends what is new alone', async () => {
    await subscribe();
    await hub.publish([article(2)]);
    await subscriber.until(1);
    await subscribe({ 'hub.mode': 'unsubscribe' });
    hub.clock.now += 120_000;
    await hub.wake();
    await expect.poll(() => hub.db.all('SELECT url FROM hub_topics')).toEqual([]);
    await hub.publish([article(3)]);
    await subscribe();
    await hub.publish([article(4)]);
    const [, call] = await subscriber.until(2);
    expect(call?.body.toString()).toContain('第4条新闻');
    await hub.idle();
    expect(subscriber.of('POST')).toHaveLength(2);
  });

  test('of two requests in a row the later one counts', async () => {
    await hub.ask(form());
    await hub.ask(form({ 'hub.mode': 'unsubscribe' }));
    await subscriber.until(2, 'GET');
    await hub.idle();
    expect(await listSubscriptions(hub.db)).toEqual([]);
  });
});

describe('denial (§5.2)', () => {
  test.each([
    ['host', 500, () => '127.0.0.1'],
    ['topic', 50_000, (number: number) => `${number}.example`],
  ])('a %s with %d subscriptions gets no more, and is told so', async (_, count, hostOf) => {
    await follow(Array.from({ length: count }, (_, number) => hostOf(number)));
    await subscribe();
    const [call] = subscriber.of('GET');
    expect(call?.query.get('hub.mode')).toBe('denied');
    expect(call?.query.get('hub.topic')).toBe(TOPIC);
    expect(call?.query.get('hub.reason')).toContain(String(count));
    expect(call?.query.has('hub.challenge')).toBe(false);
    expect(await listSubscriptions(hub.db)).toHaveLength(count);
  });
});

describe('deliveries that fail (§7)', () => {
  const failing =
    (...statuses: number[]): Parameters<Subscriber['behave']>[0] =>
    (call) =>
      call.method === 'GET' ? willing(call) : [statuses.shift() ?? 204, { Location: '/elsewhere' }];

  test('are tried again until they succeed, in order', async () => {
    subscriber.behave(failing(500, 404, 302));
    await subscribe();
    await hub.publish([article(2)]);
    await subscriber.until(1);
    await hub.publish([article(3)]);
    for (const count of [2, 3, 4, 5]) {
      await hub.idle();
      hub.clock.now += 60_000;
      await hub.wake();
      await subscriber.until(count);
    }
    await hub.idle();
    const bodies = subscriber.of('POST', '/cb').map(({ body }) => body.toString());
    const has = (number: number) => bodies.map((body) => body.includes(`第${number}条新闻`));
    expect(has(2)).toEqual([true, true, true, true, true]);
    expect(has(3)).toEqual([false, false, false, false, true]);
    expect(subscriber.of('POST', '/elsewhere')).toEqual([]);
    const { delivered: sent, failed, waiting } = await hubState(hub.db, hub.clock.now);
    expect({ sent, failed, waiting }).toEqual({ sent: 2, failed: 3, waiting: 0 });
  });

  test('who was away gets each delivery that was missed, in order', async () => {
    await subscribe();
    subscriber.behave(failing(503));
    for (const number of [2, 3, 4]) {
      await hub.publish([article(number)]);
      await hub.idle();
    }
    hub.clock.now += 60_000;
    await hub.wake();
    const calls = await subscriber.until(4);
    const newest = calls.map(({ body }) => /第(\d)条新闻/.exec(body.toString())?.[1]);
    expect(newest).toEqual(['2', '2', '3', '4']);
    await hub.idle();
    expect(subscriber.of('POST')).toHaveLength(4);
  });

  test('410 ends the subscription', async () => {
    subscriber.behave(failing(410));
    await subscribe();
    await hub.publish([article(2)]);
    await expect.poll(() => listSubscriptions(hub.db)).toEqual([]);
  });

  test('Retry-After is honoured', async () => {
    subscriber.behave((call) =>
      call.method === 'GET' ? willing(call) : [503, { 'Retry-After': '3600' }],
    );
    await subscribe();
    await hub.publish([article(2)]);
    await subscriber.until(1);
    await hub.idle();
    const [row] = await hub.db.all<{ due: number }>('SELECT due FROM hub_subscriptions');
    expect(row?.due).toBe(hub.clock.now + 3_600_000);
    // Who renews is back.
    subscriber.behave(failing());
    await subscribe();
    await subscriber.until(2);
  });

  test('renewing meanwhile sends nothing twice', async () => {
    const silent = { 'hub.callback': `${subscriber.url}/silent/POST` };
    await subscribe(silent);
    await hub.publish([article(2)]);
    await subscriber.until(1);
    await subscribe(silent);
    await hub.idle();
    expect(subscriber.of('POST')).toHaveLength(1);
  });

  test('one that never answers holds up nobody else', async () => {
    const other = await openSubscriber();
    try {
      await subscribe({ 'hub.callback': `${subscriber.url}/silent/POST` });
      await hub.ask(form({ 'hub.callback': `${other.url}/cb` }));
      await other.until(1, 'GET');
      await hub.idle();
      for (const number of [2, 3, 4]) {
        await hub.publish([article(number)]);
        await other.until(number - 1);
      }
      expect((await hubState(hub.db, hub.clock.now + 5000)).oldestUndelivered).toBe(5000);
    } finally {
      other.close();
    }
  });
});
