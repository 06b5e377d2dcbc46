// Articles → a list of headlines.
import { html, raw } from 'hono/html';
import { articlePath, pagePath, sourcePath } from '../feed/paths.ts';
import { inScript } from './script.ts';
import { timeOf } from './time.ts';
import type { Html, View } from './view.ts';

/** What a list shows of an article. */
export interface Headline {
  id: string;
  /** Address of its page, where that is not the article's. */
  path?: string;
  title: string;
  /** Epoch milliseconds. */
  published: number;
  summary: string;
  /** Search results: safe HTML with `<mark>`, shown instead of title and summary. */
  titleHtml?: string;
  snippetHtml?: string;
  image: { url: string } | null;
  /** BCP 47 tag. */
  language: string;
  sourceTitle: string;
  /** Key of the source; without it, the list does not link to the source. */
  source?: string;
}

/** Characters from which a headline is long. */
const LONG = 36;

/** Headlines of a list whose pictures are asked for at once: those of the first screen. */
const FIRST_SCREEN = 3;

/**
 * A list of articles, newest first.
 *
 * @param heading level of the headlines in the page's outline
 * @param date what is shown of each article's date
 */
export function headlines(
  view: View,
  articles: readonly Headline[],
  heading: 'h2' | 'h3',
  date: 'day' | 'clock' = 'day',
): Html {
  if (articles.length === 0) return html`<p class="nothing">${view.words.nothingHere}</p>`;
  return html`<ol class="headlines">
${articles.map((article, at) => html`<li>${headline(view, article, { heading, date, late: at >= FIRST_SCREEN })}</li>\n`)}</ol>`;
}

export interface HeadlineOptions {
  heading: 'h2' | 'h3';
  date?: 'day' | 'clock';
  /** Whether its picture is below the first screen, and loads when it comes into sight. */
  late?: boolean;
}

/** One article: its picture, headline, source, date and summary. */
export function headline(
  view: View,
  article: Headline,
  { heading, date = 'day', late = false }: HeadlineOptions,
): Html {
  const { href } = view;
  const { id, path = articlePath(id), published, image, source } = article;
  const { title, summary, titleHtml, snippetHtml, sourceTitle, language } = inScript(view, article);
  // `no-referrer`: the newsroom's server need not learn which page shows its picture.
  const picture = image
    ? html`<img src="${image.url}" alt="" width="180" height="120"${late ? html` loading="lazy"` : ''} decoding="async" referrerpolicy="no-referrer">\n`
    : '';
  const origin = source
    ? html`<a class="by" href="${href(pagePath(sourcePath(source)))}">${sourceTitle}</a>`
    : html`<span class="by">${sourceTitle}</span>`;
  return html`<article${[...title].length > LONG ? html` class="long"` : ''}>
${picture}<div>
<${raw(heading)} lang="${language}"><a href="${href(path)}">${titleHtml ? raw(titleHtml) : title}</a></${raw(heading)}>
<p class="origin">${origin} ${timeOf(view, published, date)}</p>
<p class="summary" lang="${language}">${snippetHtml ? raw(snippetHtml) : summary}</p>
</div>
</article>`;
}
