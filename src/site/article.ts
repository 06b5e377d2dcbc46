// A published article → its page: the way to the original where there is one, and the text.
import { html, raw } from 'hono/html';
import type { Neighbour, PublishedArticle } from '../store/articles.ts';
import type { Card } from './card.ts';
import { languageName } from './i18n/languages.ts';
import { layout } from './layout.ts';
import { articlePath, languagePath, sourcePath } from './paths.ts';
import { proseOf } from './prose.ts';
import type { Html, View } from './view.ts';

export interface ArticlePage {
  article: PublishedArticle;
  /** Its neighbours by date, where it has them. */
  newer: Neighbour | null;
  older: Neighbour | null;
}

export function articlePage(view: View, { article, newer, older }: ArticlePage): Promise<string> {
  const { words, href } = view;
  const { id, title, url, published, updated, language, authors, sourceTitle } = article;
  const source = sourcePath(article.source);
  const host = URL.parse(url)?.hostname.replace(/^www\./, '');
  const original = host
    ? html`<p class="original"><a href="${url}" rel="external">${words.readOriginal(host)}</a></p>\n`
    : '';
  const main = html`<article class="story">
<header>
<p class="kicker"><a href="${href(source)}">${sourceTitle}</a>${authors.length > 0 ? ` · ${authors.join('、')}` : ''}</p>
<h1 lang="${language}">${title}</h1>
<p class="origin">${time(view, published)}${updated > published ? html` <span>${words.updated} ${time(view, updated)}</span>` : ''} <a href="${href(languagePath(language))}" lang="${language}">${languageName(language)}</a></p>
${original}${host ? html`<p class="note">${words.originalNote(sourceTitle)}</p>\n` : ''}</header>
<div class="prose" lang="${language}">${raw(proseOf(article.html, words.picture))}</div>
<footer>
${original}<p><a href="${href(source)}">${words.moreFrom(sourceTitle)}</a></p>
</footer>
</article>
<nav class="neighbours" aria-label="${words.neighbours}">
${newer ? neighbour(view, newer, 'prev', words.newer) : ''}
${older ? neighbour(view, older, 'next', words.older) : ''}
</nav>`;
  return layout(view, {
    title,
    description: article.summary,
    address: articlePath(id),
    ...(host && { original: url }),
    channel: { title: sourceTitle, path: source },
    card: cardOf(article),
    main,
  });
}

function neighbour({ href }: View, { id, title, language }: Neighbour, rel: string, label: string) {
  return html`<a rel="${rel}" href="${href(articlePath(id))}"><span>${label}</span> <span lang="${language}">${title}</span></a>`;
}

function time({ words }: View, at: number): Html {
  const date = new Date(at);
  return html`<time datetime="${date.toISOString()}">${words.time(date)}</time>`;
}

/** What a shared article says besides what every page does. */
function cardOf(article: PublishedArticle): Partial<Card> {
  const { title, published, updated, image, language, authors, sourceTitle } = article;
  return {
    'og:type': 'article',
    'og:title': title,
    ...(image && { 'og:image': image.url, 'og:image:alt': image.alt }),
    'og:locale': language.replace('-', '_'),
    'article:published_time': new Date(published).toISOString(),
    'article:modified_time': new Date(updated).toISOString(),
    'article:author': authors.join('、') || sourceTitle,
  };
}
