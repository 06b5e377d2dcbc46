// The frame of all pages: head, masthead, content, footer.
import { html } from 'hono/html';
import { type Card, socialCard } from './card.ts';
import { INTERFACES, type InterfaceLanguage } from './i18n/interface.ts';
import { type FeedLink, feedLinks, type Html, type View } from './view.ts';

export interface Page {
  /** Absent on the front page, where the site's name is the heading. */
  title?: string;
  /** One sentence about the page. */
  description?: string;
  /** Canonical address of the page, such as `/sources/voa?page=2`. */
  address: string;
  /** Absolute URL of what the page is a copy of. */
  original?: string;
  /** Its own feeds, where it has any besides the site's (see `feedLinks`). */
  channel?: { title: string; path: string };
  /** Where a shared page is to say something else. */
  card?: Partial<Card>;
  /** More for the head. */
  head?: Html | undefined;
  /** What was searched for, on a page of results. */
  query?: string;
  main: Html;
}

/** A page as a whole HTML document. */
export async function layout(view: View, page: Page): Promise<string> {
  const { site, words, href, asset } = view;
  const { title, description = site.description, address, channel } = page;
  const name = title ? `${title} – ${site.title}` : site.title;
  const own = channel ? feedLinks(view, channel.path) : [];
  return String(
    await html`<!doctype html>
<html lang="${view.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<meta name="description" content="${description}">
<meta name="color-scheme" content="light dark">
${socialCard({
  'og:site_name': site.title,
  'og:type': 'website',
  'og:title': title ?? site.title,
  'og:description': description,
  'og:url': site.url + address,
  'og:image': `${site.url}/icon.png`,
  ...page.card,
})}<link rel="stylesheet" href="${asset('style.css')}">
<link rel="icon" href="${asset('favicon.ico')}" sizes="32x32">
<link rel="icon" href="${asset('icon.svg')}" type="image/svg+xml">
<link rel="apple-touch-icon" href="${asset('apple-touch-icon.png')}">
<link rel="canonical" href="${page.original ?? site.url + address}">
${own.map((feed) => alternate(feed, channel?.title ?? ''))}${feedLinks(view, '').map((feed) => alternate(feed, site.title))}${page.head ?? ''}<script type="module" src="${asset('copy.js')}"></script>
</head>
<body>
<a class="skip" href="#content">${words.skipToContent}</a>
<header class="masthead${title ? '' : ' front'}">
${
  title
    ? html`<p class="nameplate"><a href="${href('/')}" lang="${site.language}">${site.title}</a></p>`
    : html`<h1 class="nameplate" lang="${site.language}">${site.title}</h1>
<p class="motto" lang="${site.language}">${site.description}</p>`
}
<nav aria-label="${words.siteNavigation}">
${searchForm(view, page.query ?? '')}
<a class="follow" href="${href('/subscribe')}">${words.subscribe}</a>
</nav>
</header>
<main id="content">
${page.main}
</main>
<footer>
<ul>
<li><a href="${href('/')}">${words.home}</a></li>
<li><a href="${href('/subscribe')}">${words.allFeeds}</a></li>
<li><a href="${asset('opml.xml')}">OPML</a></li>
</ul>
<nav aria-label="${words.interfaceLanguage}">
<ul>
${(Object.keys(INTERFACES) as InterfaceLanguage[]).map((tag) => languageLink(view, address, tag))}</ul>
</nav>
</footer>
</body>
</html>
`,
  );
}

function alternate({ mediaType, name, url }: FeedLink, title: string): Html {
  return html`<link rel="alternate" type="${mediaType}" title="${title} (${name})" href="${url}">
`;
}

function searchForm({ words, language, href }: View, query: string): Html {
  const [action = '', kept] = href('/search').split('?');
  return html`<form role="search" action="${action}">
<label class="unseen" for="q">${words.searchFor}</label>
<input id="q" type="search" name="q" value="${query}" placeholder="${words.searchFor}" maxlength="200" autocomplete="off" enterkeyhint="search">
${kept ? html`<input type="hidden" name="ui" value="${language}">` : ''}<button>${words.search}</button>
</form>`;
}

function languageLink({ language, inLanguage }: View, address: string, tag: InterfaceLanguage) {
  const current = tag === language;
  return html`<li><a href="${inLanguage(address, tag)}" lang="${tag}" hreflang="${tag}" rel="nofollow"${current ? html` aria-current="true"` : ''}>${INTERFACES[tag].languageName}</a></li>
`;
}
