// Request for a sitemap, or the robots.txt that names it → its document.
import type { Hono } from 'hono';
import { articlePath, basePath } from '../../feed/paths.ts';
import { composeSitemap, composeSitemapIndex } from '../../feed/sitemap.ts';
import { pageAddresses } from '../../site/addresses.ts';
import { articlePages } from '../../store/articles.ts';
import { createDocument } from '../../store/document.ts';
import type { AppDeps } from '../deps.ts';
import type { Composed } from '../document-cache.ts';
import { NotFound } from '../failure.ts';
import { respond } from '../respond.ts';
import { createRoutes } from '../router.ts';

/**
 * Articles in a part. The protocol allows 50,000 addresses; parts of a fifth of that are a
 * megabyte, which a Worker composes without running out of time.
 */
export const SITEMAP_PART = 10_000;

/** `/robots.txt`, `/sitemap.xml` and the parts that this lists. */
export function sitemapRoutes({ db, documents, site }: AppDeps): Hono {
  const routes = createRoutes();
  const base = basePath(site);
  routes.get('/robots.txt', (c) =>
    c.text(
      `User-agent: *\nDisallow: ${base}/filter\nDisallow: ${base}/search\nDisallow: ${base}/subscribe/?\nSitemap: ${site.url}/sitemap.xml\n`,
      200,
      {
        'Cache-Control': 'public, max-age=86400',
      },
    ),
  );
  routes.get('/sitemap.xml', async (c) =>
    respond(c.req.raw, await documents.get('/sitemap.xml', index)),
  );
  routes.get('/sitemaps/pages.xml', async (c) =>
    respond(c.req.raw, await documents.get('/sitemaps/pages.xml', pages)),
  );
  routes.get('/sitemaps/:part{[1-9][0-9]{0,5}\\.xml}', async (c) => {
    const part = Number.parseInt(c.req.param('part'), 10);
    // With a query the document cache keeps it in memory alone: together they may be large.
    return respond(c.req.raw, await documents.get(`/sitemaps/${part}.xml?`, () => articles(part)));
  });
  return routes;

  async function index(): Promise<Composed> {
    const { revision, last } = await articlePages(db, 0, 0);
    const parts = Array.from({ length: Math.ceil(last / SITEMAP_PART) }, (_, at) => String(at + 1));
    const urls = ['pages', ...parts].map((part) => `${site.url}/sitemaps/${part}.xml`);
    return composed(revision, composeSitemapIndex(urls));
  }

  async function pages(): Promise<Composed> {
    const { revision } = await articlePages(db, 0, 0);
    const paths = await pageAddresses(db, site);
    return composed(revision, composeSitemap(paths.map((path) => ({ url: site.url + path }))));
  }

  async function articles(part: number): Promise<Composed> {
    const first = (part - 1) * SITEMAP_PART + 1;
    const { revision, last, articles } = await articlePages(db, first, part * SITEMAP_PART);
    if (first > last)
      throw new NotFound(({ errors }) => errors.noSitemap(`${site.url}/sitemap.xml`));
    const pages = articles.map(({ id, updated }) => ({ url: site.url + articlePath(id), updated }));
    return composed(revision, composeSitemap(pages));
  }
}

async function composed(revision: number, text: string): Promise<Composed> {
  return { revision, document: await createDocument(text, 'application/xml') };
}
