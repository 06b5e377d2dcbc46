// The page of one article: the way to the original where there is one, and the text.
import { html, raw } from 'hono/html';
import { isPathUrl } from '../article/identity.ts';
import { languageName } from '../article/language-names.ts';
import { dayOf } from '../feed/calendar.ts';
import { articlePath, datePath, languagePath, pagePath, sourcePath } from '../feed/paths.ts';
import { articleById, type Neighbour, type PublishedArticle } from '../store/articles.ts';
import type { Page } from './page.ts';
import { proseOf } from './prose.ts';
import { inScript, otherScript } from './script.ts';
import { timeOf } from './time.ts';
import type { Html, View } from './view.ts';

/** The page of an article. @param id of the article */
export function articlePage(id: string): Page {
  return {
    address: articlePath(id),
    async write(db, view) {
      const found = await articleById(db, id);
      if (!found) return null;
      const { revision, before } = found;
      const article = inScript(view, found.article);
      const main = html`${story(view, article, found.article.language)}
${after(view, article, before)}`;
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

/** @param written language that it was written in, which `?zh=` may have changed */
function story(view: View, article: PublishedArticle, written: string): Html {
  const { words, href } = view;
  const { title, url, published, updated, language, authors, categories, sourceTitle } = article;
  const source = href(pagePath(sourcePath(article.source)));
  const host = URL.parse(url)?.hostname.replace(/^www\./, '');
  return html`<article class="story">
<header>
<p class="kicker"><a href="${source}">${sourceTitle}</a>${categories.map((name) => html` · ${name}`)}</p>
<h1 lang="${language}">${title}</h1>
<p class="origin">${authors.length > 0 ? html`<span class="authors">${authors.join('、')}</span> ` : ''}${timeOf(view, published)}${updated > published ? html` <span>${words.updated} ${timeOf(view, updated)}</span>` : ''} <a href="${href(pagePath(languagePath(written)))}" lang="${written}">${languageName(written)}</a> ${scriptLink(view, article, written)}</p>
${host ? html`<p class="original"><a href="${url}" rel="external">${words.readOriginal(host)}</a><span class="printed"> ${url}</span></p>\n` : ''}</header>
<div class="prose" lang="${language}">${raw(proseOf(article.html, words.picture))}</div>
${host ? html`<footer>\n<p class="note">${words.originalNote(sourceTitle)} <a href="${url}" rel="external">${words.readOriginal(host)}</a></p>\n</footer>\n` : ''}</article>`;
}

/** The way to the article in the other Chinese script, and back. */
function scriptLink(view: View, { id }: PublishedArticle, written: string): Html | string {
  const { words, script, site } = view;
  if (site.files) return '';
  const link = (to: typeof script, name: string) =>
    html`<a class="script" href="${view.inScript(articlePath(id), to)}" rel="nofollow">${name}</a>`;
  if (script) return link(undefined, words.asWritten);
  const other = otherScript(view, written);
  return other ? link(other, words.converted) : '';
}

/** Where to go on reading: to what was there before, which no later article changes. */
function after(view: View, article: PublishedArticle, before: Neighbour | null): Html {
  const { words, href, site } = view;
  const day = dayOf(article.published, site.timeZone);
  const previous = before && inScript(view, before);
  return html`<nav class="after" aria-label="${words.furtherReading}">
${previous ? html`<a href="${href(articlePath(previous.id))}"><span>${words.before(article.sourceTitle)}</span> <strong lang="${previous.language}">${previous.title}</strong></a>\n` : ''}<a href="${href(datePath(day))}"><span>${words.sameDay}</span> <strong>${words.allOf(words.day(day))}</strong></a>
</nav>`;
}

function cardOf(article: PublishedArticle): Record<string, string> {
  const { title, published, updated, image, authors, sourceTitle } = article;
  return {
    'og:type': 'article',
    'og:title': title,
    ...(image && { 'og:image': image.url, 'og:image:alt': image.alt }),
    'og:locale': localeOf(article.language),
    'article:published_time': new Date(published).toISOString(),
    'article:modified_time': new Date(updated).toISOString(),
    'article:author': authors.join('、') || sourceTitle,
  };
}

/** A language as Open Graph names it, which knows territories but no scripts: `zh_TW`, `en_US`. */
function localeOf(language: string): string {
  const { language: name, script, region } = new Intl.Locale(language).maximize();
  if (name === 'zh') return script === 'Hant' ? `zh_${region === 'HK' ? 'HK' : 'TW'}` : 'zh_CN';
  return `${name}_${region}`;
}
