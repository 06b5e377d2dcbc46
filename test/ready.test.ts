// A document that is in memory is answered in front of the application, and not otherwise.
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { readSettings, type Settings } from '../src/http/config.ts';
import { article, homeOf, SITE, TOKEN } from './support/home.ts';
import { node } from './support/node.ts';
import { exchange, serve } from './support/wire.ts';

const HUB = { ...SITE, hub: `${SITE.url}/hub` };

let port: number;
let close: () => Promise<void>;
let publish: (number: number) => Promise<void>;
let app: Hono;
/** How often the application was asked. */
let asked = 0;
let release: () => void;
beforeAll(async () => {
  const home = await node.open(HUB, TOKEN);
  const { publish: add } = homeOf(home);
  publish = (number) => add([article(number)]);
  await publish(1);
  const { db, documents } = home;
  app = createApp({ db, documents, site: HUB });
  const outer = new Hono()
    .use(async (_, next) => {
      asked++;
      await next();
    })
    .get('/slow', async (c) => {
      await new Promise<void>((done) => {
        release = done;
      });
      return c.text('slow');
    })
    .post('/echo', async (c) => c.text(await c.req.text()))
    .route('/', app);
  const settings = readSettings({ LOG_LEVEL: 'silent', STATS_TOKEN: TOKEN }) as Settings;
  ({ port, close } = await serve(home, outer, settings));
});
afterAll(() => close());

describe.each(['/feed.xml', '/filter/atom.xml?limit=1', '/opml.xml', '/sitemap.xml'])(
  '%s',
  (path) => {
    test.each<Record<string, string>>([
      {},
      { 'If-None-Match': '*' },
      { 'If-None-Match': '"x"' },
      { 'If-Modified-Since': 'Tue, 01 Jan 2030 00:00:00 GMT' },
      { 'If-Match': '*' },
      { 'If-Match': '"x"' },
      { 'If-Unmodified-Since': 'Tue, 01 Jan 1980 00:00:00 GMT' },
      { 'Accept-Encoding': 'gzip' },
      { 'Accept-Encoding': 'br', 'If-None-Match': '*' },
      { 'Accept-Encoding': 'identity;q=0, deflate' },
      { Accept: '*/*', Origin: 'https://reader.example' },
    ])('%j gets what the application would have answered', async (headers) => {
      await exchange(port, path);
      for (const method of ['GET', 'HEAD']) {
        const before = asked;
        const answer = await exchange(port, path, { method, headers });
        expect(asked).toBe(before);
        const expected = await app.request(path, { method, headers });
        expect(answer.status).toBe(expected.status);
        expect([...answer.headers]).toEqual([...expected.headers]);
        expect(await answer.bytes()).toEqual(await expected.bytes());
      }
    });
  },
);

test.each<[what: string, path: string, headers: Record<string, string>]>([
  ['a browser', '/feed.xml', { 'Sec-Fetch-Dest': 'document' }],
  ['a browser without secure context', '/feed.xml', { Accept: 'text/html,*/*;q=0.8' }],
  ['who asks for a delta', '/feed.xml', { 'A-IM': 'feed', 'If-None-Match': '"x"' }],
  ['a page, which varies by language', '/', {}],
  ['a method that changes something', '/feed.xml', { method: 'POST' }],
])('%s gets its answer from the application', async (_, path, { method = 'GET', ...headers }) => {
  await exchange(port, path, { method, headers });
  const before = asked;
  await exchange(port, path, { method, headers });
  expect(asked).toBe(before + 1);
});

interface Connection {
  socket: Socket;
  /** Sends the pieces one after the other, and takes so many answers. */
  ask(pieces: string | string[], answers?: number): Promise<string[]>;
}

let connection: Connection;
beforeEach(() => {
  connection = open();
});
afterEach(() => {
  connection.socket.destroy();
});

function open(): Connection {
  const socket = connect(port, '127.0.0.1').setNoDelay();
  let received = '';
  let heard = () => {};
  socket.setEncoding('latin1').on('data', (text) => {
    received += text;
    heard();
  });
  const next = async () => {
    for (;;) {
      const head = /^.*?\r\n\r\n/s.exec(received)?.[0];
      const end = head && head.length + Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
      if (end && received.length >= end) {
        const answer = received.slice(0, end);
        received = received.slice(end);
        return answer;
      }
      await new Promise<void>((done) => {
        heard = done;
      });
    }
  };
  return {
    socket,
    async ask(pieces, answers = 1) {
      for (const piece of [pieces].flat()) {
        socket.write(piece, 'latin1');
        // Long enough for the server to get it as a piece of its own.
        if (Array.isArray(pieces)) await sleep(20);
      }
      const taken: string[] = [];
      while (taken.length < answers) taken.push(await next());
      return taken;
    },
  };
}

const request = (path: string, ...fields: string[]) =>
  `${[`GET ${path} HTTP/1.1`, 'Host: feeds.example', ...fields].join('\r\n')}\r\n\r\n`;
const unlessSame = (tag: string) => `If-None-Match: ${tag}`;
const statusOf = (answer = '') => Number(answer.slice(9, 12));

/** A poll that gets a 304 as long as nothing is published. */
async function poll(path = '/feed.xml'): Promise<string> {
  const answer = await exchange(port, path);
  return request(path, unlessSame(answer.headers.get('ETag') ?? ''));
}

describe('over a connection that is kept', () => {
  test('every poll gets the same answer, and is counted', async () => {
    const before = await counted(304);
    const text = await poll();
    const answers: string[] = [];
    for (let time = 0; time < 20; time++) answers.push(...(await connection.ask(text)));
    const dateless = answers.map((answer) => answer.replace(/^Date: .*GMT\r$/m, 'Date\r'));
    expect(dateless).toEqual(Array(20).fill(dateless[0]));
    expect(dateless[0]).toMatch(/^HTTP\/1.1 304 .*\r\nDate\r\n/s);
    expect((await counted(304)) - before).toBe(20);
  });

  test('after a publication the same poll gets the new document', async () => {
    const text = await poll();
    expect((await connection.ask(text)).map(statusOf)).toEqual([304]);
    await publish(2);
    const [changed = ''] = await connection.ask(text);
    expect(statusOf(changed)).toBe(200);
    expect(Buffer.from(changed, 'latin1').toString()).toContain('第2条新闻的全文。');
    const tag = /^etag: (.*)\r$/im.exec(changed)?.[1] ?? '';
    expect(statusOf(...(await connection.ask(request('/feed.xml', unlessSame(tag)))))).toBe(304);
  });

  test('any other request between gets its own answer', async () => {
    const text = await poll();
    const others: [string, number][] = [
      [request('/feed.xml', unlessSame('"other"')), 200],
      [request('/nothing'), 404],
      [text.replace('Host', 'HOST'), 304],
      [text.replace('GET', 'HEAD'), 304],
      [request('/feed.xml'), 200],
    ];
    for (const [other, status] of others) {
      expect(statusOf(...(await connection.ask(other)))).toBe(status);
      expect(statusOf(...(await connection.ask(text)))).toBe(304);
    }
  });

  test('a poll may come in pieces, or several at once', async () => {
    const text = await poll();
    const pieces = [text.slice(0, text.length / 2), text.slice(text.length / 2)];
    expect((await connection.ask(pieces)).map(statusOf)).toEqual([304]);
    const several = text + request('/nothing') + text;
    expect((await connection.ask(several, 3)).map(statusOf)).toEqual([304, 404, 304]);
  });

  test('the body of a request is no poll, though it reads like one', async () => {
    const text = await poll();
    const head = request('/echo', `Content-Length: ${text.length * 2}`).replace('GET', 'POST');
    const [answer = ''] = await connection.ask([head, text, text]);
    expect(answer.endsWith(text + text)).toBe(true);
    const withBody = request('/feed.xml', unlessSame('*'), `Content-Length: ${text.length}`);
    expect((await connection.ask([withBody, text])).map(statusOf)).toEqual([304]);
    expect((await connection.ask(request('/nothing'))).map(statusOf)).toEqual([404]);
  });

  test('answers keep the order of the requests', async () => {
    const text = await poll();
    const answers = connection.ask([request('/slow'), text, text], 3);
    await sleep(100);
    release();
    expect((await answers).map(statusOf)).toEqual([200, 304, 304]);
    expect((await answers)[0]).toContain('slow');
  });

  test('who asks to close gets that', async () => {
    const last = (await poll()).replace('Host', 'Connection: close\r\nHost');
    const ended = new Promise((done) => connection.socket.once('end', done));
    const [answer] = await connection.ask(last);
    expect(answer).toMatch(/^connection: close\r$/im);
    await ended;
  });

  test('who waits for leave to send a body is given it', async () => {
    const text = request('/feed.xml', unlessSame('*'), 'Expect: 100-continue');
    expect((await connection.ask(text, 2)).map(statusOf)).toEqual([100, 304]);
  });
});

/** What the metrics say of so many answers. */
async function counted(status: number): Promise<number> {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  const text = await (await exchange(port, '/metrics', { headers })).text();
  const line = new RegExp(`^broadsheet_http_requests_total{.*status="${status}"} (\\d+)`, 'm');
  return Number(line.exec(text)?.[1] ?? 0);
}
