// A WebSub subscriber for tests, written from the Recommendation alone: it shares no code with the hub.
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSilent } from './test-fetch.ts';

/** One request that the hub made. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Answers a call, or leaves it unanswered; what it returns is `[status, headers, body]`. */
export type Behaviour = (call: Call) => [number, Record<string, string>?, string?] | 'silent';

export interface Subscriber {
  /** `http://127.0.0.1:<port>`. */
  url: string;
  calls: Call[];
  /** Calls of a method, on a path. */
  of(method: string, path?: string): Call[];
  /** Waits until there are as many calls as that. */
  until(count: number, method?: string, path?: string): Promise<Call[]>;
  behave(behaviour: Behaviour): void;
  close(): void;
}

/** §5.3: confirms what it is asked; §7: takes what it is sent. */
export const willing: Behaviour = ({ method, path, query }) => {
  if (isSilent(method, path)) return 'silent';
  return method === 'GET' ? [200, {}, query.get('hub.challenge') ?? ''] : [204];
};

export async function openSubscriber(host = '127.0.0.1'): Promise<Subscriber> {
  const calls: Call[] = [];
  const waiting: (() => void)[] = [];
  let behaviour: Behaviour = willing;
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const url = new URL(request.url ?? '', 'http://subscriber');
    const call = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(parts),
    };
    calls.push(call);
    const answer = behaviour(call);
    if (answer !== 'silent') {
      const [status, headers, body] = answer;
      response.writeHead(status, headers).end(body);
    }
    for (const look of waiting.splice(0)) look();
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const of = (method: string, path?: string) =>
    calls.filter((call) => call.method === method && (path === undefined || call.path === path));
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    calls,
    of,
    async until(count, method = 'POST', path) {
      while (of(method, path).length < count) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      return of(method, path);
    },
    behave: (next) => {
      behaviour = next;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** §7.1: whether the signature is that of the body with the secret. */
export function isSigned({ headers, body }: Call, secret: string): boolean {
  const [method = '', code] = String(headers['x-hub-signature']).split('=');
  return createHmac(method, secret).update(body).digest('hex') === code;
}

/** §4: the hub and the topic that a document's `Link` header names. */
export function discover(link: string | null | undefined): { hub?: string; self?: string } {
  const found: Record<string, string> = {};
  for (const [, url = '', rel = ''] of (link ?? '').matchAll(/<([^>]*)>\s*;\s*rel="([^"]*)"/g)) {
    found[rel] = url;
  }
  return found;
}
