// Refusal: a request that is not answered now, because too much is asked or nothing is there yet.
import type { Site } from '../feed/types.ts';
import type { Say } from '../site/failure.ts';
import { browserPages } from './browser-pages.ts';
import { answerFailure, Failure } from './failure.ts';
import { COMMON_HEADERS } from './respond.ts';
import { createRoutes } from './router.ts';

/**
 * Refuses a request in front of the application: with a sentence, or to browsers with a page.
 *
 * @param seconds after which the client may ask again
 */
export async function refuse(
  site: Site,
  request: Request,
  status: 429 | 503,
  say: Say,
  seconds: number,
): Promise<Response> {
  const headers = { ...COMMON_HEADERS, 'Cache-Control': 'no-store', 'Retry-After': `${seconds}` };
  const app = createRoutes();
  app.use(browserPages(site, async () => new Response(null, { status })));
  app.all('*', () => {
    throw new Failure(status, say, { headers });
  });
  app.onError(answerFailure);
  return app.fetch(request);
}
