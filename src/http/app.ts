// Request → response: the same application on Node and on Workers.
import type { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { Site } from '../feed/types.ts';
import { mountAtBase } from './base-path.ts';
import { browserPages } from './browser-pages.ts';
import type { AppDeps } from './deps.ts';
import { answerFailure, Failure, NotFound } from './failure.ts';
import { statsRoutes } from './operators/stats.ts';
import { COMMON_HEADERS } from './respond.ts';
import { createRoutes } from './router.ts';
import { brandRoutes } from './routes/brand.ts';
import { builderRoutes } from './routes/builder.ts';
import { feedRoutes } from './routes/feeds.ts';
import { healthRoutes } from './routes/health.ts';
import { hubRoutes } from './routes/hub.ts';
import { opmlRoutes } from './routes/opml.ts';
import { pageRoutes } from './routes/pages.ts';
import { pushRoutes } from './routes/push.ts';
import { sitemapRoutes } from './routes/sitemap.ts';
import { type Names, namesIn, typedAddresses } from './typed-addresses.ts';

/**
 * The application: feeds, pages and, where `home` has what they need, the push API, the hub and
 * statistics. It knows no runtime: Node and Workers both call this.
 *
 * @param home where articles and documents are; `broadsheet/node` opens them in SQLite
 * @returns a Hono application: `app.fetch(request)` answers, also below the path of the site's URL
 */
export function createApp(home: AppDeps): Hono {
  return mountAtBase(home.site, createRootApp(home));
}

/** The same for runtimes that take the path of the site's URL from requests themselves. */
export function createRootApp(home: AppDeps): Hono {
  const app = createRoutes();
  beginApp(app, home.site, namesIn(home.db), async (request) => app.fetch(request));
  app.route('/', brandRoutes(home.site));
  app.route('/', feedRoutes(home));
  app.route('/', opmlRoutes(home));
  app.route('/', sitemapRoutes(home));
  if (home.site.pages !== false) app.route('/', builderRoutes(home));
  app.route('/', pageRoutes(home));
  if (home.publishing) app.route('/', pushRoutes(home, home.publishing));
  if (home.hub)
    app.route('/', hubRoutes(home, home.hub, home.hub.answers ?? ((path) => app.request(path))));
  if (home.stats) app.route('/', statsRoutes(home, home.stats));
  app.route('/', healthRoutes(home));
  endApp(app);
  return app;
}

/**
 * What comes before all routes: header fields, preflights, pages for browsers, typed addresses.
 *
 * @param ask answers a request to this site, as a feed reader gets it
 */
export function beginApp(
  app: Hono,
  site: Site,
  names: Names,
  ask: (request: Request) => Promise<Response>,
): void {
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(COMMON_HEADERS)) c.header(name, value);
  });
  app.options(
    '*',
    cors({
      origin: '*',
      allowMethods: ['GET', 'HEAD'],
      allowHeaders: ['If-None-Match', 'If-Modified-Since', 'A-IM'],
      maxAge: 86_400,
    }),
  );
  if (site.pages !== false) app.use(browserPages(site, (url) => ask(new Request(url))));
  app.use(typedAddresses(site, names, ask));
}

/** What comes after all routes: what has none of them, and errors. */
export function endApp(app: Hono): void {
  app.all('*', (c) => {
    const [handlers] = app.router.match('GET', c.req.path);
    const known = handlers.some(([[, route]]) => route.method === 'GET');
    // Hono asks for HEAD as GET; a GET that comes to here was declined by its route.
    if (known && c.req.method !== 'GET') {
      throw new Failure(405, ({ errors }) => errors.method, {
        headers: { Allow: 'GET, HEAD, OPTIONS' },
      });
    }
    throw new NotFound(({ errors }) => errors.nothingHere('/feed.xml, /atom.xml, /feed.json'));
  });
  app.onError(answerFailure);
}
