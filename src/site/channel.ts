// The pages of a source and of a language: their articles, newest first, and their feeds.
import { html } from 'hono/html';
import { languageName } from '../article/language-names.ts';
import { languagePath, sourcePath } from '../feed/paths.ts';
import { articlesOf, type Choice } from '../store/articles.ts';
import type { Database } from '../store/database.ts';
import { listLanguages, listSources } from '../store/sources.ts';
import { feedPanel, panelLink } from './feeds.ts';
import { headlines } from './headlines.ts';
import type { Page } from './page.ts';
import { pageTitle, pagingLinks, pagingOf, spanOf } from './paging.ts';

interface Channel {
  title: string;
  /** BCP 47 tag of the title, where it is known. */
  titleLanguage?: string;
  /** Number of its articles. */
  count: number;
}

/** The page of a source. @param key of the source */
export function sourcePage(key: string): Page {
  return channelPage(sourcePath(key), { sources: [key] }, async (db) => {
    const source = (await listSources(db)).find((source) => source.key === key);
    return source && { title: source.title, count: source.count };
  });
}

/** The page of a language. @param tag BCP 47 */
export function languagePage(tag: string): Page {
  return channelPage(languagePath(tag), { languages: [tag] }, async (db) => {
    const found = (await listLanguages(db)).find(({ language }) => language === tag);
    return found && { title: languageName(tag), titleLanguage: tag, count: found.count };
  });
}

function channelPage(
  path: string,
  choice: Choice,
  find: (db: Database) => Promise<Channel | undefined>,
): Page {
  return {
    address: path,
    async write(db, view, number) {
      const { words } = view;
      const { revision, articles } = await articlesOf(db, choice, spanOf(number));
      const channel = await find(db);
      const paging = channel && pagingOf(path, number, channel.count);
      if (!paging) return null;
      const { title, titleLanguage, count } = channel;
      const main = html`<div class="columns">
<div class="news">
<header class="title">
<h1${titleLanguage ? html` lang="${titleLanguage}"` : ''}>${title}</h1>
<p>${words.articles(count)} ${panelLink(view)}</p>
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
        title: pageTitle(view, title, paging),
        channel: { title, path },
        paging,
        main,
      };
    },
  };
}
