// Request for the list of all feeds → its OPML document.
import type { Hono } from 'hono';
import { composeOpml } from '../../feed/opml.ts';
import { newestArticles } from '../../store/articles.ts';
import { createDocument } from '../../store/document.ts';
import { listLanguages, listSources } from '../../store/sources.ts';
import type { AppDeps } from '../deps.ts';
import type { Composed } from '../document-cache.ts';
import { respond } from '../respond.ts';
import { createRoutes } from '../router.ts';

/** The address `/opml.xml`. */
export function opmlRoutes({ db, documents, site }: AppDeps): Hono {
  const routes = createRoutes();
  routes.get('/opml.xml', async (c) =>
    respond(c.req.raw, await documents.get('/opml.xml', compose)),
  );
  return routes;

  async function compose(): Promise<Composed> {
    const { revision, articles } = await newestArticles(db, 1);
    const updated = articles[0]?.published ?? 0;
    const text = composeOpml(site, await listSources(db), await listLanguages(db), updated);
    return { revision, document: await createDocument(text, 'text/x-opml') };
  }
}
