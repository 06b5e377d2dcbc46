// The pages of a source and of a language: their articles, newest first, and their feeds.
import { html } from 'hono/html';
import { languageName } from '../article/language-names.ts';
import { languagePath, pagePath, sourcePath } from '../feed/paths.ts';
import type { Choice } from '../store/articles.ts';
import type { Database } from '../store/database.ts';
import { listPage } from '../store/history.ts';
import { listLanguages, listSources } from '../store/sources.ts';
import { feedPanel, panelLink } from './feeds.ts';
import { headlines } from './headlines.ts';
import type { Page } from './page.ts';
import { pageOfList, pageTitle, pagingLinks, pagingOf } from './paging.ts';

interface Channel {
  title: string;
  /** BCP 47 tag of the title, where it is known. */
  titleLanguage?: string;
  /** Number of its articles. */
  count: number;
}

/**
 * A page of the list of a source.
 *
 * @param key of the source
 * @param number of the page; null for the list's own
 */
export function sourcePage(key: string, number: number | null): Page {
  return channelPage(sourcePath(key), { sources: [key] }, number, async (db) => {
    const source = (await listSources(db)).find((source) => source.key === key);
    return source && { title: source.title, count: source.count };
  });
}

/** A page of the list of a language. @param tag BCP 47 */
export function languagePage(tag: string, number: number | null): Page {
  return channelPage(languagePath(tag), { languages: [tag] }, number, async (db) => {
    const found = (await listLanguages(db)).find(({ language }) => language === tag);
    return found && { title: languageName(tag), titleLanguage: tag, count: found.count };
  });
}

function channelPage(
  path: string,
  choice: Choice,
  number: number | null,
  find: (db: Database) => Promise<Channel | undefined>,
): Page {
  const list = pagePath(path);
  return {
    address: pageOfList(list, number),
    async write(db, view) {
      const { words } = view;
      const { revision, articles, length } = await listPage(db, choice, number);
      const channel = await find(db);
      const paging = channel && pagingOf(view, list, number, length);
      if (!paging) return null;
      const { title, titleLanguage, count } = channel;
      const main = html`<div class="columns">
<div class="news">
<header class="title">
<h1${titleLanguage ? html` lang="${titleLanguage}"` : ''}>${title}</h1>
<p>${number === null ? words.articles(count) : paging.label} ${panelLink(view)}</p>
</header>
${headlines(view, articles, 'h2')}
${pagingLinks(view, paging)}
</div>
<div class="rail">
${feedPanel(view, title, path)}
</div>
</div>`;
      return {
        revision,
        title: pageTitle(title, paging),
        channel: { title, path },
        paging,
        main,
      };
    },
  };
}
