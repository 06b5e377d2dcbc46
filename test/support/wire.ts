// The home of tests on Node behind a TCP port: what answers there is the fast lane, where it can.
import { type IncomingHttpHeaders, request } from 'node:http';
import type { Hono } from 'hono';
import type { Settings } from '../../src/http/config.ts';
import type { HealthDeps } from '../../src/http/deps.ts';
import { writePolls } from '../../src/http/operators/readership.ts';
import { readHealth, stopReason } from '../../src/http/routes/health.ts';
import { openOperations } from '../../src/node/operations.ts';
import { listen } from '../../src/node/server.ts';
import { currentRevision } from '../../src/store/revision.ts';
import { type NodeHome, node } from './node.ts';
import type { HomeKind } from './which.ts';

export const wire: HomeKind = {
  async open(site, token) {
    const { app, documents, setClock, db } = await node.open(site, token);
    const server = await listen(0, async () => ({ app, site, peek: documents.peek }));
    return {
      request: (path, init) => exchange(server.port, path, init),
      setClock,
      db: { ...db, close: () => server.close().then(db.close) },
    };
  },
};

/** Serves an application over the store of a home, watched over as by `npm start`. */
export async function serve(
  { db, documents }: NodeHome,
  app: Hono,
  settings: Settings,
  health?: HealthDeps,
) {
  const operations = openOperations(settings, {
    revision: () => currentRevision(db),
    writePolls: (polls) => writePolls(db, Date.now(), polls),
    async health() {
      const state = await readHealth(db, health);
      return { ...state, stopped: stopReason(state, health) !== null };
    },
  });
  const server = await listen(0, async () => ({ app, peek: documents.peek, operations }));
  const close = async () => {
    await server.close();
    await operations.close();
    db.close();
  };
  return { port: server.port, close, operations };
}

/** Sends exactly these header fields, and takes the answer as it comes. */
export function exchange(port: number, path: string, init: RequestInit = {}): Promise<Response> {
  const { method = 'GET', headers, body } = init;
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      path,
      method,
      headers: {
        ...Object.fromEntries(new Headers(headers)),
        ...(body && { 'content-length': Buffer.byteLength(String(body)) }),
      },
      agent: false,
    });
    sent.on('response', async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      const { statusCode: status = 0 } = answer;
      const content = [204, 304].includes(status) ? null : Buffer.concat(chunks);
      resolve(new Response(content, { status, headers: fieldsOf(answer.headers) }));
    });
    sent.on('error', reject).end(body);
  });
}

/** The fields of an answer but those that are about the connection. */
function fieldsOf(headers: IncomingHttpHeaders): Headers {
  const { date, connection, 'keep-alive': keepAlive, 'transfer-encoding': _, ...rest } = headers;
  return new Headers(rest as Record<string, string>);
}
