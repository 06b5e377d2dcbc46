// Channels → every page that is a file, with a version of what it shows.
import { isPathUrl } from '../../article/identity.ts';
import {
  articlePath,
  datePath,
  languagePath,
  pagePath,
  searchPath,
  sourcePath,
} from '../../feed/paths.ts';
import type { Site } from '../../feed/types.ts';
import { pageAddresses } from '../../site/addresses.ts';
import { countByDay } from '../../site/days.ts';
import type { Database } from '../../store/database.ts';
import { numberedPages, PAGE_SIZE } from '../../store/list.ts';
import { type Channel, type Digest, type Versioned, versionOf } from './channels.ts';
import { NOT_FOUND_PAGE, type StandingDocument } from './document.ts';

/** A list, whose numbered pages count from its oldest article. */
interface List {
  version: string;
  articles: Versioned[];
}

/**
 * Whether a site of files has the pages of those articles only that have no other address: feeds link
 * to them.
 */
export function hasFewPages({ files, pages }: Site): boolean {
  return files === true && pages === false;
}

/** Each article's page: it shows the article, and names the one before it of the same source. */
export function articlePages({ history }: Channel, site: Site, digest: Digest): StandingDocument[] {
  const before = new Map<string, Versioned>();
  return byDate(history)
    .filter(({ url }) => !hasFewPages(site) || isPathUrl(url))
    .toReversed()
    .map((article) => {
      const older = before.get(article.source);
      before.set(article.source, article);
      const version = versionOf(digest, older ? [article, older] : [article]);
      return { address: articlePath(article.id), kind: 'article', version };
    });
}

/** All other pages. One that is not a list may show anything of the archive. */
export async function pagesOf(
  db: Database,
  site: Site,
  channels: readonly [Channel, ...Channel[]],
  digest: Digest,
): Promise<StandingDocument[]> {
  const [everything] = channels;
  const lists = new Map([
    ...channels.slice(1).map((channel) => [pageOf(channel), listOf(channel)] as const),
    ...datesOf(everything, site, digest),
  ]);
  const addresses = [
    ...(await pageAddresses(db, site)),
    ...(hasSearch(site) ? [searchPath('')] : []),
    ...(site.files && site.pages !== false ? [NOT_FOUND_PAGE] : []),
  ];
  return addresses.map((address) => {
    const [, own = address, number] = /^(.*\/)page\/(\d+)\/$/.exec(address) ?? [];
    const list = lists.get(own);
    const version = !list
      ? everything.version
      : number === undefined
        ? list.version
        : numbered(list, Number(number), digest);
    return { address, kind: 'page', version };
  });
}

/** Whether the site has a page to search from. */
export function hasSearch({ pages, search }: Site): boolean {
  return pages !== false && search !== false;
}

/** A numbered page changes with its own articles, and when it is no longer the last one. */
function numbered({ articles }: List, number: number, digest: Digest): string {
  const shown = articles.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE);
  const isLast = number === numberedPages(articles.length);
  return versionOf(digest, shown, isLast ? 'last' : '');
}

function pageOf({ selection }: Channel): string {
  const [source] = selection.sources;
  const [language] = selection.languages;
  return pagePath(source === undefined ? languagePath(language ?? '') : sourcePath(source));
}

function listOf({ version, history }: Channel): List {
  return { version, articles: history };
}

/** The lists of days, months and years, by address. */
function datesOf({ history }: Channel, { timeZone }: Site, digest: Digest): Map<string, List> {
  const articles = byDate(history);
  const counts = countByDay(
    articles.map(({ published }) => published),
    timeZone,
  );
  const days = new Map<string, Versioned[]>();
  let at = 0;
  for (const [day, count] of counts) {
    days.set(day, articles.slice(at, at + count));
    at += count;
  }
  const lists = new Map<string, List>();
  for (const length of [4, 7, 10]) {
    const dates = Map.groupBy(days, ([day]) => day.slice(0, length));
    const names = [...dates.keys()];
    for (const [place, name] of names.entries()) {
      const found = (dates.get(name) ?? []).flatMap(([, articles]) => articles).reverse();
      // Its page links to those before and after it.
      const around = `${names[place - 1]} ${names[place + 1]}`;
      lists.set(datePath(name), { version: versionOf(digest, found, around), articles: found });
    }
  }
  return lists;
}

/** The published articles, the newest first, in the order of lists. */
function byDate(articles: readonly Versioned[]): Versioned[] {
  return articles
    .filter(({ withdrawn }) => withdrawn === 0)
    .toSorted((a, b) => b.published - a.published || (a.id < b.id ? -1 : 1));
}
