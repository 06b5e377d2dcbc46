// The pages of the site: address → page, written or taken from the document cache.
import type { Context, Hono, Next } from 'hono';
import { articlePage } from '../../site/article.ts';
import { languagePage, sourcePage } from '../../site/channel.ts';
import { frontPage } from '../../site/front.ts';
import { layout, PAGE_HEADERS } from '../../site/layout.ts';
import { monthPage } from '../../site/month.ts';
import type { Page } from '../../site/page.ts';
import { emptySearchPage, searchPage } from '../../site/search.ts';
import { subscribePage } from '../../site/subscribe.ts';
import { type View, viewOf } from '../../site/view.ts';
import { isWithdrawn } from '../../store/articles.ts';
import { createDocument } from '../../store/document.ts';
import type { AppDeps } from '../deps.ts';
import type { Composed } from '../document-cache.ts';
import { BadQuery, Failure } from '../failure.ts';
import { readSearch } from '../query.ts';
import { respond } from '../respond.ts';
import { createRoutes } from '../router.ts';

/** The pages. An address without a page is left to the routes that follow. */
export function pageRoutes({ db, documents, site }: AppDeps): Hono {
  const routes = createRoutes();
  const page = (path: string, pageOf: (parameters: Record<string, string>) => Page) =>
    routes.get(path, (c, next) => answer(c, next, pageOf({ ...c.req.query(), ...c.req.param() })));

  page('/', () => frontPage);
  page('/subscribe', () => subscribePage);
  page('/search', ({ q = '' }) => (q.trim() ? searchPage(readSearch(q.trim())) : emptySearchPage));
  page('/sources/:source', ({ source = '' }) => sourcePage(source));
  page('/languages/:tag', ({ tag = '' }) => languagePage(tag));
  page('/articles/:id', ({ id = '' }) => articlePage(id));
  routes.get('/articles/:id', async (c, next) => {
    if (!(await isWithdrawn(db, c.req.param('id')))) return next();
    throw new Failure(410, ({ errors }) => errors.withdrawn);
  });
  page('/:year{[0-9]{4}}/:month{(?:0[1-9]|1[0-2])}', ({ year, month }) =>
    monthPage(`${year}-${month}`),
  );
  return routes;

  async function answer(c: Context, next: Next, page: Page) {
    const view = viewOf(site, c.req.raw);
    const number = pageNumber(c.req.query('page'));
    const key = withQuery(page.address, number > 1 ? `page=${number}` : '', view.variant);
    try {
      const document = await documents.get(key, () => compose(page, view, number), PAGE_HEADERS);
      return respond(c.req.raw, document);
    } catch (error) {
      if (error instanceof NothingHere) return next();
      throw error;
    }
  }

  async function compose(page: Page, view: View, number: number): Promise<Composed> {
    const written = await page.write(db, view, number);
    if (!written) throw new NothingHere();
    const text = await layout(view, page.address, written);
    return {
      revision: written.revision,
      document: await createDocument(text, 'text/html'),
    };
  }
}

/** There is nothing under the address, so the document cache must not keep a document for it. */
class NothingHere extends Error {}

function pageNumber(text = '1'): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new BadQuery(({ errors }) => errors.parameter('page', errors.wholeNumber));
}

function withQuery(address: string, ...parts: string[]): string {
  const query = parts.filter(Boolean).join('&');
  return `${address}${address.includes('?') ? '&' : '?'}${query}`;
}
