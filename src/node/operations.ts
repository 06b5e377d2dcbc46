// Settings → what watches over the answers: fairness, readership, metrics, and the log.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Hono } from 'hono';
import { pathOf } from '../http/address.ts';
import type { Settings } from '../http/config.ts';
import { BUDGET, BUDGET_SECONDS, isRateLimited, tooManyRequests } from '../http/limits.ts';
import { createReadership } from '../http/readership.ts';
import { requireToken } from '../http/token.ts';
import type { Database } from '../store/database.ts';
import { currentRevision } from '../store/publication.ts';
import { createClientOf } from './client.ts';
import { fieldsOf } from './fields.ts';
import { createLog } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createObserver, type Observer } from './observer.ts';
import { createRateLimit } from './rate-limit.ts';

/** Milliseconds between two notes of who read. */
const FLUSH = 30_000;

export interface Operations {
  observe: Observer;
  /** Answers a client that fetches whole feeds too often; false where it may go on. */
  refuse(request: IncomingMessage, response: ServerResponse): boolean;
  metrics: Metrics;
  /** `/metrics`, for whoever has the token of the statistics. */
  routes: Hono;
  /** Told how many seconds a publication took. */
  published(seconds: number): void;
  close(): Promise<void>;
}

/**
 * @param elsewhere where the metrics are, if not here
 * @throws Error where TRUSTED_PROXIES names no network
 */
export function openOperations(db: Database, settings: Settings, elsewhere?: Metrics): Operations {
  let publication = 0;
  const clientOf = createClientOf(settings.TRUSTED_PROXIES);
  const budget = createRateLimit(BUDGET, BUDGET_SECONDS);
  const readership = createReadership(db, Date.now);
  const metrics =
    elsewhere ??
    createMetrics({ revision: () => currentRevision(db), publication: () => publication });
  const flush = () => readership.flush().catch(console.error);
  const flushing = setInterval(flush, FLUSH).unref();

  const routes = new Hono();
  const token = settings.STATS_TOKEN;
  if (token) {
    const withToken = requireToken(token, {
      challenge: 'Bearer realm="metrics"',
      sentence: 'The token is missing or wrong.',
      asPassword: true,
    });
    routes.get('/metrics', withToken, async (c) => {
      const { text, mediaType } = await metrics.text();
      return c.body(text, 200, { 'Content-Type': mediaType, 'Cache-Control': 'no-store' });
    });
  }
  const log = createLog(settings.LOG_LEVEL);
  const observe = createObserver({ clientOf, metrics, readership, log });
  return {
    observe,
    metrics,
    routes,
    refuse(request, response) {
      const { method = '', url = '', headers } = request;
      if (headers['if-none-match'] !== undefined) return false;
      const path = pathOf(url);
      if (!isRateLimited(method, path, fieldsOf(headers))) return false;
      const client = clientOf(request);
      if (client === null) return false;
      const agent = headers['user-agent']?.slice(0, 100) ?? '';
      const wait = budget(`${client} ${path.slice(0, 100)} ${agent}`, Date.now());
      if (wait === 0) return false;
      const { status, headers: fixed, body } = tooManyRequests(wait);
      response.writeHead(status, { ...fixed, 'Content-Length': body.length }).end(body);
      observe(request, { status, sent: body.length, whole: body.length });
      return true;
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
