// The channels of the site → the page of all feeds.
import { html } from 'hono/html';
import { languageName } from '../article/language-names.ts';
import { languagePath, sourcePath } from '../feed/paths.ts';
import { feedAddress } from './feeds.ts';
import type { Language, Source } from './front.ts';
import { layout } from './layout.ts';
import { feedLinks, type Html, type View } from './view.ts';

export function subscribePage(
  view: View,
  sources: Source[],
  languages: Language[],
): Promise<string> {
  const { site, words } = view;
  const main = html`<div class="news alone">
<header class="title">
<h1>${words.allFeeds}</h1>
<p>${words.subscribeHint}</p>
<p>${words.allFeedsHint}</p>
<p><a href="${site.url}/opml.xml">${words.opml}</a></p>
</header>
${table(view, words.everything, [{ title: site.title, path: '', language: site.language }])}
${table(
  view,
  words.sources,
  sources.map(({ title, key }) => ({ title, path: sourcePath(key) })),
)}
${table(
  view,
  words.languages,
  languages.map(({ language }) => ({
    title: languageName(language),
    path: languagePath(language),
    language,
  })),
)}
</div>`;
  return layout(view, { title: words.allFeeds, address: '/subscribe', main });
}

interface Channel {
  title: string;
  path: string;
  language?: string | undefined;
}

function table(view: View, title: string, channels: Channel[]): Html {
  if (channels.length === 0) return html``;
  return html`<section class="channels">
<h2>${title}</h2>
<ul>
${channels.map(
  ({ title, path, language }) => html`<li>
<a href="${view.href(path || '/')}"${language ? html` lang="${language}"` : ''}>${title}</a>
<ul class="addresses" aria-label="${title}">
${feedLinks(view, path).map((feed) => html`<li>${feedAddress(view, feed)}</li>\n`)}</ul>
</li>
`,
)}</ul>
</section>
`;
}
