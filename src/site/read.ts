// Store → what each page shows, and the page written from it.
//
// The articles of a page are read first, with their revision: what is read after them may be
// newer than the revision that the page is kept under, but never older.

import { languageName } from '../article/language-names.ts';
import { languagePath, monthPath, searchPath, sourcePath } from '../feed/paths.ts';
import {
  articleById,
  articlesOf,
  articlesOfMonth,
  type Choice,
  newestArticles,
} from '../store/articles.ts';
import type { Database } from '../store/database.ts';
import { currentRevision } from '../store/publication.ts';
import type { SearchQuery } from '../store/search/query.ts';
import { searchArticles } from '../store/search/search.ts';
import { listLanguages, listMonths, listSources } from '../store/sources.ts';
import { articlePage } from './article.ts';
import { type ChannelPage, channelPage } from './channel.ts';
import { indexPage } from './front.ts';
import { monthPage } from './month.ts';
import { pagingOf, spanOf } from './paging.ts';
import { emptySearchPage, searchPage } from './search.ts';
import { subscribePage } from './subscribe.ts';
import type { View } from './view.ts';

/** A page, the revision it shows, and the articles whose newest change dates it. */
export interface Written {
  text: string;
  revision: number;
  articles: { updated: number }[];
}

/** Reads and writes one page; null where there is nothing under its address. */
export type Read = (db: Database, view: View, page: number) => Promise<Written | null>;

/** Headlines on the front page: one leads, the others stand two abreast. */
const NEWEST = 31;

export const readIndex: Read = async (db, view) => {
  const { revision, articles } = await newestArticles(db, NEWEST);
  const text = await indexPage(view, {
    newest: articles,
    sources: await listSources(db),
    languages: await listLanguages(db),
    months: await listMonths(db),
  });
  return { text, revision, articles };
};

export const readSubscribe: Read = async (db, view) => {
  const { revision, articles } = await newestArticles(db, 1);
  const text = await subscribePage(view, await listSources(db), await listLanguages(db));
  return { text, revision, articles };
};

/** @param key of the source */
export function readSource(key: string): Read {
  return readChannel({ sources: [key] }, async (db) => {
    const source = (await listSources(db)).find((source) => source.key === key);
    return source && { title: source.title, path: sourcePath(key), count: source.count };
  });
}

/** @param tag BCP 47 */
export function readLanguage(tag: string): Read {
  return readChannel({ languages: [tag] }, async (db) => {
    const found = (await listLanguages(db)).find(({ language }) => language === tag);
    const title = languageName(tag);
    return found && { title, language: tag, path: languagePath(tag), count: found.count };
  });
}

type Channel = Pick<ChannelPage, 'title' | 'language' | 'path' | 'count'>;

function readChannel(
  choice: Choice,
  describe: (db: Database) => Promise<Channel | undefined>,
): Read {
  return async (db, view, page) => {
    const { revision, articles } = await articlesOf(db, choice, spanOf(page));
    const channel = await describe(db);
    const paging = channel && pagingOf(channel.path, page, channel.count);
    if (!paging) return null;
    return { text: await channelPage(view, { ...channel, articles, paging }), revision, articles };
  };
}

/** @param month `YYYY-MM` */
export function readMonth(month: string): Read {
  return async (db, view, page) => {
    const { revision, articles } = await articlesOfMonth(db, month, spanOf(page));
    const months = await listMonths(db);
    const at = months.findIndex((other) => other.month === month);
    const count = months[at]?.count ?? 0;
    const paging = count > 0 ? pagingOf(monthPath(month), page, count) : null;
    if (!paging) return null;
    // Newest first: the month before stands behind.
    const [previous, next] = [months[at + 1]?.month, months[at - 1]?.month];
    const text = await monthPage(view, { month, count, articles, paging, previous, next });
    return { text, revision, articles };
  };
}

/** @param id of the article */
export function readArticle(id: string): Read {
  return async (db, view) => {
    const found = await articleById(db, id);
    if (!found) return null;
    const { revision, article } = found;
    return { text: await articlePage(view, found), revision, articles: [article] };
  };
}

/** @param query absent before anything was searched for */
export function readSearch(query: SearchQuery | null): Read {
  return async (db, view, page) => {
    if (!query)
      return {
        text: await emptySearchPage(view),
        revision: await currentRevision(db),
        articles: [],
      };
    const found = await searchArticles(db, query, spanOf(page));
    const { revision, results, count, more } = found;
    const paging = pagingOf(searchPath(query.text), page, count);
    if (!paging) return null;
    const text = await searchPage(view, { query: query.text, results, count, more, paging });
    return { text, revision, articles: results };
  };
}
