// Who is slowed and who is not, and whose address it is.
import type { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import {
  createRateLimit,
  isRateLimited,
  MAX_FETCHES,
  PERIOD_SECONDS,
} from '../src/http/operators/rate-limit.ts';
import { createClientOf } from '../src/node/client.ts';
import { watched } from '../src/worker/limits.ts';
import { SITE } from './support/home.ts';

const FEEDLY = 'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 462 subscribers; )';

test.each<[what: string, method: string, path: string, headers: Record<string, string>, boolean]>([
  ['a plain fetch of a feed', 'GET', '/feed.xml', {}, true],
  ['of a channel', 'GET', '/sources/voa/atom.xml', { 'User-Agent': 'curl/8' }, true],
  ['with a tag', 'GET', '/feed.xml', { 'If-None-Match': '"x"' }, false],
  ['with a date', 'GET', '/feed.xml', { 'If-Modified-Since': 'yesterday' }, false],
  ['HEAD', 'HEAD', '/feed.xml', {}, false],
  ['an aggregator', 'GET', '/feed.xml', { 'User-Agent': FEEDLY }, false],
  ['a page', 'GET', '/', {}, false],
  ['an article', 'GET', '/articles/1', {}, false],
  ['a page of the archive', 'GET', '/archive/3/feed.xml', {}, false],
])('%s', (_, method, path, headers, counts) => {
  expect(isRateLimited(method, path, new Headers(headers))).toBe(counts);
});

test('a client may fetch so often at once, then at an even pace', () => {
  const secondsToWait = createRateLimit(MAX_FETCHES, PERIOD_SECONDS);
  const each = (PERIOD_SECONDS / MAX_FETCHES) * 1000;
  for (let fetch = 0; fetch < MAX_FETCHES; fetch++) expect(secondsToWait('a', 0)).toBe(0);
  expect(secondsToWait('a', 0)).toBe(each / 1000);
  expect(secondsToWait('b', 0)).toBe(0);
  expect(secondsToWait('a', each - 1)).toBe(1);
  expect(secondsToWait('a', each)).toBe(0);
  expect(secondsToWait('a', each)).toBeGreaterThan(0);
  // Whoever keeps to the pace is never slowed.
  for (let fetch = 2; fetch < 1000; fetch++) expect(secondsToWait('a', fetch * each)).toBe(0);
});

test('a client that is told to wait, and waits that long, is answered', () => {
  const secondsToWait = createRateLimit(3, 10);
  for (let fetch = 0; fetch < 3; fetch++) secondsToWait('a', 500);
  const wait = secondsToWait('a', 777);
  expect(secondsToWait('a', 777 + wait * 1000)).toBe(0);
});

test('however many clients there are, memory is bounded, and forgetting favours them', () => {
  const secondsToWait = createRateLimit(1, 3600, 10);
  expect(secondsToWait('first', 0)).toBe(0);
  expect(secondsToWait('first', 0)).toBeGreaterThan(0);
  for (let client = 0; client < 10; client++) secondsToWait(String(client), 0);
  expect(secondsToWait('first', 0)).toBe(0);
});

test.each<[what: string, peer: string, forwarded: string | undefined, client: string | null]>([
  ['a client itself', '203.0.113.7', undefined, '203.0.113.7'],
  ['mapped into IPv6', '::ffff:203.0.113.7', undefined, '203.0.113.7'],
  ['an IPv6 client is its /64', '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
  ['shortened', '2001:db8::1', undefined, '2001:db8:0:0::/64'],
  ['a stranger names somebody else', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['a proxy of ours', '192.0.2.1', '198.51.100.1', '198.51.100.1'],
  ['one of a network of ours', '10.9.8.7', '198.51.100.1', '198.51.100.1'],
  [
    'what came before a stranger is not believed',
    '192.0.2.1',
    '1.2.3.4, 198.51.100.1',
    '198.51.100.1',
  ],
  ['two proxies of ours', '192.0.2.1', '198.51.100.1, 10.1.1.1', '198.51.100.1'],
  ['with a port', '192.0.2.1', '198.51.100.1:4711', '198.51.100.1'],
  ['IPv6 with a port', '192.0.2.1', '[2001:db8::1]:4711', '2001:db8:0:0::/64'],
  ['nothing forwarded', '192.0.2.1', undefined, null],
  ['nonsense forwarded', '192.0.2.1', 'unknown', null],
  ['a proxy that nobody named', '127.0.0.1', '198.51.100.1', null],
  ['nor in the network', '192.168.1.9', '198.51.100.1', null],
])('the client: %s', (_, remoteAddress, forwarded, client) => {
  const clientOf = createClientOf(['192.0.2.1', '10.0.0.0/8']);
  const request = { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } };
  expect(clientOf(request as unknown as IncomingMessage)).toBe(client);
});

test('at the edge the platform counts all that is asked of the Worker, but pushes', async () => {
  const app = new Hono().all('*', (c) => c.text('answer'));
  const noted: string[] = [];
  const keys: string[] = [];
  const work: Promise<unknown>[] = [];
  const edge = watched(app, {
    site: SITE,
    limiter: {
      async limit({ key }) {
        keys.push(key);
        return { success: keys.length <= 2 };
      },
    },
    readership: {
      note: (path, client, agent) => void noted.push(`${path} ${client} ${agent}`),
      flush: async () => {},
    },
    waitUntil: (promise) => void work.push(promise),
    now: () => 100_000,
  });
  const ask = (path: string, headers = {}) =>
    edge.request(path, {
      headers: { 'CF-Connecting-IP': '2001:db8::7', 'User-Agent': 'newsboat', ...headers },
    });
  expect((await ask('/filter/feed.xml?q=a')).status).toBe(200);
  expect((await ask('/feed.xml')).status).toBe(200);
  const refused = await ask('/search/?q=b', { 'If-None-Match': '"x"' });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('Retry-After')).toBe('60');
  const page = await ask('/search/?q=b', { Accept: 'text/html', 'Accept-Language': 'zh-Hant' });
  expect(page.headers.get('Content-Type')).toMatch('text/html');
  expect(await page.text()).toContain('請稍等片刻');
  expect((await ask('/publishing/manifest')).status).toBe(200);
  // A network is one client.
  expect(new Set(keys)).toEqual(new Set(['2001:db8:0:0::/64']));
  expect(noted).toContain('/feed.xml 2001:db8::7 newsboat');
  expect(work).toHaveLength(1);
});
