// Request for the list of all feeds → its OPML document.
import type { Hono } from 'hono';
import { composeFilterOpml, composeOpml } from '../../feed/opml.ts';
import { filterAddress, type Selection } from '../../feed/selection.ts';
import { newestBriefs } from '../../store/articles.ts';
import { createDocument } from '../../store/document.ts';
import { type Directory, listLanguages, listSources, readDirectory } from '../../store/sources.ts';
import type { AppDeps } from '../deps.ts';
import type { Composed } from '../document-cache.ts';
import { readSelection, resolve } from '../query.ts';
import { respond } from '../respond.ts';
import { createRoutes } from '../router.ts';

/** `/opml.xml` lists all standing feeds, `/filter/opml.xml` what a filter combines, one by one. */
export function opmlRoutes({ db, documents, site }: AppDeps): Hono {
  const routes = createRoutes();
  routes.get('/opml.xml', async (c) =>
    respond(c.req.raw, await documents.get('/opml.xml', compose)),
  );
  routes.get('/filter/opml.xml', async (c) => {
    const query = new URL(c.req.url).searchParams;
    const directory = await readDirectory(db);
    const selection = resolve(readSelection({ filter: true }, query, site.items), directory);
    const key = filterAddress(selection, 'opml.xml', site.items);
    return respond(c.req.raw, await documents.get(key, () => composeFilter(selection, directory)));
  });
  return routes;

  async function composeFilter(selection: Selection, directory: Directory): Promise<Composed> {
    const { revision, articles } = await newestBriefs(db, 1);
    const text = composeFilterOpml(site, selection, directory, articles[0]?.published ?? 0);
    return { revision, document: await createDocument(text, 'text/x-opml') };
  }

  async function compose(): Promise<Composed> {
    const { revision, articles } = await newestBriefs(db, 1);
    const updated = articles[0]?.published ?? 0;
    const text = composeOpml(site, await listSources(db), await listLanguages(db), updated);
    return { revision, document: await createDocument(text, 'text/x-opml') };
  }
}
