// Articles → a list of headlines.
import { html, raw } from 'hono/html';
import { articlePath, sourcePath } from '../feed/paths.ts';
import type { Html, View } from './view.ts';

/** What a list shows of an article. */
export interface Headline {
  id: string;
  title: string;
  /** Epoch milliseconds. */
  published: number;
  summary: string;
  /** Safe HTML with marks where a search found something, in the place of title and summary. */
  titleHtml?: string;
  snippetHtml?: string;
  image: { url: string } | null;
  /** BCP 47 tag. */
  language: string;
  sourceTitle: string;
  /** Key of its source, where the list is to link to it. */
  source?: string;
}

/**
 * A list of articles, newest first.
 *
 * @param heading the level that the headlines have in the page's outline
 * @param stamp how each is dated
 */
export function headlines(
  view: View,
  articles: readonly Headline[],
  heading: 'h2' | 'h3',
  stamp: (date: Date) => string = view.words.time,
): Html {
  if (articles.length === 0) return html`<p class="nothing">${view.words.nothingHere}</p>`;
  return html`<ol class="headlines">
${articles.map((article) => html`<li>${headline(view, article, heading, stamp(new Date(article.published)))}</li>\n`)}</ol>`;
}

function headline({ href }: View, article: Headline, heading: string, date: string): Html {
  const {
    id,
    title,
    published,
    summary,
    titleHtml,
    snippetHtml,
    image,
    language,
    sourceTitle,
    source,
  } = article;
  // The newsroom's server need not learn which page its picture is shown on.
  const picture = image
    ? html`<img src="${image.url}" alt="" width="180" height="120" loading="lazy" decoding="async" referrerpolicy="no-referrer">`
    : '';
  const origin = source
    ? html`<a class="by" href="${href(sourcePath(source))}">${sourceTitle}</a>`
    : html`${sourceTitle}`;
  return html`<article>
${picture}
<div>
<${raw(heading)} lang="${language}"><a href="${href(articlePath(id))}">${titleHtml ? raw(titleHtml) : title}</a></${raw(heading)}>
<p class="origin">${origin} <time datetime="${new Date(published).toISOString()}">${date}</time></p>
<p class="summary" lang="${language}">${snippetHtml ? raw(snippetHtml) : summary}</p>
</div>
</article>`;
}
