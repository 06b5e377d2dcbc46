// The application behind a TCP port, with the files of `public/`.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Socket, Server as TcpServer } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { basePath } from '../feed/paths.ts';
import type { Site } from '../feed/types.ts';
import { belowBase, isBase } from '../http/base-path.ts';
import { redirection } from '../http/redirect.ts';
import { respond } from '../http/respond.ts';
import type { Document } from '../store/document.ts';
import { answerClientError } from './client-error.ts';
import { refuseMalformed } from './malformed.ts';
import type { Operations } from './operations.ts';
import { publicFiles } from './public-files.ts';
import { createReady } from './ready.ts';

/** What is served. */
export interface Served {
  app: Hono;
  /** Requests may come below the path of its URL; the root of a host, if not given. */
  site?: Pick<Site, 'url'>;
  /** The document under an address, if it is in memory: it is answered without the application. */
  peek?: (url: string) => Document | undefined;
  operations?: Operations;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Bounds for clients that are slow, or send what no reader sends. */
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
/** Milliseconds in which a client must have taken an answer; up to twice as much is tolerated. */
const STALLED_MS = 60_000;
/** Characters of a request's target; a longer one gets 414 (RFC 9110 §15.5.15). */
const MAX_URL = 4096;
/** Bytes of answers that clients have not taken; beyond that only what is ready is sent. */
const MAX_UNTAKEN = 64_000_000;
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
  open: (port: number) => Served | Promise<Served>,
  host?: string,
): Promise<{ port: number; close: () => Promise<void> }> {
  const opened = Promise.withResolvers<Handler>();
  let handle: Handler = async (...exchange) => (await opened.promise)(...exchange);
  const server = createServer(LIMITS, (request, response) => handle(request, response));
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', answerClientError);
  await new Promise<void>((done, reject) => {
    server.on('error', reject);
    server.listen(port, host, done);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  setInterval(dropStalled(sockets), STALLED_MS).unref();
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;

  const untaken = () => [...sockets].reduce((sum, socket) => sum + socket.writableLength, 0);
  handle = createHandler(await open(taken), untaken);
  opened.resolve(handle);
  return { port: taken, close: () => close(server, sockets) };
}

/**
 * What is in memory is answered at once; all else is the application's.
 *
 * @param untaken bytes of answers that clients have not taken
 */
function createHandler({ app, site, peek, operations }: Served, untaken: () => number): Handler {
  const base = site ? basePath(site) : '';
  const ready = peek && createReady(peek, operations?.onResponse);
  const all = withPublicFiles(app);
  const watched = operations?.watch(all, (url) => peek?.(url)?.bytes.length ?? 0) ?? all;
  const listener = getRequestListener(watched.fetch);
  return (request, response) => {
    if (refuseMalformed(request, response)) return;
    const { url = '' } = request;
    if (site && isBase(base, url)) {
      const { status, headers } = redirection(site, '/');
      response.writeHead(status, headers).end();
      return;
    }
    request.url = belowBase(base, url);
    if (operations?.refuse(request, response)) return;
    if (ready?.(request, response)) return;
    const refuse = (status: number, sentence: string, fields: Record<string, string> = {}) => {
      response.writeHead(status, { 'Content-Type': 'text/plain', Connection: 'close', ...fields });
      response.end(`${sentence}\n`);
      operations?.onResponse(request, { status, sent: 0, whole: 0 });
    };
    if ((request.url?.length ?? 0) > MAX_URL) {
      return refuse(414, `The address is too long; expected at most ${MAX_URL} characters.`);
    }
    if (untaken() > MAX_UNTAKEN) {
      const sentence =
        'Too many answers wait for their readers; please try again in a few seconds.';
      return refuse(503, sentence, { 'Retry-After': '5' });
    }
    return listener(request, response);
  };
}

/**
 * Drops connections whose client does not take its answer: those that were still in the same
 * answer when they were last looked at. `setTimeout` on every socket would cost a tenth of all
 * polls.
 */
function dropStalled(sockets: ReadonlySet<Socket>): () => void {
  const written = new WeakMap<Socket, number>();
  return () => {
    for (const socket of sockets) {
      if (socket.writableLength === 0) continue;
      // This number includes what waits to be sent: where it is the same, so is the answer.
      if (written.get(socket) === socket.bytesWritten) socket.destroy();
      written.set(socket, socket.bytesWritten);
    }
  };
}

/** The application with the files of `public/` in front. */
function withPublicFiles(app: Hono): Hono {
  const outer = new Hono();
  for (const [path, document] of publicFiles()) {
    outer.get(path, async (c) => respond(c.req.raw, await document()));
  }
  return outer.route('/', app);
}

/** Takes no new connection, lets open answers finish, and drops idle keep-alive connections. */
function close(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    // Node's HTTP server calls a connection idle once its answer is written, even if the client has
    // not yet taken it, and its `close` would cut it off there; TCP's `close` does not.
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
