// JSON Feed → the page that a browser gets at the feed's address.
import { html } from 'hono/html';
import type { Format, Site } from '../feed/types.ts';
import { builderLink, copyButton, openIn } from './feeds.ts';
import { type Headline, headlines } from './headlines.ts';
import { layout } from './layout.ts';
import { type FeedLink, feedLinks, type View } from './view.ts';

/** The part of a JSON Feed (https://jsonfeed.org/version/1.1) that the page shows. */
export interface JsonFeed {
  title: string;
  home_page_url: string;
  feed_url: string;
  language: string;
  items: {
    id: string;
    url?: string;
    title: string;
    date_published: string;
    summary?: string;
    content_text?: string;
    image?: string;
    tags?: string[];
    language?: string;
  }[];
}

/** The page that explains a feed. @param format the format whose address was opened */
export function feedPage(view: View, feed: JsonFeed, format: Format): Promise<string> {
  const { site, words, href } = view;
  const path = addressIn(site, feed.feed_url).replace('/feed.json', '');
  const [own, ...others] = feedLinks(view, path).sort(
    (a, b) => Number(b.format === format) - Number(a.format === format),
  ) as [FeedLink, ...FeedLink[]];
  const main = html`<div class="columns">
<div class="news">
<header class="title">
<p class="kicker">${words.thisIsAFeed(own.name)}</p>
<h1 lang="${feed.language}">${feed.title}</h1>
<p>${words.whatIsAFeed}</p>
<p class="address"><input readonly value="${own.url}" aria-label="${words.feedAddress(own.name)}"> ${copyButton(words, own.name, own.url)}</p>
${openIn(view, own.url)}
${builderLink(view, path)}</header>
<h2 class="unseen">${words.inThisFeed}</h2>
${headlines(
  view,
  feed.items.map((item) => headlineOf(site, item, feed.language)),
  'h3',
)}
</div>
<div class="rail">
<section aria-labelledby="feeds">
<h2 id="feeds">${words.subscribe}</h2>
<p><a href="${href(addressIn(site, feed.home_page_url))}">${words.sameAsPage}</a></p>
<h3>${words.otherFormats}</h3>
<ul class="addresses">
${others.map(({ url, name }) => html`<li><a href="${url}">${name}</a></li>\n`)}</ul>
</section>
</div>
</div>`;
  return layout(view, addressIn(site, own.url), {
    title: feed.title,
    ...(path && { channel: { title: feed.title, path } }),
    original: feed.home_page_url,
    main,
  });
}

/** What the id of an article's item begins with. */
const ARTICLE = 'urn:uuid:';

/** A URL of ours as an address of the site. */
function addressIn({ url: base }: Site, url: string): string {
  return url.slice(base.length) || '/';
}

function headlineOf(site: Site, item: JsonFeed['items'][number], language: string): Headline {
  const { id, url } = item;
  // A day is an item whose page is one of ours.
  const isDay = url && !id.startsWith(ARTICLE);
  return {
    id: id.replace(ARTICLE, ''),
    ...(isDay && { path: addressIn(site, url) }),
    title: item.title,
    published: Date.parse(item.date_published),
    summary: item.summary ?? item.content_text ?? '',
    image: item.image ? { url: item.image } : null,
    language: item.language ?? language,
    sourceTitle: item.tags?.[0] ?? '',
  };
}
