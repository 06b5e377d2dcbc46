// The pages of the site: address → page, written or taken from the document cache.
import type { Hono } from 'hono';
import { sourceKey } from '../../article/sources.ts';
import { articlePage } from '../../site/article.ts';
import { languagePage, sourcePage } from '../../site/channel.ts';
import { dayPage, monthPage, yearPage } from '../../site/date.ts';
import { frontPage } from '../../site/front.ts';
import type { Page } from '../../site/page.ts';
import { SEARCH_PARAMETERS } from '../../site/search/refine.ts';
import { emptySearchPage, searchPage } from '../../site/search.ts';
import { feedHelpPage } from '../../site/subscribe/help.ts';
import { isScript } from '../../site/view.ts';
import { isWithdrawn } from '../../store/articles.ts';
import { readDirectory } from '../../store/sources.ts';
import type { AppDeps } from '../deps.ts';
import { BadQuery, Failure, NotFound } from '../failure.ts';
import { createPageAnswer } from '../page.ts';
import { languagesOf, readSearch, sourcesOf } from '../query.ts';
import { redirect } from '../redirect.ts';
import { createRoutes } from '../router.ts';

const YEAR = '/:year{[0-9]{4}}';
const MONTH = `${YEAR}/:month{(?:0[1-9]|1[0-2])}`;
const DAY = `${MONTH}/:day{(?:0[1-9]|[12][0-9]|3[01])}`;

/** What the path of a page says, and of a search its query. */
type Parameters = Record<string, string>;

/** The pages. An address without a page is left to the routes that follow. */
export function pageRoutes(deps: AppDeps): Hono {
  const { db, site } = deps;
  const answer = createPageAnswer(deps);
  const routes = createRoutes();
  if (site.pages === false) {
    // An article that has no address elsewhere has its page here.
    articles();
    routes.get('/', () => redirect(site, '/feed.xml'));
    return routes;
  }

  page('/', () => frontPage);
  page('/subscribe/help/', () => feedHelpPage);
  if (site.search !== false) page('/search/', search, SEARCH_PARAMETERS);
  list('/sources/:source/', ({ source = '' }, number) => sourcePage(source, number));
  list('/languages/:tag/', ({ tag = '' }, number) => languagePage(tag, number));
  page(`${YEAR}/`, ({ year = '' }) => yearPage(year));
  page(`${MONTH}/`, ({ year, month }) => monthPage(`${year}-${month}`));
  list(`${DAY}/`, ({ year, month, day }, number) => dayPage(`${year}-${month}-${day}`, number));
  articles();
  routes.get('/sources/:source/', async (c) => {
    const asked = c.req.param('source');
    throw new NotFound(({ errors }) => errors.noSource(asked), sourcesOf(await readDirectory(db)));
  });
  routes.get('/languages/:tag/', async (c) => {
    const asked = c.req.param('tag');
    const known = languagesOf(await readDirectory(db));
    throw new NotFound(({ errors }) => errors.noLanguage(asked), known);
  });
  return routes;

  function articles() {
    page('/articles/:id/', ({ id = '' }) => articlePage(id));
    routes.get('/articles/:id/', async (c, next) => {
      if (!(await isWithdrawn(db, c.req.param('id')))) return next();
      throw new Failure(410, ({ errors }) => errors.withdrawn);
    });
  }

  /** @param known parameters of its query, besides the language of the interface, and the script */
  function page(path: string, pageOf: (parameters: Parameters) => Page, known: string[] = []) {
    routes.get(path, async (c, next) => {
      const { pathname, searchParams } = new URL(c.req.url);
      const isKnown = (name: string) =>
        ['ui', ...known].includes(name) ||
        (name === 'zh' && isScript(searchParams.get(name) ?? ''));
      const others = [...searchParams.keys()].filter((name) => !isKnown(name));
      if (others.length > 0) {
        for (const name of others) searchParams.delete(name);
        // To the page itself: no file has a query.
        return redirect(site, pathname + (searchParams.size > 0 ? `?${searchParams}` : ''));
      }
      const page = pageOf({ ...c.req.query(), ...c.req.param() });
      return (await answer(c.req.raw, page)) ?? next();
    });
  }

  /** A list: its own page, and its numbered ones. */
  function list(path: string, pageOf: (parameters: Parameters, number: number | null) => Page) {
    page(path, (parameters) => pageOf(parameters, null));
    page(`${path}page/:number{[1-9][0-9]{0,7}}/`, (parameters) =>
      pageOf(parameters, Number(parameters.number)),
    );
  }
}

/** The page of a search, or the one to search from. @throws BadQuery where a parameter is wrong */
function search({ q = '', source = '', lang = '', year = '', sort = '', page }: Parameters): Page {
  if (!q.trim()) return emptySearchPage;
  const query = readSearch(q.trim());
  if (year && !/^\d{4}$/.test(year)) {
    throw new BadQuery(({ errors }) => errors.parameter('year', errors.year));
  }
  if (sort && sort !== 'newest') {
    throw new BadQuery(({ errors }) => errors.parameter('sort', errors.oneOf(['newest'])));
  }
  const newest = sort === 'newest';
  const refinement = { text: query.text, source: sourceKey(source), lang, year, newest };
  return searchPage(query, refinement, pageNumber(page));
}

function pageNumber(text = '1'): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new BadQuery(({ errors }) => errors.parameter('page', errors.wholeNumber));
}
