// Clients that do not take what they asked for: they lose their connection, others keep theirs.
import { once } from 'node:events';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterEach, expect, test, vi } from 'vitest';
import { listen } from '../src/node/server.ts';

const MINUTE = 60_000;
/** More than the kernel holds for a client that takes nothing. */
const BYTES = 30_000_000;

let close = async () => {};
afterEach(async () => {
  vi.useRealTimers();
  await close();
});

/** A server of one large document, and a client that asks for it and takes only what it is told. */
async function open() {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const app = new Hono().get('/large', (c) => c.body(new Uint8Array(BYTES)));
  const server = await listen(0, async () => ({ app }), '127.0.0.1');
  close = server.close;
  const socket = connect(server.port, '127.0.0.1');
  const ended = once(socket, 'close');
  let missing = 0;
  let enough = () => {};
  socket.on('data', ({ length }) => {
    missing -= length;
    if (missing <= 0) enough();
  });
  /** Asks, and takes so many bytes of the answer, at least. */
  const ask = async (bytes: number) => {
    missing += bytes;
    socket.write('GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await new Promise<void>((resolve) => {
      enough = resolve;
      socket.resume();
    });
    socket.pause();
  };
  return { ask, ended, isOpen: () => !socket.closed, drain: () => socket.resume() };
}

test('a client that is in one answer for two minutes is dropped', async () => {
  const { ask, ended, drain } = await open();
  await ask(1000);
  vi.advanceTimersByTime(2 * MINUTE);
  drain();
  await ended;
});

test('a client that takes its answers, however many, is not', async () => {
  const { ask, isOpen } = await open();
  for (let answer = 0; answer < 4; answer++) {
    await ask(BYTES);
    vi.advanceTimersByTime(MINUTE);
  }
  expect(isOpen()).toBe(true);
});
