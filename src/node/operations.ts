// What only operators need: rate limits, metrics, log and readership of answered requests.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { feedAt, pathOf } from '../http/address.ts';
import type { Settings } from '../http/config.ts';
import { answerFailure } from '../http/failure.ts';
import { memoize } from '../http/memoize.ts';
import { createLog, levelOf } from '../http/operators/log.ts';
import { createMetrics, type Gauges } from '../http/operators/metrics.ts';
import {
  createRateLimit,
  isRateLimited,
  MAX_COMPOSED,
  MAX_FETCHES,
  PERIOD_SECONDS,
  tooManyRequests,
} from '../http/operators/rate-limit.ts';
import { createPollCounter, isRead, type Poll } from '../http/operators/readership.ts';
import { requireToken } from '../http/token.ts';
import { createClientOf } from './client.ts';
import { fieldsOf, type OnResponse } from './ready.ts';

/** Milliseconds between two flushes of the readership. */
const FLUSH = 30_000;

export interface Operations {
  /** Answers a client that fetches whole feeds too often; false where it may go on. */
  refuse(request: IncomingMessage, response: ServerResponse): boolean;
  /**
   * Counts a request for what is not ready, whatever conditions it has.
   *
   * @returns 0 where it may be answered, else the seconds for which its client is to wait
   */
  secondsToWait(request: IncomingMessage): number;
  onResponse: OnResponse;
  /**
   * The application with `/metrics` and this hook in front.
   *
   * @param wholeSize bytes of the document under an address; 0 where it is not known
   */
  watch(app: Hono, wholeSize: (url: string) => number): Hono;
  /** Told how many seconds a publication took. */
  published(seconds: number): void;
  /** Writes down what was noted. */
  close(): Promise<void>;
}

/** What operations know of the store, and how they reach it. */
export interface OperationsDeps {
  /** The newest publication. */
  revision(): number | Promise<number>;
  /** Writes down what readers were counted. */
  writePolls(polls: Poll[]): void | Promise<void>;
  health: Gauges['health'];
}

/** @throws Error where TRUSTED_PROXIES names no network */
export function openOperations(
  settings: Settings,
  { revision, writePolls, health }: OperationsDeps,
): Operations {
  let publication = 0;
  const clientOf = createClientOf(settings.TRUSTED_PROXIES);
  const fetchLimit = createRateLimit(MAX_FETCHES, PERIOD_SECONDS);
  const composeLimit = createRateLimit(MAX_COMPOSED.size, MAX_COMPOSED.seconds);
  const log = createLog(settings.LOG_LEVEL, Date.now, (line) => void process.stdout.write(line));
  const metrics = createMetrics({
    memory: process.memoryUsage.rss,
    revision: async () => revision(),
    publication: () => publication,
    health,
  });
  const polls = createPollCounter();
  let failure = '';
  const flush = async () => {
    const written = Promise.resolve(polls.take()).then(writePolls);
    const error = await written.then(
      () => null,
      (error: Error) => error,
    );
    const message = error?.message ?? '';
    if (message !== '' && message !== failure) console.error(message);
    failure = message;
  };
  const flushing = setInterval(flush, FLUSH).unref();

  const onResponse: OnResponse = (request, { status, sent, whole, start }) => {
    const { url = '', method, headers } = request;
    const feed = feedPath(url);
    const agent = headers['user-agent'];
    metrics.count({ route: feed ? 'feed' : 'other', status, sent, whole });
    // Without the token nobody could see how many read.
    if (feed && settings.STATS_TOKEN && isRead(method, status)) {
      polls.note(feed, clientOf(request) ?? 'unknown', agent ?? '');
    }
    const level = levelOf(status);
    if (!log.writes(level)) return;
    const ms = start === undefined ? undefined : Math.round((performance.now() - start) * 10) / 10;
    // Without the address of the client: who reads what is nobody's business.
    log.write(level, { method, url: url.slice(0, 500), status, bytes: sent, ms, agent });
  };

  return {
    onResponse,
    refuse(request, response) {
      const { method = '', url = '', headers } = request;
      if (headers['if-none-match'] !== undefined) return false;
      const path = pathOf(url);
      if (!isRateLimited(method, path, fieldsOf(headers))) return false;
      const client = clientOf(request);
      if (client === null) return false;
      const agent = headers['user-agent']?.slice(0, 100) ?? '';
      const wait = fetchLimit(`${client} ${path.slice(0, 100)} ${agent}`, Date.now());
      if (wait === 0) return false;
      const { status, headers: fields, body } = tooManyRequests(wait);
      response.writeHead(status, { ...fields, 'Content-Length': body.length }).end(body);
      onResponse(request, { status, sent: body.length, whole: body.length });
      return true;
    },
    secondsToWait(request) {
      const client = clientOf(request);
      return client === null ? 0 : composeLimit(client, Date.now());
    },
    watch(app, wholeSize) {
      const outer = new Hono<{ Bindings: HttpBindings }>();
      outer.use(async (c, next) => {
        const start = performance.now();
        await next();
        const { incoming } = c.env;
        const { status, headers } = c.res;
        const head = incoming.method === 'HEAD';
        const sent = head || status === 304 ? 0 : Number(headers.get('Content-Length'));
        const whole = head ? 0 : wholeSize(incoming.url ?? '') || sent;
        onResponse(incoming, { status, sent, whole, start });
      });
      if (settings.STATS_TOKEN) {
        const withToken = requireToken(settings.STATS_TOKEN, {
          challenge: 'Bearer realm="metrics"',
          sentence: () => 'The token is missing or wrong.',
          asPassword: true,
        });
        outer.onError(answerFailure);
        outer.get('/metrics', withToken, async (c) => {
          const { text, mediaType } = await metrics.text();
          return c.body(text, 200, { 'Content-Type': mediaType, 'Cache-Control': 'no-store' });
        });
      }
      return outer.route('/', app) as unknown as Hono;
    },
    published(seconds) {
      publication = seconds;
    },
    async close() {
      clearInterval(flushing);
      await flush();
    },
  };
}

/** The path of a feed's address; null for any other. */
const feedPath = memoize((url) => (feedAt(pathOf(url)) ? pathOf(url) : null), 500);
