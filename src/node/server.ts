// The application behind a TCP port, with the files of `public/`.
import { readdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url));

/**
 * Listens on a port and answers with the application that `appAt` makes.
 *
 * @param port TCP port; 0 takes a free one
 * @param appAt makes the application once the port is known; requests wait for it
 * @throws Error with code EADDRINUSE where the port is taken
 */
export async function listen(
  port: number,
  appAt: (port: number) => Promise<Hono>,
): Promise<{ port: number; close: () => Promise<void> }> {
  let answer: Hono['fetch'] = async (request) => (await ready).fetch(request);
  const { promise: ready, resolve: open } = Promise.withResolvers<Hono>();
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = serve({ fetch: (request, env) => answer(request, env), port }, () =>
      resolve(listening as Server),
    );
    listening.on('error', reject);
  });
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;

  const outer = new Hono();
  // Named one by one: a request for anything else never touches the disk.
  for (const file of readdirSync(PUBLIC)) {
    outer.get(`/${file}`, async (c, next) => {
      c.header('Cache-Control', 'public, max-age=3600');
      return serveStatic({ root: PUBLIC })(c, next);
    });
  }
  outer.route('/', await appAt(taken));
  answer = outer.fetch;
  open(outer);
  return { port: taken, close: () => close(server) };
}

/** Takes no new connection, lets open answers finish, and drops idle keep-alive connections. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // An answer that a client does not take must not hold up the end for ever.
    setTimeout(() => server.closeAllConnections(), 4000).unref();
  });
}
