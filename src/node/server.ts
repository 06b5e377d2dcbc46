// The application behind a TCP port, with the files of `public/`.
import { readdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Socket, Server as TcpServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Document } from '../store/document.ts';
import { createFastLane, type FastLane } from './fast.ts';
import type { Observer } from './observer.ts';
import type { Operations } from './operations.ts';
import { answerRepeats } from './repeats.ts';
import { notePoll } from './yield.ts';

const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url));

/** What is served. */
export interface Served {
  app: Hono;
  /** The document under an address, if it is in the document cache: polls for it get the fast lane. */
  peek?: (url: string) => Document | undefined;
  operations?: Operations;
}

/** Clients that take their time, or send what no reader sends, give way to the others. */
const LIMITS = {
  /** Bytes of a request's header; a longer one gets 431. */
  maxHeaderSize: 16_384,
  /** Milliseconds that a header, and a whole request, may take; then 408. */
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  /** Milliseconds that a connection is kept for a next request. */
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
};
/** Milliseconds in which a client must have taken an answer, give or take as much. */
const TAKEN = 60_000;
/** Characters of a request's target; a longer one gets 414 (RFC 9110 §15.5.15). */
const MAX_URL = 4096;
/** Open connections; the next one is closed at once. */
const MAX_CONNECTIONS = 10_000;

/**
 * Listens on a port and answers with what `open` makes.
 *
 * @param port TCP port; 0 takes a free one
 * @param open makes the application once the port is known; requests wait for it
 * @param host address to listen on; all addresses of the machine, if not given
 * @throws Error with code EADDRINUSE where the port is taken
 */
export async function listen(
  port: number,
  open: (port: number) => Promise<Served>,
  host?: string,
): Promise<{ port: number; close: () => Promise<void> }> {
  const { promise: ready, resolve } = Promise.withResolvers<Hono['fetch']>();
  let answer: Hono['fetch'] = async (...request) => (await ready)(...request);
  let fast: FastLane | undefined;
  let watched: Operations | undefined;
  /** Bytes of the answers on their way, and of whole documents. */
  const lengths = new WeakMap<IncomingMessage, number>();
  let size = (_url: string) => 0;

  const slow = getRequestListener(async (request, env) => {
    const response = await answer(request, env);
    const incoming = (env as HttpBindings).incoming;
    fast?.learn(incoming, response);
    lengths.set(incoming, Number(response.headers.get('Content-Length')));
    return response;
  });
  const server = createServer(LIMITS, (request, response) => {
    notePoll();
    if (watched?.refuse(request, response)) return;
    if (fast?.answer(request, response)) return;
    if (watched) observeEnd(request, response, watched.observe);
    if ((request.url?.length ?? 0) > MAX_URL) {
      response.writeHead(414, { 'Content-Type': 'text/plain', Connection: 'close' });
      response.end(`The address is too long; expected at most ${MAX_URL} characters.\n`);
      return;
    }
    slow(request, response);
  });
  /** Tells of an answer of the application when it is over. */
  const observeEnd = (request: IncomingMessage, response: ServerResponse, observe: Observer) => {
    const start = performance.now();
    response.once('close', () => {
      const { statusCode: status } = response;
      const sent = request.method === 'HEAD' || status === 304 ? 0 : (lengths.get(request) ?? 0);
      const whole = request.method === 'HEAD' ? 0 : size(request.url ?? '') || sent;
      observe(request, { status, sent, whole, start });
    });
  };
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((done, reject) => {
    server.on('error', reject);
    server.listen(port, host, done);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  setInterval(dropStalled(sockets), TAKEN).unref();
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;

  const { app, peek, operations } = await open(taken);
  watched = operations;
  if (peek) {
    fast = createFastLane(
      peek,
      watched?.observe,
      answerRepeats(peek, LIMITS.keepAliveTimeout, watched?.observe),
    );
    size = (url) => peek(url)?.bytes.length ?? 0;
  }
  answer = inFront(app, watched?.routes).fetch;
  resolve(answer);
  return { port: taken, close: () => close(server, sockets) };
}

/**
 * Drops connections whose client does not take what it asked for: those that at two looks were
 * still in the same answer. Node's own `setTimeout` on every socket costs a tenth of all polls.
 */
function dropStalled(sockets: ReadonlySet<Socket>): () => void {
  const written = new WeakMap<Socket, number>();
  return () => {
    for (const socket of sockets) {
      if (socket.writableLength === 0) continue;
      // Counts what waits to be sent as well: the same number is the same answer.
      if (written.get(socket) === socket.bytesWritten) socket.destroy();
      written.set(socket, socket.bytesWritten);
    }
  };
}

/** The application with this machine's routes and the files of `public/` in front. */
function inFront(app: Hono, routes = new Hono()): Hono {
  const outer = new Hono().route('/', routes);
  // Named one by one: a request for anything else never touches the disk.
  for (const file of readdirSync(PUBLIC).filter((name) => !name.startsWith('_'))) {
    outer.get(`/${file}`, async (c, next) => {
      c.header('Cache-Control', 'public, max-age=3600');
      return serveStatic({ root: PUBLIC })(c, next);
    });
  }
  outer.route('/', app);
  return outer;
}

/** Takes no new connection, lets open answers finish, and drops idle keep-alive connections. */
function close(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    // Node calls a connection idle once its answer is written, though the client has yet to take
    // it, and its HTTP server's own `close` cuts it off there: so TCP's is called.
    const dropIdle = () => {
      const taken = [...sockets].every((socket) => socket.writableLength === 0);
      if (taken) server.closeIdleConnections();
    };
    const sweep = setInterval(dropIdle, 20);
    TcpServer.prototype.close.call(server, () => {
      clearInterval(sweep);
      resolve();
    });
    dropIdle();
    // An answer that a client does not take must not hold up the end for ever.
    setTimeout(() => server.closeAllConnections(), 4000).unref();
  });
}
