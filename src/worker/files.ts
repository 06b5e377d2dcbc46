// The files of the site → the application where there is nothing besides: no database, no hub.
import type { Fetcher } from '@cloudflare/workers-types';
import type { Hono } from 'hono';
import { sourceKey } from '../article/sources.ts';
import type { Site } from '../feed/types.ts';
import { beginApp, endApp } from '../http/app.ts';
import { Failure } from '../http/failure.ts';
import { createRoutes } from '../http/router.ts';
import type { Names } from '../http/typed-addresses.ts';

/** What only a database could answer. */
const NEEDS_DATABASE = ['/filter', '/filter/*', '/hub', '/publishing/*', '/stats', '/stats.json'];

/** Of Chinese without its script. */
const CHINESE = 'zh-Hans';

/** Without a list of what there is: a redirect leads only to a file that is there. */
const NAMES: Names = {
  source: async (name) => sourceKey(name),
  async language(name) {
    try {
      const [tag] = Intl.getCanonicalLocales(name);
      return tag === 'zh' ? CHINESE : tag;
    } catch {
      return undefined;
    }
  },
};

/** Requests for files never come to this: it answers those for anything else. */
export function createFilesApp(site: Site, assets: Fetcher): Hono {
  const app = createRoutes();
  beginApp(app, site, NAMES, (request) => fileAt(assets, request.url));
  for (const path of NEEDS_DATABASE) {
    app.all(path, () => {
      throw new Failure(501, ({ errors }) => errors.filesOnly);
    });
  }
  app.get('/health', (c) => c.json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' }));
  endApp(app);
  return app;
}

/** The answer of the platform for a file, or its 404. */
export async function fileAt(assets: Fetcher, url: string): Promise<Response> {
  return (await assets.fetch(url)) as unknown as Response;
}
