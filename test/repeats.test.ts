// A connection that polls the same again and again gets what Node itself would have answered.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { readSettings, type Settings } from '../src/http/config.ts';
import type { Operations } from '../src/node/operations.ts';
import { answerRepeats } from '../src/node/repeats.ts';
import type { Document } from '../src/store/document.ts';
import { article, homeOf, SITE, TOKEN } from './support/home.ts';
import { node } from './support/node.ts';
import { serve } from './support/wire.ts';

let port: number;
let close: () => Promise<void>;
let publish: (number: number) => Promise<void>;
let operations: Operations;
let release: () => void;
beforeAll(async () => {
  const home = await node.open(SITE, TOKEN);
  const { publish: add } = homeOf(home);
  publish = (number) => add([article(number)]);
  await publish(1);
  const { db, documents } = home;
  const app = new Hono()
    .get('/slow', async (c) => {
      await new Promise<void>((done) => {
        release = done;
      });
      return c.text('slow');
    })
    .post('/echo', async (c) => c.text(await c.req.text()))
    .route('/', createApp({ db, documents, site: SITE }));
  const settings = readSettings({ LOG_LEVEL: 'silent' }) as Settings;
  ({ port, close, operations } = await serve(home, app, settings));
});
afterAll(() => close());

/** How many requests Node itself has parsed. */
let parsed = 0;
const count = () => {
  parsed++;
};
let connection: Connection;
beforeEach(async () => {
  subscribe('http.server.request.start', count);
  connection = await open();
});
afterEach(() => {
  unsubscribe('http.server.request.start', count);
  connection.socket.destroy();
});

interface Connection {
  socket: Socket;
  /** Sends the pieces one after the other, and takes so many answers. */
  ask(pieces: string | string[], answers?: number): Promise<string[]>;
}

async function open(): Promise<Connection> {
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

async function tagOf(path: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  await answer.arrayBuffer();
  return answer.headers.get('ETag') ?? '';
}

/** A poll that gets a 304, asked for until it is known. */
async function repeated(path = '/feed.xml'): Promise<string> {
  const poll = request(path, unlessSame(await tagOf(path)));
  for (let time = 0; time < 6; time++) expect(statusOf(...(await connection.ask(poll)))).toBe(304);
  return poll;
}

test('all its answers are the same, and counted, though Node parses the first few alone', async () => {
  const before = await counted(304);
  const poll = request('/feed.xml', unlessSame(await tagOf('/feed.xml')));
  parsed = 0;
  const answers: string[] = [];
  for (let time = 0; time < 20; time++) answers.push(...(await connection.ask(poll)));
  const dateless = answers.map((answer) => answer.replace(/^Date: .*GMT\r$/m, 'Date\r'));
  expect(dateless).toEqual(Array(20).fill(dateless[0]));
  expect(dateless[0]).toMatch(/^HTTP\/1.1 304 .*\r\nDate\r\n/s);
  expect(parsed).toBeLessThan(6);
  expect((await counted(304)) - before).toBe(20);
});

test('the date is that of the answer', async () => {
  const poll = await repeated();
  const dateOf = async () => /^Date: (.*)$/m.exec((await connection.ask(poll))[0] ?? '')?.[1];
  const date = await dateOf();
  await sleep(1100);
  expect(await dateOf()).not.toBe(date);
});

test('after a publication the same bytes get the new document, once', async () => {
  const poll = await repeated();
  await publish(2);
  const [changed = ''] = await connection.ask(poll);
  expect(statusOf(changed)).toBe(200);
  expect(Buffer.from(changed, 'latin1').toString()).toContain('第2条新闻的全文。');
  const tag = /^etag: (.*)\r$/im.exec(changed)?.[1] ?? '';
  expect(statusOf(...(await connection.ask(request('/feed.xml', unlessSame(tag)))))).toBe(304);
});

test('any other request between gets its own answer', async () => {
  const poll = await repeated();
  const others: [string, number][] = [
    [request('/feed.xml', unlessSame('"other"')), 200],
    [request('/nothing'), 404],
    [poll.replace('Host', 'HOST'), 304],
    [poll.replace('GET', 'HEAD'), 304],
    [request('/feed.xml'), 200],
  ];
  for (const [other, status] of others) {
    expect(statusOf(...(await connection.ask(other)))).toBe(status);
    expect(statusOf(...(await connection.ask(poll)))).toBe(304);
    expect(statusOf(...(await connection.ask(poll)))).toBe(304);
  }
});

test('a poll may come in pieces, or several at once', async () => {
  const poll = await repeated();
  const [middle, other] = [poll.length / 2, request('/nothing')];
  const pieces = [poll.slice(0, middle), poll.slice(middle)];
  expect((await connection.ask(pieces)).map(statusOf)).toEqual([304]);
  expect((await connection.ask(poll + other + poll, 3)).map(statusOf)).toEqual([304, 404, 304]);
  expect((await connection.ask([poll, poll], 2)).map(statusOf)).toEqual([304, 304]);
});

test('bytes are no poll where they end another request', async () => {
  await repeated();
  const bytes = request('/feed.xml', unlessSame(await tagOf('/atom.xml')));
  const asAtom = ['GET /atom.xml HTTP/1.1\r\nX-Other: ', bytes];
  expect((await connection.ask(asAtom)).map(statusOf)).toEqual([304]);
  expect((await connection.ask(bytes)).map(statusOf)).toEqual([200]);
});

test('bytes are no poll where they begin another request', async () => {
  const bytes = `${await repeated()}GET /nothing HTTP/1.1\r\nX-Other: `;
  expect((await connection.ask(bytes)).map(statusOf)).toEqual([304]);
  expect((await connection.ask(bytes)).map(statusOf)).toEqual([404]);
});

test('the body of a request is no poll, though it reads like one', async () => {
  const poll = await repeated();
  const head = request('/echo', `Content-Length: ${poll.length * 2}`).replace('GET', 'POST');
  const [answer = ''] = await connection.ask([head, poll, poll]);
  expect(answer.endsWith(poll + poll)).toBe(true);
  expect((await connection.ask([poll, poll], 2)).map(statusOf)).toEqual([304, 304]);
});

test('the body of a poll is no poll, though it reads like one', async () => {
  const headed = (length: number) =>
    request('/feed.xml', unlessSame('*'), `Content-Length: ${length}`);
  const poll = headed(headed(10).length);
  expect(poll).toContain(`Length: ${poll.length}\r`);
  for (let time = 0; time < 4; time++) {
    expect((await connection.ask(request('/feed.xml', unlessSame('*')))).map(statusOf)).toEqual([
      304,
    ]);
    expect((await connection.ask([poll, poll])).map(statusOf)).toEqual([304]);
  }
  expect((await connection.ask([request('/nothing')])).map(statusOf)).toEqual([404]);
});

test('answers keep the order of the requests', async () => {
  const poll = await repeated();
  const answers = connection.ask([request('/slow'), poll, poll], 3);
  await sleep(100);
  release();
  expect((await answers).map(statusOf)).toEqual([200, 304, 304]);
  expect((await answers)[0]).toContain('slow');
});

test('a client that takes no answers is not answered for ever', async () => {
  const document = { bytes: new Uint8Array(), etag: '"1"', lastModified: 0 } as Document;
  const answer = { document, notModified: ['etag', '"1"'] };
  const repeats = answerRepeats(() => document, 1000);
  const server = createServer((request, response) => {
    response.writeHead(304, answer.notModified).end();
    repeats(request, response, answer);
  });
  let taking = true;
  const client = new Duplex({
    read() {},
    write: (_bytes, _encoding, taken) => void (taking && taken()),
  });
  server.emit('connection', client);
  for (let poll = 0; poll < 2000; poll++) {
    taking = poll < 10;
    client.push(request('/', unlessSame('"1"')));
    await new Promise(setImmediate);
  }
  expect(client.writableLength).toBeLessThan(2 * client.writableHighWaterMark);
});

test('who asks to close gets that', async () => {
  const poll = await repeated();
  const last = poll.replace('Host', 'Connection: close\r\nHost');
  const ended = new Promise((done) => connection.socket.once('end', done));
  const [answer] = await connection.ask(last);
  expect(answer).toMatch(/^connection: close\r$/im);
  await ended;
});

test('who waits for leave to send a body is given it each time', async () => {
  const poll = request('/feed.xml', unlessSame('*'), 'Expect: 100-continue');
  for (let time = 0; time < 6; time++) {
    expect((await connection.ask(poll, 2)).map(statusOf)).toEqual([100, 304]);
  }
});

/** What the metrics say of so many answers. */
async function counted(status: number): Promise<number> {
  const { text } = await operations.metrics.text();
  const line = new RegExp(`^broadsheet_http_requests_total{.*status="${status}"} (\\d+)`, 'm');
  return Number(line.exec(text)?.[1] ?? 0);
}
