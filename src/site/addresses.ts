// The store → the addresses of all pages for search engines, without those of articles.
import { datePath, languagePath, pagePath, sourcePath } from '../feed/paths.ts';
import type { Site } from '../feed/types.ts';
import type { Database } from '../store/database.ts';
import { historyLengths } from '../store/history.ts';
import { numberedPages } from '../store/list.ts';
import { allDates } from '../store/periods.ts';
import { listLanguages, listSources } from '../store/sources.ts';
import { countByDay } from './days.ts';
import { pageOfList } from './paging.ts';

/**
 * The front page, the lists of sources, languages, days, months and years, each with its numbered
 * pages, and the page about feeds. Reads the dates of all articles.
 */
export async function pageAddresses(db: Database, { timeZone, pages }: Site): Promise<string[]> {
  if (pages === false) return [];
  const sources = await listSources(db);
  const languages = await listLanguages(db);
  const channels = [
    ...sources.map(({ key }) => ({ history: `/sources/${key}`, path: sourcePath(key) })),
    ...languages.map(({ language }) => ({
      history: `/languages/${language}`,
      path: languagePath(language),
    })),
  ];
  const lengths = await historyLengths(
    db,
    channels.map(({ history }) => history),
  );
  const days = countByDay(await allDates(db), timeZone);
  const months = new Set([...days.keys()].map((day) => day.slice(0, 7)));
  const years = new Set([...days.keys()].map((day) => day.slice(0, 4)));
  return [
    '/',
    '/subscribe/',
    '/subscribe/help/',
    ...channels.flatMap(({ path }, at) => listAddresses(pagePath(path), lengths[at] ?? 0)),
    ...[...years, ...months].map(datePath),
    ...[...days].flatMap(([day, count]) => listAddresses(datePath(day), count)),
  ];
}

/** A list's own address, and those of its numbered pages. */
function listAddresses(address: string, length: number): string[] {
  const numbered = Array.from({ length: numberedPages(length) }, (_, at) => at + 1);
  return [address, ...numbered.map((page) => pageOfList(address, page))];
}
