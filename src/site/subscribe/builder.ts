// The page `/subscribe/`: a form that puts a feed together, and the feed.
import { html } from 'hono/html';
import type { Selection } from '../../feed/selection.ts';
import { newestBriefs } from '../../store/articles.ts';
import type { Database } from '../../store/database.ts';
import { filteredArticles } from '../../store/search/filter.ts';
import { type ListedSource, listLanguages, listSources } from '../../store/sources.ts';
import { emptyArchive } from '../empty.ts';
import type { Say } from '../failure.ts';
import type { Page } from '../page.ts';
import type { Html, View } from '../view.ts';
import { allFeeds } from './all.ts';
import { builderForm, type Fields, formQuery } from './form.ts';
import { feedResult, SAMPLE } from './result.ts';

/**
 * The page for a form that was filled in. Without any field it is a file.
 *
 * @param asked what the fields ask for, or what is wrong with them
 */
export function builderPage(fields: Fields, asked: Selection | Say): Page {
  const query = formQuery(fields);
  return {
    address: query.size > 0 ? `/subscribe/?${query}` : '/subscribe/',
    async write(db, view) {
      const { words, href, site } = view;
      const { builder } = words;
      const { revision, articles } = await newestBriefs(db, 1);
      const newest = articles[0]?.published ?? 0;
      const sources = await listSources(db);
      const languages = await listLanguages(db);
      // Where there are files only, feeds cannot be put together, and all of them are listed.
      const [title, lead] = site.files
        ? [words.allFeeds, builder.filesOnly]
        : [builder.title, builder.lead];
      const page = {
        revision,
        title,
        description: lead,
        noindex: query.size > 0,
        files: ['tools.css', 'builder.js'],
      };
      const header = html`<header class="title">
<h1>${title}</h1>
<p>${lead} <a href="${href('/subscribe/help/')}">${builder.help}</a></p>
</header>`;
      if (articles.length === 0) return { ...page, main: html`${header}${emptyArchive(view)}` };
      const main = html`${header}
<div class="build">
${site.files ? '' : builderForm(view, fields, withChosen(sources, fields.sources), languages)}
<div id="result">
${typeof asked === 'function' ? fault(view, asked) : await resultOf(db, view, fields, asked, newest)}
</div>
<p class="unseen" role="status"></p>
</div>
<details class="every"${site.files ? html` open` : ''}>
<summary>${words.allFeeds}</summary>
${allFeeds(view, sources, languages)}
</details>`;
      return { ...page, main };
    },
  };
}

function fault({ words }: View, say: Say): Html {
  return html`<p class="fault" role="alert">${say(words)}</p>`;
}

async function resultOf(
  db: Database,
  view: View,
  fields: Fields,
  selection: Selection,
  newest: number,
): Promise<Html> {
  const { articles } = await filteredArticles(db, selection, SAMPLE);
  return feedResult(view, fields, selection, articles, newest);
}

/** The sources, and those among the chosen ones that have no article any more. */
function withChosen(sources: ListedSource[], chosen: string[]): ListedSource[] {
  const gone = chosen.filter((key) => !sources.some((source) => source.key === key));
  return [
    ...sources,
    ...gone.map((key) => ({ key, title: key, language: null, count: 0, newest: 0 })),
  ];
}
