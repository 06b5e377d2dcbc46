// The page that tells newcomers what a feed is, and names readers.
import { html } from 'hono/html';
import { currentRevision } from '../../store/revision.ts';
import { copyButton } from '../feeds.ts';
import type { Page } from '../page.ts';
import { READERS } from './readers.ts';

/** The page `/subscribe/help/`. */
export const feedHelpPage: Page = {
  address: '/subscribe/help/',
  async write(db, { words, href, site }) {
    const { help } = words;
    const url = `${site.url}/feed.xml`;
    const main = html`<div class="news alone">
<header class="title">
<h1>${help.title}</h1>
</header>
<div class="prose">
${help.paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}
<p class="address"><input readonly value="${url}" aria-label="${words.feedAddress('RSS')}"> ${copyButton(words, 'RSS', url)}</p>
<p><a href="${href('/subscribe/')}">${help.choose}</a></p>
<h2>${help.readers}</h2>
<dl class="platforms">
${READERS.map(
  ({ platform, readers }) => html`<div><dt>${platform === 'Web' ? help.web : platform}</dt>
${readers.map(([name, url]) => html`<dd><a href="${url}" rel="external">${name}</a></dd>\n`)}</div>
`,
)}</dl>
</div>
</div>`;
    return {
      revision: await currentRevision(db),
      title: help.title,
      description: help.paragraphs[0] ?? '',
      files: ['tools.css'],
      main,
    };
  },
};
