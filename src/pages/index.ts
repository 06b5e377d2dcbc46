// The newest articles → the index page.
import { html, raw } from 'hono/html';
import type { Site } from '../config.ts';
import { FORMATS } from '../feed/feed.ts';
import type { PublishedArticle } from '../store/articles.ts';
import { day } from './day.ts';

/** The index page: the name of the feed, how to subscribe, and the newest articles. */
export async function indexPage(site: Site, articles: PublishedArticle[]): Promise<string> {
  const feeds = Object.values(FORMATS).map((format) => ({
    ...format,
    url: `${site.url}/${format.file}`,
  }));
  const page = await html`<!doctype html>
<html lang="${site.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${site.title}</title>
<meta name="description" content="${site.description}">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/style.css">
<link rel="canonical" href="${site.url}/">
${feeds.map(
  ({ mediaType, title, url }) =>
    html`<link rel="alternate" type="${mediaType}" title="${site.title} (${title})" href="${url}">
`,
)}</head>
<body>
<header>
<h1>${site.title}</h1>
<p>${site.description}</p>
<nav aria-label="Feeds">
<ul class="feeds">
${feeds.map(({ title, url }) => html`<li><a href="${url}">${title}</a></li>\n`)}</ul>
</nav>
</header>
<main>
${articles.length === 0 ? html`<p>No article has been published yet.</p>` : ''}
<ol class="articles">
${articles.map(entry)}</ol>
</main>
</body>
</html>
`;
  return String(page);
}

function entry({ title, url, published, summary, image, language, sourceTitle }: PublishedArticle) {
  // The newsroom's server need not learn which page its picture is shown on.
  const picture = image
    ? html`<img src="${image.url}" alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer">`
    : raw('');
  const date = new Date(published);
  return html`<li lang="${language}">
<article>
${picture}
<div>
<h2><a href="${url}">${title}</a></h2>
<p class="origin">${sourceTitle} · <time datetime="${date.toISOString()}">${day(published)}</time></p>
<p>${summary}</p>
</div>
</article>
</li>
`;
}
