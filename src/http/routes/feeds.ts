// The feeds: address → document, composed from the store or taken from the document cache.
import type { Context, Hono } from 'hono';
import { channelOf, itemOf, urlsOf } from '../../feed/channel.ts';
import { renderDocument } from '../../feed/document.ts';
import { convertChannel, converterTo, convertItem } from '../../feed/script.ts';
import { ARCHIVE_PAGE, addressOf, type Selection } from '../../feed/selection.ts';
import { type Channel, FORMATS, type Format, type Site } from '../../feed/types.ts';
import { newestArticles } from '../../store/articles.ts';
import { articlesAt, type Recent, recentArticles } from '../../store/history.ts';
import { matchingArticles } from '../../store/search/search.ts';
import { readDirectory } from '../../store/sources.ts';
import { answerFeed, itemVersionOf } from '../deltas.ts';
import type { AppDeps } from '../deps.ts';
import type { Composed } from '../document-cache.ts';
import { NotFound, readSelection, resolve } from '../query.ts';
import { createRoutes } from '../router.ts';

/** Archive documents never change, except for corrections and withdrawals (RFC 5005 §4). */
const SEALED = { 'Cache-Control': 'public, max-age=31536000, immutable' };

/** The feeds of everything, of each source, of each language, and of searches. */
export function feedRoutes({ db, documents, site }: AppDeps): Hono {
  const routes = createRoutes();
  for (const format of Object.keys(FORMATS) as Format[]) {
    const { file } = FORMATS[format];
    for (const channel of ['', '/sources/:source', '/languages/:language']) {
      routes.get(`${channel}/${file}`, (c) => answer(c, format));
      routes.get(`${channel}/archive/:page{[1-9][0-9]{0,7}}/${file}`, (c) => answer(c, format));
    }
    routes.get(`/search/${file}`, (c) => answer(c, format, true));
  }
  return routes;

  async function answer(c: Context, format: Format, search = false): Promise<Response> {
    const { searchParams } = new URL(c.req.url);
    const selection = readSelection({ ...c.req.param(), search }, searchParams, site.items);
    const { archive } = selection;
    const address = addressOf(selection, FORMATS[format].file, site.items);
    // The cache keeps documents without a query for good: all of history would be gigabytes.
    const key = archive && !address.includes('?') ? `${address}?` : address;
    const headers = { Link: linkHeader(site, selection, format), ...(archive && SEALED) };
    try {
      return await answerFeed(
        c.req.raw,
        { db, documents },
        key,
        (wanted) => compose(format, selection, wanted),
        headers,
      );
    } catch (error) {
      if (error instanceof Unsealed) return c.redirect(error.url, 302);
      throw error;
    }
  }

  async function compose(
    format: Format,
    asked: Selection,
    wanted?: ReadonlySet<string>,
  ): Promise<Composed> {
    const plain = asked.sources.length + asked.languages.length === 0;
    const directory = plain ? null : await readDirectory(db);
    const selection = directory ? resolve(asked, directory) : asked;
    const recent = await read(format, selection);
    const { revision, articles } = recent;
    const shown = wanted
      ? articles.filter((article) => wanted.has(itemVersionOf(article)))
      : articles;

    let channel: Channel = {
      ...channelOf(site, selection, articles, directory),
      ...(articles.length === 0 && { updated: await newestDate() }),
      ...history(selection, recent),
      // A delta (RFC 3229) is never everything.
      ...(wanted && { complete: false }),
    };
    let items = shown.map((article) => itemOf(site, article, selection));
    const { script } = selection;
    if (script) {
      const convert = await converterTo(script);
      channel = convertChannel(channel, script, convert);
      items = items.map((item) => convertItem(item, script, convert));
    }
    const document = await renderDocument(format, channel, items);
    return {
      revision,
      document: selection.archive
        ? document
        : { ...document, itemVersions: shown.map(itemVersionOf) },
    };
  }

  /** An empty feed has the date of the archive's newest article, if there is any. */
  async function newestDate(): Promise<number> {
    const { articles } = await newestArticles(db, 1);
    return articles[0]?.updated ?? 0;
  }

  async function read(format: Format, selection: Selection): Promise<Recent> {
    const { archive, search, limit } = selection;
    if (search) return { ...(await matchingArticles(db, search, { limit })), historyLength: null };
    if (!archive) return recentArticles(db, selection, limit);

    const { page, until = ARCHIVE_PAGE } = archive;
    const start = (page - 1) * ARCHIVE_PAGE;
    const recent = await articlesAt(db, selection, start + 1, start + until);
    const come = (recent.historyLength ?? 0) - start;
    if (come >= until) return recent;
    // The address of a page that is not full tells how many articles it has, so it never changes.
    if (come < 0 || archive.until) {
      throw new NotFound(
        `The archive has not come to this page yet; the newest is in ${current()}`,
      );
    }
    throw new Unsealed(come === 0 ? current() : urlsOf(site, upTo(selection, recent))[format]);

    function current(): string {
      return urlsOf(site, subscriptionOf(selection))[format];
    }
  }

  /** RFC 5005: what a document says of its neighbours, or that it holds everything (§2). */
  function history(selection: Selection, { articles, historyLength }: Recent): Partial<Channel> {
    const { archive, limit } = selection;
    if (!archive) {
      if (articles.length < limit) return { complete: true };
      return historyLength
        ? { history: { previous: urlsOf(site, upTo(selection, { historyLength })) } }
        : {};
    }
    const neighbour = (page: number) => urlsOf(site, { ...selection, archive: { page } });
    return {
      history: {
        current: urlsOf(site, subscriptionOf(selection)),
        ...(archive.page > 1 && { previous: neighbour(archive.page - 1) }),
        // The link comes before the page it names, so that this document need not change later.
        ...(archive.until === undefined && { next: neighbour(archive.page + 1) }),
      },
    };
  }

  function subscriptionOf({ archive: _, ...selection }: Selection): Selection {
    return { ...selection, limit: site.items };
  }
}

/** The newest archive document of a channel to which so many articles have come. */
function upTo(selection: Selection, { historyLength }: Pick<Recent, 'historyLength'>): Selection {
  const page = Math.ceil((historyLength ?? 0) / ARCHIVE_PAGE);
  const until = (historyLength ?? 0) % ARCHIVE_PAGE;
  return { ...selection, archive: { page, ...(until > 0 && { until }) } };
}

/** The page is not full yet: its articles so far have the address `url`. */
class Unsealed extends Error {
  url: string;
  constructor(url: string) {
    super(url);
    this.url = url;
  }
}

/**
 * The header `Link` of a feed (RFC 8288): what W3C WebSub §4 wants of a topic, and the other
 * formats, for readers that look for them.
 */
function linkHeader(site: Site, selection: Selection, own: Format): string {
  const { [own]: self, ...others } = urlsOf(site, selection);
  // The topic first: some subscribers read no further.
  return [
    `<${self}>; rel="self"`,
    ...(site.hub ? [`<${site.hub}>; rel="hub"`] : []),
    ...Object.entries(others).map(
      ([format, url]) => `<${url}>; rel="alternate"; type="${FORMATS[format as Format].mediaType}"`,
    ),
  ].join(', ');
}
