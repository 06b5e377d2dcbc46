// The application on Workers behind its rate limit, and with its readers counted.
import type { RateLimit } from '@cloudflare/workers-types';
import type { Hono } from 'hono';
import type { Site } from '../feed/types.ts';
import { isRead, type Readership } from '../http/operators/readership.ts';
import { refuse } from '../http/refusal.ts';
import { createRoutes } from '../http/router.ts';
import { networkOf } from '../hub/index.ts';

/** Milliseconds between two writes of readership to D1, at least. */
const FLUSH = 60_000;
/** Seconds of the platform's longest period, as in `wrangler.toml`. */
const PERIOD = 60;
/** Of whom a token is asked. */
const WITH_TOKEN = /^\/publishing\//;

export interface Watch {
  site: Site;
  /** The platform's rate limiter. Without it there is no rate limit. */
  limiter: RateLimit | undefined;
  /** Without it nobody is counted. */
  readership: Readership | null;
  waitUntil: (work: Promise<unknown>) => void;
  /** The clock, epoch milliseconds. */
  now: () => number;
}

/**
 * Limits how much a client may ask of the application, which answers only what is not ready as a
 * file, and notes who read its answers.
 */
export function watched(app: Hono, watch: Watch): Hono {
  const { site, limiter, readership, waitUntil, now } = watch;
  const outer = createRoutes();
  let flushed = 0;
  outer.use(async (c, next) => {
    const { method, path } = c.req;
    const { headers } = c.req.raw;
    // Set by the platform, whatever the client sent.
    const client = headers.get('CF-Connecting-IP') ?? '';
    if (limiter && client && !WITH_TOKEN.test(path)) {
      const { success } = await limiter.limit({ key: networkOf(client) });
      if (!success) return refuse(site, c.req.raw, 429, ({ errors }) => errors.over, PERIOD);
    }
    await next();
    if (!readership || !client || !isRead(method, c.res.status)) return;
    readership.note(path, client, headers.get('User-Agent') ?? '');
    if (now() < flushed + FLUSH) return;
    flushed = now();
    waitUntil(readership.flush().catch(console.error));
  });
  outer.route('/', app);
  return outer;
}
