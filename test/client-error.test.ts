// Requests that Node's parser refuses, over TCP as readers send them.
import { once } from 'node:events';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../src/node/server.ts';

let server: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => {
  server = await listen(0, async () => ({
    app: new Hono().all('*', (c) => c.text(c.req.query('q') ?? '')),
  }));
});
afterAll(() => server.close());

/** Sends bytes; gives the whole answer, once the server has closed the connection. */
async function send(request: string | Buffer): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(request);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

test.each(['GET', 'HEAD'])(
  '%s with a query in raw UTF-8 is led to the encoded address',
  async (method) => {
    const answer = await send(`${method} /search?q=台灣&zh=hant HTTP/1.1\r\nHost: x\r\n\r\n`);
    const [status, ...headers] = answer.split('\r\n');
    expect(status).toBe('HTTP/1.1 301 Moved Permanently');
    expect(headers).toContain('Location: /search?q=%E5%8F%B0%E7%81%A3&zh=hant');
    expect(headers).toContain('Connection: close');
    const location = '/search?q=%E5%8F%B0%E7%81%A3&zh=hant';
    const found = await fetch(`http://127.0.0.1:${server.port}${location}`);
    expect(await found.text()).toBe('台灣');
  },
);

test.each<[what: string, request: string | Buffer]>([
  ['another host', 'GET //evil.example/台灣 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a method that changes something', 'POST /search?q=台灣 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a header that is none', 'GET /search?q=a HTTP/1.1\r\nHost x\r\n\r\n'],
  ['what is no HTTP', Buffer.from([0x47, 0x45, 0x54, 0x20, 0xff, 0x0d, 0x0a, 0x0d, 0x0a])],
])('%s gets a 400', async (_, request) => {
  expect(await send(request)).toMatch(/^HTTP\/1.1 400 Bad Request\r\n(?!Location)/);
});
