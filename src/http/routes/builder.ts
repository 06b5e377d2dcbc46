// Request to put a feed together → the builder's page.
import type { Hono } from 'hono';
import { builderPage } from '../../site/subscribe/builder.ts';
import { readDirectory } from '../../store/sources.ts';
import { readBuilder } from '../builder-query.ts';
import type { AppDeps } from '../deps.ts';
import { createPageAnswer } from '../page.ts';
import { resolve } from '../query.ts';
import { createRoutes } from '../router.ts';

/** The address `/subscribe/`: a file without a query, else the answer to a form that was filled in. */
export function builderRoutes(deps: AppDeps): Hono {
  const { db, site } = deps;
  const answer = createPageAnswer(deps);
  const routes = createRoutes();
  routes.get('/subscribe/', async (c, next) => {
    const request = c.req.raw;
    const { fields, asked } = readBuilder(new URL(request.url).searchParams, site.items);
    if (typeof asked === 'function') {
      return (await answer(request, builderPage(fields, asked), 400)) ?? next();
    }
    const narrowed = asked.sources.length + asked.languages.length > 0;
    const selection = narrowed ? resolve(asked, await readDirectory(db)) : asked;
    const page = builderPage({ ...fields, sources: selection.sources }, selection);
    return (await answer(request, page)) ?? next();
  });
  return routes;
}
