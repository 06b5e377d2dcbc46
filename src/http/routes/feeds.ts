// The feeds: address → document, composed from the store or taken from the document cache.
import type { Context, Hono } from 'hono';
import { channelOf, itemOf, urlsOf, withWithdrawn } from '../../feed/channel.ts';
import { renderDocument } from '../../feed/document.ts';
import { convertChannel, converterTo, convertItem } from '../../feed/script.ts';
import { addressOf, DAILY, hasHistory, isStanding, type Selection } from '../../feed/selection.ts';
import { type Channel, FORMATS, type Format, type Site } from '../../feed/types.ts';
import { newestBriefs, withdrawnSince } from '../../store/articles.ts';
import {
  articlesAfter,
  type Recent,
  recentArticles,
  subscriptionArticles,
} from '../../store/history.ts';
import { filteredArticles, needsIndex } from '../../store/search/filter.ts';
import { readDirectory } from '../../store/sources.ts';
import { composeDaily } from '../daily.ts';
import { answerFeed, itemVersionOf } from '../deltas.ts';
import type { AppDeps } from '../deps.ts';
import type { Composed } from '../document-cache.ts';
import { NotFound } from '../failure.ts';
import { readSelection, resolve, type SelectionPath } from '../query.ts';
import { redirect } from '../redirect.ts';
import { createRoutes } from '../router.ts';

/** Minutes for which an archive document is fresh: a correction or a withdrawal changes it. */
const ARCHIVE_TTL = 1440;

/** Milliseconds before the newest change in a document from which withdrawals are told. */
const TOLD_FOR = 30 * 86_400_000;

/** The feeds of everything, of each source and language, their days, and filters. */
export function feedRoutes({ db, documents, site }: AppDeps): Hono {
  const routes = createRoutes();
  for (const format of Object.keys(FORMATS) as Format[]) {
    const { file } = FORMATS[format];
    const standing = (channel: string, kind: SelectionPath = {}) => {
      routes.get(`${channel}/${file}`, (c) => answer(c, format, kind));
      const page = ':page{[1-9][0-9]{0,7}}';
      routes.get(`${channel}/archive/${page}/${file}`, (c) => answer(c, format, kind));
    };
    for (const channel of ['', '/sources/:source', '/languages/:language']) standing(channel);
    for (const channel of ['', '/sources/:source']) standing(channel + DAILY, { daily: true });
    routes.get(`/search/${file}`, (c) => answer(c, format, { search: true }));
    routes.get(`/filter/${file}`, (c) => answer(c, format, { filter: true }));
  }
  return routes;

  async function answer(c: Context, format: Format, kind: SelectionPath = {}): Promise<Response> {
    const asked = new URL(c.req.url);
    const selection = readSelection({ ...c.req.param(), ...kind }, asked.searchParams, site.items);
    const address = addressOf(selection, FORMATS[format].file, site.items);
    if (decoded(asked) !== decoded(new URL(address, asked))) return redirect(site, address);
    // The cache keeps documents without a query for good: all of history would be gigabytes.
    const key = selection.archive && !address.includes('?') ? `${address}?` : address;
    try {
      return await answerFeed(
        c.req.raw,
        { db, documents },
        key,
        (wanted) => compose(format, selection, wanted),
        { Link: linkHeader(site, selection, format) },
      );
    } catch (error) {
      if (error instanceof Moved) return redirect(site, error.address);
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
    const { file } = FORMATS[format];
    const address = addressOf(selection, file, site.items);
    if (address !== addressOf(asked, file, site.items)) throw new Moved(address);
    if (selection.daily) {
      const home = { db, site };
      const empty = await newestDate();
      const daily = await composeDaily(home, format, selection, directory, empty, wanted);
      return daily ?? noArchive(format, selection);
    }
    const recent = await read(format, selection);
    const { revision, articles } = recent;
    const shown = wanted
      ? articles.filter((article) => wanted.has(itemVersionOf(article)))
      : articles;

    let channel: Channel = {
      ...channelOf(site, selection, articles, directory),
      ...(articles.length === 0 && { updated: await newestDate() }),
      ...history(format, selection, recent),
      // A delta (RFC 3229) is never everything.
      ...(wanted && { complete: false }),
    };
    if (!selection.archive && !needsIndex(selection)) {
      const since = channel.updated - TOLD_FOR;
      channel = withWithdrawn(channel, await withdrawnSince(db, selection, since, selection.limit));
    }
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
    const { articles } = await newestBriefs(db, 1);
    return articles[0]?.updated ?? 0;
  }

  async function read(format: Format, selection: Selection): Promise<Recent> {
    const { archive, limit } = selection;
    if (!isStanding(selection)) {
      return { ...(await filteredArticles(db, selection, limit)), historyLength: null };
    }
    if (!archive) {
      return limit === site.items
        ? subscriptionArticles(db, selection, limit)
        : recentArticles(db, selection, limit);
    }
    const recent = await articlesAfter(db, selection, (archive - 1) * limit, limit);
    const full = Math.floor((recent.historyLength ?? 0) / limit);
    if (archive <= full && hasHistory(site, selection, format)) return recent;
    return noArchive(format, selection);
  }

  function noArchive(format: Format, selection: Selection): never {
    const current = urlsOf(site, subscriptionOf(selection))[format];
    throw new NotFound(({ errors }) => errors.noArchive(current));
  }

  /** RFC 5005: what a document says of its neighbours, or that it holds everything (§2). */
  function history(
    format: Format,
    selection: Selection,
    { articles, historyLength }: Recent,
  ): Partial<Channel> {
    const { archive, limit } = selection;
    const page = (archive: number) => urlsOf(site, { ...selection, archive });
    if (archive) {
      return {
        ttl: ARCHIVE_TTL,
        history: {
          current: urlsOf(site, subscriptionOf(selection)),
          ...(archive > 1 && { previous: page(archive - 1) }),
        },
      };
    }
    if (historyLength === null || limit !== site.items) {
      return { complete: articles.length < limit };
    }
    const full = Math.floor(historyLength / limit);
    if (full === 0) return { complete: true };
    return hasHistory(site, selection, format) ? { history: { previous: page(full) } } : {};
  }

  function subscriptionOf({ archive: _, ...selection }: Selection): Selection {
    return { ...selection, limit: site.items };
  }
}

/** Path and query: what they say, however they are percent-encoded. */
function decoded({ pathname, searchParams }: URL): string {
  let path = pathname;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // It is no UTF-8, and no document has it.
  }
  return `${path}?${searchParams}`;
}

/** The document has another address: a source was asked for by an alias. */
class Moved extends Error {
  address: string;
  constructor(address: string) {
    super(address);
    this.address = address;
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
