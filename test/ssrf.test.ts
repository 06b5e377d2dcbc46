// Callbacks as attackers write them: none is accepted, and none is ever called.
import type { LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callbackProblem, isPublicAddress } from '../src/hub/callback.ts';
import { createSafeFetch } from '../src/node/safe-fetch.ts';
import { openHub, type TestHub, TOPIC } from './support/hub.ts';
import { openSubscriber, type Subscriber } from './support/subscriber.ts';

const HOSTILE = [
  // Loopback, in all the spellings that URLs know.
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.255.255.254/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://0x7f.0.0.0x1/',
  'http://%31%32%37.0.0.1/',
  'http://①②⑦.⓪.⓪.①/',
  'http://127.0.0.1./',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
  'http://0.0.0.0/',
  'http://0/',
  'http://[::]/',
  // Private, link-local, shared, reserved, multicast, cloud metadata.
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.1.1/',
  'http://[::ffff:192.168.1.1]/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://2852039166/latest/meta-data/',
  'http://[fd00:ec2::254]/',
  'http://168.63.129.16/',
  'http://100.100.100.200/',
  'http://192.0.0.192/',
  'http://198.18.0.1/',
  'http://203.0.113.7/',
  'http://224.0.0.1/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[fc00::1]/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://[4000::1]/',
  // Names that stay inside.
  'http://localhost/',
  'http://LOCALHOST./',
  'http://a.localhost/',
  'http://metadata/',
  'http://metadata.google.internal/',
  'http://router.local/',
  'http://nas.lan/',
  'http://box.home.arpa/',
  // Credentials, other ports, other schemes, and what is no URL.
  'http://user@feeds.example/',
  'http://user:secret@feeds.example/',
  'http://:secret@feeds.example/',
  'http://feeds.example:22/',
  'http://feeds.example:25/',
  'http://feeds.example:6379/',
  'https://feeds.example:9200/',
  'ftp://feeds.example/',
  'file:///etc/passwd',
  'gopher://feeds.example/_GET',
  'javascript:alert(1)',
  'data:text/plain,x',
  '//feeds.example/',
  '/cb',
  'feeds.example/cb',
  `http://feeds.example/${'x'.repeat(2048)}`,
  'http://fe80::1/',
  'http://[fe80::1%25eth0]/',
];

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ allowPrivate: false });
});
afterAll(() => hub.close());

describe('at the door', () => {
  test.each(HOSTILE)('%s', async (callback) => {
    const answer = await hub.ask({
      'hub.mode': 'subscribe',
      'hub.topic': TOPIC,
      'hub.callback': callback,
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/^hub\.callback is not valid; expected /);
  });

  test('nothing of it waits to be called', async () => {
    expect(await hub.db.all('SELECT * FROM hub_requests')).toEqual([]);
  });

  test.each([
    'http://feeds.example/cb',
    'https://feeds.example:8443/cb?a=1#here',
    'http://1.1.1.1/cb',
    'https://[2606:4700::1111]:443/cb',
    'https://例子.example/回',
  ])('%s is taken', (callback) => {
    expect(callbackProblem(callback)).toBeNull();
  });
});

describe('at the connection', () => {
  let inside: Subscriber;
  let inside6: Subscriber;
  beforeAll(async () => {
    inside = await openSubscriber();
    inside6 = await openSubscriber('::1');
  });
  afterAll(() => {
    inside.close();
    inside6.close();
  });

  /** A resolver that lies, as the owner of a name may. */
  const resolvesTo =
    (...addresses: string[]): LookupFunction =>
    (_, __, done) => {
      const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      done(null, all as never);
    };
  const get = { method: 'GET', headers: {} } as const;

  test.each([
    ['127.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['10.1.2.3'],
    ['169.254.169.254'],
    ['fd00::1'],
    ['1.1.1.1', '127.0.0.1'],
    ['127.0.0.1', '1.1.1.1'],
    ['no address'],
  ])('a name that leads to %s is not called', async (...addresses) => {
    const safeFetch = createSafeFetch({ resolve: resolvesTo(...addresses) });
    await expect(safeFetch('http://innocent.example/', get)).rejects.toThrow(/not public/);
  });

  test('a name is resolved once, for the check and the call: rebinding finds no gap', async () => {
    const answers = ['127.0.0.1', '::1'];
    const resolve: LookupFunction = (host, options, done) =>
      resolvesTo(answers.shift() ?? '')(host, options, done);
    const safeFetch = createSafeFetch({ allowPrivate: true, resolve });
    const before = inside.calls.length;
    await safeFetch(`http://rebound.example:${new URL(inside.url).port}/`, get);
    expect(inside.calls.length).toBe(before + 1);
    expect(answers).toEqual(['::1']);
    inside.calls.length = before;
  });

  test.each(HOSTILE)('the safeFetch itself refuses %s', async (callback) => {
    const safeFetch = createSafeFetch({ timeoutMs: 500 });
    await expect(safeFetch(callback, get)).rejects.toThrow();
  });

  test('a server inside was never reached, and would have been', async () => {
    for (const { url } of [inside, inside6]) {
      await expect(createSafeFetch()(`${url}/`, get)).rejects.toThrow(/may not be called/);
    }
    expect([...inside.calls, ...inside6.calls]).toEqual([]);
    const trusting = createSafeFetch({ allowPrivate: true });
    expect((await trusting(`${inside.url}/`, get)).status).toBe(200);
    expect((await trusting(`${inside6.url}/`, get)).status).toBe(200);
  });

  test.each([301, 302, 303, 307, 308])('a redirect with %d is not followed', async (status) => {
    const before = inside.calls.length;
    inside.behave(() => [status, { Location: `${inside6.url}/metadata` }]);
    const answer = await createSafeFetch({ allowPrivate: true })(`${inside.url}/`, get);
    expect(answer.status).toBe(status);
    expect(inside.calls.length).toBe(before + 1);
    expect(inside6.of('GET', '/metadata')).toEqual([]);
  });

  test('an endless answer is not read to its end', async () => {
    inside.behave(() => [200, {}, 'x'.repeat(50_000_000)]);
    const answer = await createSafeFetch({ allowPrivate: true })(`${inside.url}/`, get);
    expect(answer.body).toHaveLength(4096);
  });

  test('a server that does not answer is given up', async () => {
    inside.behave(() => 'silent');
    const safeFetch = createSafeFetch({ allowPrivate: true, timeoutMs: 100 });
    await expect(safeFetch(`${inside.url}/`, get)).rejects.toThrow('no answer in time');
  });
});

test.each(['1.1.1.1', '93.184.215.14', '2606:4700::1111', '::ffff:1.1.1.1'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);
