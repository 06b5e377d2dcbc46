// Request → response: the same application on Node and on Workers.
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { channelOf, itemOf, TTL_MINUTES } from './channel.ts';
import type { Site } from './config.ts';
import { createDocument } from './document.ts';
import { renderDocument } from './feed/document.ts';
import { FORMATS, type Format } from './feed/feed.ts';
import { respond } from './http/respond.ts';
import { BadQuery, canonicalQuery, readSelection, type Selection } from './http/selection.ts';
import { indexPage } from './pages/index.ts';
import type { Composed, Shelf } from './shelf.ts';
import { countArticles, newestArticles } from './store/articles.ts';
import type { Database } from './store/database.ts';
import { currentRevision } from './store/publication.ts';

/** What the application needs: where articles and documents are, and what the site is called. */
export interface Home {
  db: Database;
  shelf: Shelf;
  site: Site;
}

const SHORT = { 'Cache-Control': `public, max-age=${TTL_MINUTES * 60}` };

export function createApp({ db, shelf, site }: Home): Hono {
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

  const feed = async (format: Format, selection: Selection): Promise<Composed> => {
    const { revision, articles } = await newestArticles(db, selection.limit);
    const channel = channelOf(site, articles, canonicalQuery(selection, site.items));
    const items = articles.map((article) => itemOf(article, selection.content));
    return { revision, document: await renderDocument(format, channel, items) };
  };
  for (const format of ['rss', 'atom', 'json'] as const) {
    const path = `/${FORMATS[format].file}`;
    app.get(path, async (c) => {
      const selection = readSelection(new URL(c.req.url).searchParams, site.items);
      const key = path + canonicalQuery(selection, site.items);
      return respond(c.req.raw, await shelf.get(key, () => feed(format, selection)), SHORT);
    });
  }

  const index = async (): Promise<Composed> => {
    const { revision, articles } = await newestArticles(db, site.items);
    const { updated } = channelOf(site, articles, '');
    const html = await indexPage(site, articles);
    return { revision, document: await createDocument(html, 'text/html', updated) };
  };
  app.get('/', async (c) => respond(c.req.raw, await shelf.get('/', index), SHORT));

  app.get('/health', async (c) => {
    const [revision, articles] = [await currentRevision(db), await countArticles(db)];
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
