// The application of the main thread: hands what is not ready to the thread that answers it.
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Site } from '../../feed/types.ts';
import { answerFailure } from '../../http/failure.ts';
import { refuse } from '../../http/refusal.ts';
import { MAX_PUSH, requirePushToken } from '../../http/routes/push.ts';
import type { ClientOf } from '../client.ts';
import type { Operations } from '../operations.ts';
import { responseOf } from './exchange.ts';
import type { Answered } from './protocol.ts';
import type { Outcome } from './readers.ts';

export interface FrontDeps {
  site: Site;
  /** What a publisher must know; without it, nobody can push. */
  token: string | undefined;
  /** Until something is published: how many files have been read, of how many. */
  beginning(): { done: number; total: number } | null;
  /** Asks a reader. */
  read(request: Request): Promise<Outcome>;
  /** Asks the publisher how it is; null where it does not answer soon. */
  health(request: Request): Promise<Answered | null>;
  /** Asks the publisher; null where it ended meanwhile. */
  publish(request: Request, body: ArrayBuffer, client: string | null): Promise<Answered | null>;
  secondsToWait: Operations['secondsToWait'];
  clientOf: ClientOf;
}

/** Addresses that write, or show what is not in a document: the publisher's. */
const PUBLISHERS = /^\/(?:publishing\/|hub$|stats(?:\.json)?$)/;
/** Bytes of a body that anyone may send. */
const MAX_BODY = 16_384;

export function createFront(deps: FrontDeps): Hono {
  const { site, token, beginning, read, health, publish, secondsToWait, clientOf } = deps;
  const app = new Hono<{ Bindings: HttpBindings }>();

  const limit = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: (c) => c.text(`The body is too large; expected at most ${maxSize} bytes.\n`, 413),
    });
  // Nobody else's bodies are held in memory.
  if (token) app.use('/publishing/*', requirePushToken(token), limit(MAX_PUSH));
  else app.use('/publishing/*', limit(MAX_BODY));
  app.use('/hub', limit(MAX_BODY));

  app.all('*', async (c) => {
    const { path, raw: request } = c.req;
    const wait = () => secondsToWait(c.env.incoming);
    if (PUBLISHERS.test(path)) {
      // All others ask for a token.
      const seconds = path === '/hub' ? wait() : 0;
      if (seconds > 0) return refuse(site, request, 429, ({ errors }) => errors.over, seconds);
      const client = clientOf(c.env.incoming);
      const answered = await publish(request, await request.arrayBuffer(), client);
      return answered
        ? responseOf(answered)
        : refuse(site, request, 503, ({ errors }) => errors.away, 5);
    }
    const first = beginning();
    if (first !== null) {
      const { done, total } = first;
      const response = await refuse(
        site,
        request,
        503,
        ({ errors }) => errors.beginning(done, total),
        10,
      );
      // A browser shows the progress.
      response.headers.set('Refresh', '5');
      return response;
    }
    if (/^\/health(\/|$)/.test(path)) {
      const answered = await health(request);
      if (answered) return responseOf(answered);
      // Readers are served all the same.
      return path === '/health'
        ? c.json({ status: 'ok' }, 200, NO_STORE)
        : c.json(SILENT, 503, NO_STORE);
    }
    const seconds = wait();
    if (seconds > 0) return refuse(site, request, 429, ({ errors }) => errors.over, seconds);
    const outcome = await read(request);
    if (typeof outcome !== 'string') return responseOf(outcome);
    return refuse(site, request, 503, ({ errors }) => errors[outcome], 5);
  });
  app.onError(answerFailure);
  return app as unknown as Hono;
}

const NO_STORE = { 'Cache-Control': 'no-store' };
const SILENT = { status: 'stopped', reason: 'the publisher does not answer' };
