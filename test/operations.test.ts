// What the operator sees of a running server, and what a hostile client cannot do to it.
import { once } from 'node:events';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { readSettings, type Settings } from '../src/http/config.ts';
import { createLog } from '../src/http/operators/log.ts';
import { MAX_FETCHES } from '../src/http/operators/rate-limit.ts';
import { listen } from '../src/node/server.ts';
import { createDocument } from '../src/store/document.ts';
import { article, homeOf, SITE, TOKEN } from './support/home.ts';
import { node } from './support/node.ts';
import { exchange, serve } from './support/wire.ts';

const settings = readSettings({
  STATS_TOKEN: TOKEN,
  TRUSTED_PROXIES: '127.0.0.1',
  LOG_LEVEL: 'silent',
}) as Settings;
const AUTHORIZED = { Authorization: `Basic ${btoa(`anyone:${TOKEN}`)}` };

let port: number;
let close: () => Promise<void>;
/** How often the application was asked. */
let asked = 0;
beforeAll(async () => {
  const home = await node.open(SITE, TOKEN);
  await homeOf(home).publish([article(1), article(2)]);
  const { db, documents } = home;
  const app = createApp({ db, documents, site: SITE, stats: { token: TOKEN, now: Date.now } });
  const counted = new Hono().use(async (_, next) => {
    asked++;
    await next();
  });
  counted.route('/', app);
  ({ port, close } = await serve(home, counted, settings));
});
afterAll(() => close());

const from = (client: string, headers: Record<string, string> = {}) => ({
  headers: { 'X-Forwarded-For': client, ...headers },
});

test('a client that fetches whole feeds for ever is slowed, and nobody else', async () => {
  for (let fetch = 0; fetch < MAX_FETCHES; fetch++) {
    expect((await exchange(port, '/feed.xml', from('203.0.113.1'))).status).toBe(200);
  }
  const more = () => exchange(port, '/feed.xml?limit=1', from('203.0.113.1'));
  let refused = await more();
  // Where the machine is slow, some of an hour's fetches have come back meanwhile.
  while (refused.status === 200) refused = await more();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(await refused.text()).toContain('If-None-Match');

  const answered = [
    exchange(port, '/feed.xml', from('203.0.113.1', { 'If-None-Match': '"x"' })),
    exchange(port, '/feed.xml', from('203.0.113.1', { 'User-Agent': 'Feedbin - 5 subscribers' })),
    exchange(port, '/atom.xml', from('203.0.113.1')),
    exchange(port, '/feed.xml', from('203.0.113.2')),
    exchange(port, '/feed.xml'),
  ];
  for (const answer of await Promise.all(answered)) expect(answer.status).toBe(200);
});

test.each(['/stats', '/stats.json', '/metrics'])('%s asks for the token', async (path) => {
  const wrong = { Authorization: `Bearer ${TOKEN}x` };
  for (const headers of [{}, wrong, { Authorization: 'Basic !' }]) {
    const answer = await exchange(port, path, { headers });
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain(TOKEN);
  }
  const bearer = { Authorization: `Bearer ${TOKEN}` };
  expect((await exchange(port, path, { headers: bearer })).status).toBe(200);
  expect((await exchange(port, path, { headers: AUTHORIZED })).status).toBe(200);
});

test('without a token there are no statistics', async () => {
  const { app, db } = await node.open(SITE, TOKEN);
  for (const path of ['/stats', '/stats.json', '/metrics']) {
    expect((await app.request(path, { headers: AUTHORIZED })).status).toBe(404);
  }
  db.close();
});

test('metrics count polls by route and status, and the bytes they cost and saved', async () => {
  const metric = async (name: string) => {
    const text = await (await exchange(port, '/metrics', { headers: AUTHORIZED })).text();
    const line = text.split('\n').find((each) => each.startsWith(name)) ?? 'none';
    return Number(line.split(' ').at(-1));
  };
  const NOT_MODIFIED = 'broadsheet_http_requests_total{route="feed",status="304"}';
  const SAVED = 'broadsheet_http_body_bytes_total{kind="saved"}';
  const SENT = 'broadsheet_http_body_bytes_total{kind="sent"}';
  const [count, saved] = [await metric(NOT_MODIFIED), await metric(SAVED)];
  const whole = await exchange(port, '/feed.xml');
  const size = (await whole.arrayBuffer()).byteLength;
  const tag = { 'If-None-Match': whole.headers.get('ETag') ?? '' };
  await exchange(port, '/feed.xml', { headers: tag });
  expect(await metric(NOT_MODIFIED)).toBe((count || 0) + 1);
  expect(await metric(SAVED)).toBe(saved + size);
  const sent = await metric(SENT);
  await exchange(port, '/feed.xml');
  expect(await metric(SENT)).toBeGreaterThanOrEqual(sent + size);
  expect(await metric('broadsheet_revision')).toBe(1);
  expect(await metric('broadsheet_publication_seconds')).toBeGreaterThanOrEqual(0);
  expect(await metric('broadsheet_resident_memory_bytes')).toBeGreaterThan(1e6);
});

test('polls are answered in front of the application once it has made the document', async () => {
  await exchange(port, '/feed.json');
  const before = asked;
  const polls = [{}, { 'If-None-Match': '*' }, { 'Accept-Encoding': 'br' }, { 'If-Match': '*' }];
  for (const headers of polls) await exchange(port, '/feed.json', { headers });
  expect(asked).toBe(before);
  // What the application may answer otherwise reaches it.
  for (const headers of [{ 'A-IM': 'feed' }, { Accept: 'text/html' }]) {
    await exchange(port, '/feed.json', { headers });
  }
  expect(asked).toBeGreaterThanOrEqual(before + 2);
});

test.each<[what: string, status: string, request: string]>([
  ['a long address', '414', `GET /${'a'.repeat(5000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ['a long header', '431', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`],
  ['no HTTP at all', '400', 'hello\r\n\r\n'],
  ['two hosts', '400', 'GET /feed.xml HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n'],
  ['a version that is not spoken here', '400', 'GET /feed.xml HTTP/2.0\r\nHost: x\r\n\r\n'],
  ['a version that does not exist', '400', 'GET /feed.xml HTTP/7.3\r\nHost: x\r\n\r\n'],
])('%s gets a %s', async (_, status, request) => {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  socket.destroy();
});

test('answers that nobody takes do not fill the memory: what is ready goes on', async () => {
  const app = new Hono().get('/long', (c) => c.body(new Uint8Array(9_000_000)));
  const document = { ...(await createDocument('text', 'text/x')), lastModified: 0 };
  const peek = (url: string) => (url === '/ready' ? document : undefined);
  const server = await listen(0, () => ({ app, peek }), '127.0.0.1');
  const silent = Array.from({ length: 10 }, () => {
    const socket = connect(server.port, '127.0.0.1').pause();
    socket.write('GET /long HTTP/1.1\r\nHost: x\r\n\r\n');
    return socket;
  });
  const status = async (path: string) => (await exchange(server.port, path)).status;
  await expect.poll(() => status('/long'), { timeout: 30_000 }).toBe(503);
  expect(await status('/ready')).toBe(200);
  for (const socket of silent) socket.destroy();
  await expect.poll(() => status('/long'), { timeout: 30_000 }).toBe(200);
  await server.close();
});

test('a log line is one JSON object, without an address, from the configured level on', () => {
  const lines: string[] = [];
  const log = createLog(
    'warn',
    () => 0,
    (line) => lines.push(line),
  );
  log.write('info', { url: '/feed.xml', status: 200 });
  log.write('warn', { url: '/x\n', status: 404, agent: 'a"b' });
  log.write('error', { status: 500 });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { time: '1970-01-01T00:00:00.000Z', level: 'warn', url: '/x\n', status: 404, agent: 'a"b' },
    { time: '1970-01-01T00:00:00.000Z', level: 'error', status: 500 },
  ]);
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  expect(createLog('silent', () => 0, expect.unreachable).writes('error')).toBe(false);
});
