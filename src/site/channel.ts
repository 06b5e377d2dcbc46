// The articles of a source or a language → its page.
import { html } from 'hono/html';
import { feedPanel, panelLink } from './feeds.ts';
import { type Headline, headlines } from './headlines.ts';
import { layout } from './layout.ts';
import { type Paging, pageAddress, pagingHead, pagingLinks } from './paging.ts';
import type { View } from './view.ts';

export interface ChannelPage {
  title: string;
  /** BCP 47 tag of the title. */
  language?: string | undefined;
  /** Path of the channel, such as `/sources/voa`. */
  path: string;
  count: number;
  articles: Headline[];
  paging: Paging;
}

export function channelPage(view: View, channel: ChannelPage): Promise<string> {
  const { words } = view;
  const { title, language, path, count, articles, paging } = channel;
  const main = html`<div class="columns">
<div class="news">
<header class="title">
<h1${language ? html` lang="${language}"` : ''}>${title}</h1>
<p>${words.articles(count)} ${panelLink(view)}</p>
</header>
${headlines(view, articles, 'h2')}
${pagingLinks(view, paging)}
</div>
<div class="rail">
${feedPanel(view, title, path)}
</div>
</div>`;
  return layout(view, {
    title: paging.page > 1 ? `${title} (${words.pageOf(paging.page, paging.pages)})` : title,
    address: pageAddress(paging, paging.page),
    channel: { title, path },
    head: pagingHead(view, paging),
    main,
  });
}
