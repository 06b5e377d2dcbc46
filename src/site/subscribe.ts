// The page of all feeds of the site.
import { html } from 'hono/html';
import { languageName } from '../article/language-names.ts';
import { languagePath, pagePath, sourcePath } from '../feed/paths.ts';
import { lastPublication } from '../store/revision.ts';
import { listLanguages, listSources } from '../store/sources.ts';
import { feedAddress } from './feeds.ts';
import type { Page } from './page.ts';
import { feedLinks, type Html, type View } from './view.ts';

/** The page `/subscribe/`. */
export const subscribePage: Page = {
  address: '/subscribe/',
  async write(db, view) {
    const { site, words } = view;
    const { revision } = await lastPublication(db);
    const sources = (await listSources(db)).map(({ title, key }) => ({
      title,
      path: sourcePath(key),
    }));
    const languages = (await listLanguages(db)).map(({ language }) => ({
      title: languageName(language),
      path: languagePath(language),
      language,
    }));
    const main = html`<div class="news alone">
<header class="title">
<h1>${words.allFeeds}</h1>
<p>${words.subscribeHint}</p>
<p>${words.allFeedsHint}</p>
<p><a href="${site.url}/opml.xml">${words.opml}</a></p>
</header>
${table(view, words.everything, [{ title: site.title, path: '', language: site.language }])}
${table(view, words.sources, sources)}
${table(view, words.languages, languages)}
</div>`;
    return { revision, title: words.allFeeds, main };
  },
};

interface Channel {
  title: string;
  path: string;
  /** BCP 47 tag of the title, where it is known. */
  language?: string;
}

function table(view: View, title: string, channels: Channel[]): Html {
  if (channels.length === 0) return html``;
  return html`<section class="channels">
<h2>${title}</h2>
<ul>
${channels.map(
  ({ title, path, language }) => html`<li>
<a href="${view.href(pagePath(path))}"${language ? html` lang="${language}"` : ''}>${title}</a>
<ul class="addresses" aria-label="${title}">
${feedLinks(view, path).map((feed) => html`<li>${feedAddress(view, feed)}</li>\n`)}</ul>
</li>
`,
)}</ul>
</section>
`;
}
