// The page of one article: the way to the original where there is one, and the text.
import { html, raw } from 'hono/html';
import { isPathUrl } from '../article/identity.ts';
import { languageName } from '../article/language-names.ts';
import { articlePath, languagePath, pagePath, sourcePath } from '../feed/paths.ts';
import { articleById, type Neighbour, type PublishedArticle } from '../store/articles.ts';
import type { Page } from './page.ts';
import { proseOf } from './prose.ts';
import { timeOf } from './time.ts';
import type { Html, View } from './view.ts';

/** The page of an article. @param id of the article */
export function articlePage(id: string): Page {
  return {
    address: articlePath(id),
    async write(db, view) {
      const found = await articleById(db, id);
      if (!found) return null;
      const { revision, article, before } = found;
      const { words } = view;
      const label = words.before(article.sourceTitle);
      const main = html`${story(view, article)}
<nav class="neighbours" aria-label="${label}">
${before ? neighbour(view, before, label) : ''}
</nav>`;
      return {
        revision,
        title: article.title,
        description: article.summary,
        ...(!isPathUrl(article.url) && { original: article.url }),
        channel: { title: article.sourceTitle, path: sourcePath(article.source) },
        card: cardOf(article),
        main,
      };
    },
  };
}

function story(view: View, article: PublishedArticle): Html {
  const { words, href } = view;
  const { title, url, published, updated, language, authors, categories, sourceTitle } = article;
  const source = href(pagePath(sourcePath(article.source)));
  const host = URL.parse(url)?.hostname.replace(/^www\./, '');
  const original = host
    ? html`<p class="original"><a href="${url}" rel="external">${words.readOriginal(host)}</a></p>\n`
    : '';
  return html`<article class="story">
<header>
<p class="kicker"><a href="${source}">${sourceTitle}</a>${authors.length > 0 ? ` · ${authors.join('、')}` : ''}${categories.length > 0 ? ` · ${categories.join('、')}` : ''}</p>
<h1 lang="${language}">${title}</h1>
<p class="origin">${timeOf(view, published)}${updated > published ? html` <span>${words.updated} ${timeOf(view, updated)}</span>` : ''} <a href="${href(pagePath(languagePath(language)))}" lang="${language}">${languageName(language)}</a></p>
${original}${host ? html`<p class="note">${words.originalNote(sourceTitle)}</p>\n` : ''}</header>
<div class="prose" lang="${language}">${raw(proseOf(article.html, words.picture))}</div>
<footer>
${original}<p><a href="${source}">${words.moreFrom(sourceTitle)}</a></p>
</footer>
</article>`;
}

function neighbour({ href }: View, { id, title, language }: Neighbour, label: string) {
  return html`<a href="${href(articlePath(id))}"><span>${label}</span> <span lang="${language}">${title}</span></a>`;
}

function cardOf(article: PublishedArticle): Record<string, string> {
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
