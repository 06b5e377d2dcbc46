// Request for a page for people → its document.
import type { Context, Hono, Next } from 'hono';
import { articlePath, languagePath, monthPath, searchPath, sourcePath } from '../../site/paths.ts';
import { PAGE_HEADERS } from '../../site/policy.ts';
import {
  type Read,
  readArticle,
  readIndex,
  readLanguage,
  readMonth,
  readSearch,
  readSource,
  readSubscribe,
} from '../../site/read.ts';
import { type View, viewOf } from '../../site/view.ts';
import { createDocument } from '../../store/document.ts';
import { readQuery } from '../../store/search/query.ts';
import type { AppDeps } from '../deps.ts';
import type { Composed } from '../document-cache.ts';
import { BadQuery } from '../query.ts';
import { respond } from '../respond.ts';
import { createRoutes } from '../router.ts';

/** The pages of a home. An address with nothing under it is left to the rooms behind. */
export function pageRoutes({ db, documents, site }: AppDeps): Hono {
  const routes = createRoutes();

  routes.get('/', (c, next) => answer(c, next, '/', readIndex));
  routes.get('/subscribe', (c, next) => answer(c, next, '/subscribe', readSubscribe));
  routes.get('/search', (c, next) => {
    const typed = (c.req.query('q') ?? '').trim();
    const query = typed ? readQuery(typed) : null;
    if (typeof query === 'string') throw new BadQuery(query);
    return answer(c, next, searchPath(query?.text ?? ''), readSearch(query));
  });
  routes.get('/sources/:source', (c, next) => {
    const source = c.req.param('source');
    return answer(c, next, sourcePath(source), readSource(source));
  });
  routes.get('/languages/:tag', (c, next) => {
    const tag = c.req.param('tag');
    return answer(c, next, languagePath(tag), readLanguage(tag));
  });
  routes.get('/articles/:id', (c, next) => {
    const id = c.req.param('id');
    return answer(c, next, articlePath(id), readArticle(id));
  });
  routes.get('/:year{[0-9]{4}}/:month{0[1-9]|1[0-2]}', (c, next) => {
    const month = `${c.req.param('year')}-${c.req.param('month')}`;
    return answer(c, next, monthPath(month), readMonth(month));
  });
  return routes;

  async function answer(c: Context, next: Next, address: string, read: Read) {
    const view = viewOf(site, c.req.raw);
    const page = pageNumber(c.req.query('page'));
    const key = withQuery(address, page > 1 ? `page=${page}` : '', view.variant);
    try {
      const document = await documents.get(key, () => compose(read, view, page), PAGE_HEADERS);
      return respond(c.req.raw, document);
    } catch (error) {
      if (error instanceof NothingHere) return next();
      throw error;
    }
  }

  async function compose(read: Read, view: View, page: number): Promise<Composed> {
    const written = await read(db, view, page);
    if (written === null) throw new NothingHere();
    const { text, revision, articles } = written;
    const updated = articles.reduce((newest, { updated }) => Math.max(newest, updated), 0);
    return { revision, document: await createDocument(text, 'text/html', updated) };
  }
}

/** There is nothing under the address: the document cache keeps no document for it. */
class NothingHere extends Error {}

function pageNumber(given: string | undefined): number {
  if (given === undefined) return 1;
  if (!/^[1-9]\d{0,5}$/.test(given)) {
    throw new BadQuery('page is not valid; expected a whole number from 1');
  }
  return Number(given);
}

function withQuery(address: string, ...parts: string[]): string {
  const query = parts.filter(Boolean).join('&');
  return `${address}${address.includes('?') ? '&' : '?'}${query}`;
}
