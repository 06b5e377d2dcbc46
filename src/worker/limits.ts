// The application on Workers behind its rate limit, and with its readers counted.
import type { RateLimit } from '@cloudflare/workers-types';
import type { Hono } from 'hono';
import { isRateLimited, tooManyRequests } from '../http/operators/rate-limit.ts';
import { isRead, type Readership } from '../http/operators/readership.ts';
import { createRoutes } from '../http/router.ts';

/** Milliseconds between two writes of readership to D1, at least. */
const FLUSH = 60_000;
/** Seconds of the platform's longest period, as in `wrangler.toml`. */
const PERIOD = 60;

export interface Watch {
  /** The platform's rate limiter. Without it there is no rate limit. */
  limiter: RateLimit | undefined;
  /** Without it nobody is counted. */
  readership: Readership | null;
  waitUntil: (work: Promise<unknown>) => void;
  /** The clock, epoch milliseconds. */
  now: () => number;
}

/** Limits the requests that reach the application, and notes who read its answers. */
export function watched(app: Hono, { limiter, readership, waitUntil, now }: Watch): Hono {
  const outer = createRoutes();
  let flushed = 0;
  outer.use(async (c, next) => {
    const { method, path } = c.req;
    const { headers } = c.req.raw;
    // Set by the platform, whatever the client sent.
    const client = headers.get('CF-Connecting-IP') ?? '';
    const agent = headers.get('User-Agent') ?? '';
    if (limiter && client && isRateLimited(method, path, headers)) {
      const { success } = await limiter.limit({ key: `${client} ${path} ${agent}`.slice(0, 500) });
      if (!success) {
        const { body, ...answer } = tooManyRequests(PERIOD);
        return new Response(body, answer);
      }
    }
    await next();
    if (!readership || !client || !isRead(method, c.res.status)) return;
    readership.note(path, client, agent);
    if (now() < flushed + FLUSH) return;
    flushed = now();
    waitUntil(readership.flush().catch(console.error));
  });
  outer.route('/', app);
  return outer;
}
