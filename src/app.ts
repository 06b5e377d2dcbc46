// Request → response: the same application on Node and on Workers.
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { feedRoutes } from './feeds.ts';
import type { Home } from './home.ts';
import { BadQuery } from './http/selection.ts';
import { pageRoutes } from './pages.ts';
import { countArticles } from './store/articles.ts';
import { currentRevision } from './store/publication.ts';

/** The application of a home. It knows no runtime: both call this, and there is no second one. */
export function createApp(home: Home): Hono {
  const app = new Hono();
  app.use(
    cors({
      origin: '*',
      allowMethods: ['GET', 'HEAD'],
      allowHeaders: ['If-None-Match', 'If-Modified-Since'],
      exposeHeaders: ['ETag', 'Last-Modified'],
      maxAge: 86_400,
    }),
  );
  app.use(async (c, next) => {
    await next();
    c.header('X-Content-Type-Options', 'nosniff');
  });

  app.route('/', feedRoutes(home));
  app.route('/', pageRoutes(home));
  app.get('/health', async (c) => {
    const revision = await currentRevision(home.db);
    const articles = await countArticles(home.db);
    return c.json({ status: 'ok', revision, articles }, 200, { 'Cache-Control': 'no-store' });
  });

  app.all('*', (c) => {
    const known = app.routes.some(({ method, path }) => method === 'GET' && path === c.req.path);
    return known
      ? c.text('This address answers GET and HEAD only.\n', 405, { Allow: 'GET, HEAD, OPTIONS' })
      : c.text(
          'Nothing is published at this address. The feeds: /feed.xml, /atom.xml, /feed.json\n',
          404,
        );
  });
  app.onError((error, c) => {
    if (error instanceof BadQuery) return c.text(`${error.message}\n`, 400);
    console.error(error);
    return c.text('Something went wrong here; please try again later.\n', 500);
  });
  return app;
}
