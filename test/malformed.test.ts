// Requests that no HTTP/1.1 client sends: 400, whatever Node's parser lets pass.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../src/node/server.ts';
import { SITE, TOKEN } from './support/home.ts';
import { node } from './support/node.ts';

let port: number;
let close: () => Promise<void>;
beforeAll(async () => {
  const { app, documents } = await node.open(SITE, TOKEN);
  ({ port, close } = await listen(0, async () => ({ app, peek: documents.peek })));
});
afterAll(() => close());

/** What a server answers to these bytes, until it closes the connection. */
async function send(head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (bytes) => {
    answer += bytes;
  });
  socket.write(`${head}\r\nConnection: close\r\n\r\n`);
  await once(socket, 'close');
  return answer;
}

test.each([
  'GET /feed.xml HTTP/1.1\r\nHost: a\r\nHost: b',
  'GET /feed.xml HTTP/1.1\r\nHost: a\r\nhOST: a',
  'GET /nothing HTTP/1.0\r\nHost: a\r\nHost: b',
  'GET /feed.xml HTTP/1.1',
  'GET /feed.xml HTTP/0.9\r\nHost: a',
  'GET /feed.xml HTTP/1.2\r\nHost: a',
  'GET /feed.xml HTTP/2.0\r\nHost: a',
  'GET /feed.xml HTTP/3.0\r\nHost: a',
  'GET /feed.xml HTTP/9.9\r\nHost: a',
])('%j is refused', async (head) => {
  expect(await send(head)).toMatch(/^HTTP\/1\.1 400 /);
});

test.each([
  'GET /feed.xml HTTP/1.1\r\nHost: a\r\nReferer: host',
  'GET /feed.xml HTTP/1.0\r\nX: host',
])('%j is answered', async (head) => {
  expect(await send(head)).toMatch(/^HTTP\/1\.1 200 /);
});
