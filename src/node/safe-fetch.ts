// SafeFetch on Node: the address is checked on the very connection that is made, and kept.
import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import {
  type Answer,
  callbackProblem,
  isPublicAddress,
  type OutgoingRequest,
  readBeginning,
  retryAfterOf,
  type SafeFetch,
  TIMEOUT_MS,
} from '../hub/index.ts';

export interface SafeFetchOptions {
  /** Calls every address: for tests on one machine. */
  allowPrivate?: boolean;
  /** Resolves names, as `dns.lookup` does with `all: true`. */
  resolve?: LookupFunction;
  /** Milliseconds until an request is given up. */
  timeoutMs?: number;
}

/**
 * A safeFetch over connections that are kept open. Names are resolved once a connection, and if any
 * of their addresses is not public the connection is not made: a name cannot lead elsewhere
 * between the check and the call.
 */
export function createSafeFetch(options: SafeFetchOptions = {}): SafeFetch {
  const {
    allowPrivate = false,
    resolve = lookup as LookupFunction,
    timeoutMs = TIMEOUT_MS,
  } = options;
  const checked: LookupFunction = (hostname, query, callback) => {
    resolve(hostname, { ...query, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const all = addresses as { address: string; family: number }[];
      if (!allowPrivate && !all.every(({ address }) => isPublicAddress(address))) {
        return callback(new Error(`${hostname} leads to an address that is not public`), '');
      }
      const [first] = all;
      if (query.all || !first) return callback(null, all);
      return callback(null, first.address, first.family);
    });
  };
  const settings = { keepAlive: true, maxFreeSockets: 64, timeout: 30_000, lookup: checked };
  const agents = { 'http:': new http.Agent(settings), 'https:': new https.Agent(settings) };

  return async (url, outgoing) => {
    const problem = callbackProblem(new URL(url).href, allowPrivate);
    if (problem) throw new Error(`the callback may not be called: ${problem}`);
    const { protocol } = new URL(url);
    const agent = agents[protocol as keyof typeof agents];
    const { request } = protocol === 'https:' ? https : http;
    return send(
      (done) => request(url, { agent, method: outgoing.method }, done),
      outgoing,
      timeoutMs,
    );
  };
}

/** `open` makes the request; a connection that was closed while idle is tried once more. */
async function send(
  open: (done: (response: http.IncomingMessage) => void) => http.ClientRequest,
  outgoing: OutgoingRequest,
  timeoutMs: number,
): Promise<Answer> {
  const attempt = Promise.withResolvers<Answer>();
  const request = open((response) => {
    receive(response).then(attempt.resolve, attempt.reject);
  });
  const { body, headers } = outgoing;
  for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
  request.setHeader('User-Agent', 'Broadsheet (WebSub hub)');
  if (body) request.setHeader('Content-Length', body.length);
  const timer = setTimeout(() => request.destroy(new Error('no answer in time')), timeoutMs);
  request.on('error', attempt.reject);
  request.end(body);
  try {
    return await attempt.promise;
  } catch (error) {
    const stale = request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
    if (stale) return await send(open, outgoing, timeoutMs);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function receive(response: http.IncomingMessage): Promise<Answer> {
  return {
    status: response.statusCode ?? 0,
    retryAfter: retryAfterOf(response.headers['retry-after']),
    body: await readBeginning(response),
  };
}
