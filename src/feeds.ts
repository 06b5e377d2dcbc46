// Request for a feed → its document, composed from the store or taken from the shelf.
import { Hono } from 'hono';
import { channelOf, itemOf, TTL_MINUTES } from './channel.ts';
import { renderDocument } from './feed/document.ts';
import { FORMATS, type Format } from './feed/feed.ts';
import type { Home } from './home.ts';
import { respond } from './http/respond.ts';
import { canonicalQuery, readSelection, type Selection } from './http/selection.ts';
import type { Composed } from './shelf.ts';
import { newestArticles } from './store/articles.ts';

/** The three feeds of a home. */
export function feedRoutes({ db, shelf, site }: Home): Hono {
  const routes = new Hono();
  for (const format of ['rss', 'atom', 'json'] as const) {
    const path = `/${FORMATS[format].file}`;
    routes.get(path, async (c) => {
      const selection = readSelection(new URL(c.req.url).searchParams, site.items);
      const key = path + canonicalQuery(selection, site.items);
      const document = await shelf.get(key, () => compose(format, selection));
      return respond(c.req.raw, document, {
        'Cache-Control': `public, max-age=${TTL_MINUTES * 60}`,
      });
    });
  }
  return routes;

  async function compose(format: Format, selection: Selection): Promise<Composed> {
    const { revision, articles } = await newestArticles(db, selection.limit);
    const channel = channelOf(site, articles, canonicalQuery(selection, site.items));
    const items = articles.map((article) => itemOf(article, selection.content));
    return { revision, document: await renderDocument(format, channel, items) };
  }
}
