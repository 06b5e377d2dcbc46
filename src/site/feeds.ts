// How people subscribe: addresses to copy, and links that open a feed in a reader.
import { html } from 'hono/html';
import type { Words } from './i18n/en.ts';
import { ownReaders, WEB_READERS } from './subscribe/readers.ts';
import { type FeedLink, feedLinks, type Html, type View } from './view.ts';

/**
 * The panel of one channel: its addresses, each with a copy button, and links that open the first
 * address in a reader.
 *
 * @param channel as for `feedLinks`
 */
export function feedPanel(view: View, title: string, channel: string): Html {
  const { words } = view;
  const feeds = feedLinks(view, channel);
  return html`<section aria-labelledby="feeds">
<h2 id="feeds">${words.subscribe}</h2>
<p>${words.subscribeHint}</p>
<ul class="addresses" aria-label="${words.subscribeTo(title)}">
${feeds.map((feed) => html`<li>${feedAddress(view, feed)}</li>\n`)}</ul>
${openIn(view, feeds[0]?.url ?? '')}
${builderLink(view, channel)}
</section>`;
}

/** A link to the feed builder, filled in for a channel. */
export function builderLink(view: View, channel: string): Html {
  if (view.site.files) return html``;
  return html`<p><a href="${view.href(builderOf(channel))}">${view.words.builder.make}</a></p>\n`;
}

/** The address of the feed builder, filled in for a channel. */
function builderOf(channel: string): string {
  const [path = '', query = ''] = channel.split('?');
  const [, kind, key] = path.split('/');
  if (kind === 'sources') return `/subscribe/?source=${key}`;
  if (kind === 'languages') return `/subscribe/?lang=${key}`;
  return query ? `/subscribe/?${query}` : '/subscribe/';
}

/** A link to the panel, which lies below the list on a phone. */
export function panelLink({ words }: View): Html {
  return html`<a class="below" href="#feeds">${words.subscribe}</a>`;
}

/** The address of a feed, to click and to copy. */
export function feedAddress({ words }: View, { name, url }: FeedLink): Html {
  return html`<a href="${url}">${name}<span class="unseen">: ${url}</span></a> ${copyButton(words, name, url)}`;
}

/** A button that copies a feed's address. It is seen only where `public/copy.js` runs. */
export function copyButton(words: Words, format: string, url: string): Html {
  return html`<button type="button" data-copy="${url}" data-copied="${words.copied}"><span aria-live="polite">${words.copy}</span> <span class="unseen">${words.feedAddress(format)}</span></button>`;
}

/** Links that subscribe with one click, folded away. */
export function openIn(view: View, url: string): Html {
  return html`<details class="readers">
<summary>${view.words.openIn}</summary>
${readerLinks(view, url)}
</details>`;
}

/**
 * Links that subscribe with one click: `feed:` for programs, and readers on the web.
 *
 * @param own URL of a reader that somebody runs themselves
 */
export function readerLinks({ words }: View, url: string, own = ''): Html {
  const host = URL.parse(own)?.host ?? '';
  const links = [
    { name: words.feedProgram, href: `feed:${url}` },
    ...WEB_READERS.map(({ name, prefix }) => ({ name, href: prefix + encodeURIComponent(url) })),
    ...(own ? ownReaders(own) : []).map(({ name, prefix }) => ({
      name: words.builder.ownReader(name, host),
      href: prefix + encodeURIComponent(url),
    })),
  ];
  return html`<ul class="reader-links">
${links.map(({ name, href }) => html`<li><a href="${href}">${name}</a></li>\n`)}</ul>`;
}
