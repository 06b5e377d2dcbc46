// Request for a page for people → its document.
import { Hono } from 'hono';
import { channelOf, TTL_MINUTES } from './channel.ts';
import { createDocument } from './document.ts';
import type { Home } from './home.ts';
import { respond } from './http/respond.ts';
import { indexPage } from './pages/index.ts';
import type { Composed } from './shelf.ts';
import { newestArticles } from './store/articles.ts';

export function pageRoutes({ db, shelf, site }: Home): Hono {
  const routes = new Hono();
  routes.get('/', async (c) =>
    respond(c.req.raw, await shelf.get('/', index), {
      'Cache-Control': `public, max-age=${TTL_MINUTES * 60}`,
    }),
  );
  return routes;

  async function index(): Promise<Composed> {
    const { revision, articles } = await newestArticles(db, site.items);
    const { updated } = channelOf(site, articles, '');
    const html = await indexPage(site, articles);
    return { revision, document: await createDocument(html, 'text/html', updated) };
  }
}
