// The frame of every page (head, masthead, content, footer), and the headers it is sent with.
import { html } from 'hono/html';
import { logo, ownFooter, ownStyle } from './brand.ts';
import { INTERFACES, type InterfaceLanguage } from './i18n/interface.ts';
import { type Paging, pagingHead } from './paging.ts';
import { type FeedLink, feedLinks, type Html, type View } from './view.ts';

/**
 * A second protection behind the cleaning of articles: a page runs nothing, cannot be framed, and
 * sends nothing to other hosts. Pictures and players may come from any host, as in the originals.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' https: http:",
  'media-src https: http:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every page; its `Cache-Control` is that of the document. */
export const PAGE_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Referrer-Policy': 'no-referrer',
  Vary: 'Accept-Encoding, Accept-Language',
};

/** The languages of the interface as Open Graph names them, by territory. */
const LOCALES: Record<InterfaceLanguage, string> = {
  'zh-Hans': 'zh_CN',
  'zh-Hant': 'zh_TW',
  en: 'en_US',
};

/** What one page puts into the frame. */
export interface Content {
  /** Absent on the front page, where the site's name is the heading. */
  title?: string;
  /** One sentence about the page. */
  description?: string;
  /** Absolute URL of what the page is a copy of. */
  original?: string;
  /** The page's own feeds, where it has any besides the site's (see `feedLinks`). */
  channel?: { title: string; path: string };
  /** Which page of a list this is. */
  paging?: Paging;
  /** Open Graph properties (https://ogp.me/) that differ from those of every page. */
  card?: Record<string, string>;
  /** A line below the site's name, on the front page. */
  folio?: Html;
  /** Search engines are asked not to list the page. */
  noindex?: boolean;
  /** What was searched for, on a page of results. */
  query?: string;
  /** Style sheets and scripts of `public/` that not every page has. */
  files?: string[];
  main: Html;
}

/**
 * A page as a whole HTML document.
 *
 * @param address path and query of the page
 */
export async function layout(view: View, address: string, content: Content): Promise<string> {
  const { site, words, href, asset } = view;
  const { title, description = site.description, channel, paging, files = [] } = content;
  const name = title ? `${title} – ${site.title}` : site.title;
  const own = channel ? feedLinks(view, channel.path) : [];
  const card: Record<string, string> = {
    'og:site_name': site.title,
    'og:type': 'website',
    'og:title': title ?? site.title,
    'og:description': description,
    'og:url': site.url + address,
    'og:image': `${site.url}/icon.png`,
    'og:locale': LOCALES[view.language],
    ...content.card,
  };
  // Twitter and others show a page's own picture large.
  const cardSize = 'og:image:alt' in card ? 'summary_large_image' : 'summary';
  return String(
    await html`<!doctype html>
<html lang="${view.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}</title>
<meta name="description" content="${description}">
<meta name="color-scheme" content="light dark">
${Object.entries(card).map(([property, value]) => html`<meta property="${property}" content="${value}">\n`)}<meta name="twitter:card" content="${cardSize}">
<link rel="stylesheet" href="${asset('style.css')}">
${files.filter((name) => name.endsWith('.css')).map((name) => html`<link rel="stylesheet" href="${asset(name)}">\n`)}${ownStyle(view)}<link rel="icon" href="${asset('favicon.ico')}" sizes="32x32">
<link rel="icon" href="${asset('icon.svg')}" type="image/svg+xml">
<link rel="apple-touch-icon" href="${asset('apple-touch-icon.png')}">
<link rel="canonical" href="${content.original ?? site.url + address}">
${own.map((feed) => alternate(feed, channel?.title ?? ''))}${feedLinks(view, '').map((feed) => alternate(feed, site.title))}${content.noindex ? html`<meta name="robots" content="noindex">\n` : ''}${paging ? pagingHead(view, paging) : ''}${['copy.js', 'pictures.js', ...files.filter((name) => name.endsWith('.js'))].map((name) => html`<script type="module" src="${asset(name)}"></script>\n`)}</head>
<body>
<a class="skip" href="#content">${words.skipToContent}</a>
<header class="masthead${title ? '' : ' front'}">
${
  title
    ? html`<p class="nameplate"><a href="${href('/')}" lang="${site.language}">${logo(view)}${site.title}</a></p>`
    : html`<h1 class="nameplate" lang="${site.language}">${logo(view)}${site.title}</h1>
<p class="motto" lang="${site.language}">${site.description}</p>
${content.folio ?? ''}`
}
${
  site.pages === false
    ? ''
    : html`<nav aria-label="${words.siteNavigation}">
${site.search === false ? '' : searchForm(view, content.query ?? '')}
<ul>
<li><a href="${href('/')}#sources">${words.sources}</a></li>
<li><a href="${href('/')}#archive">${words.calendar}</a></li>
<li><a class="follow" href="${href('/subscribe/')}">${words.subscribe}</a></li>
</ul>
</nav>
`
}</header>
<main id="content">
${content.main}
</main>
<footer>
${ownFooter(view)}<ul>
${
  site.pages === false
    ? ''
    : html`<li><a href="${href('/')}">${words.home}</a></li>
<li><a href="${href('/subscribe/')}">${words.allFeeds}</a></li>
`
}<li><a href="${asset('opml.xml')}">OPML</a></li>
</ul>
${site.files ? '' : languageLinks(view, address)}
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

function searchForm({ words, href }: View, query: string): Html {
  const [action = '', parameters] = href('/search/').split('?');
  const chosen = [...new URLSearchParams(parameters)];
  return html`<form role="search" action="${action}">
<label class="unseen" for="q">${words.searchFor}</label>
<input id="q" type="search" name="q" value="${query}" placeholder="${words.searchFor}" maxlength="200" autocomplete="off" enterkeyhint="search">
${chosen.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<button>${words.search}</button>
</form>`;
}

/** All articles in the reader's own script, or as they were written. */
function scriptChoice(view: View, address: string): Html | string {
  const { words, script } = view;
  const other = view.language === 'zh-Hant' ? 'hant' : view.language === 'zh-Hans' ? 'hans' : null;
  if (!script && !other) return '';
  const to = script ? undefined : (other ?? undefined);
  return html`<li><a href="${view.inScript(address, to)}" rel="nofollow">${script ? words.allAsWritten : words.allConverted}</a></li>
`;
}

/** Another language than the site's own is an answer, and so is another script. */
function languageLinks(view: View, address: string): Html {
  const tags = Object.keys(INTERFACES) as InterfaceLanguage[];
  return html`<nav aria-label="${view.words.interfaceLanguage}">
<ul>
${tags.map((tag) => languageLink(view, address, tag))}${scriptChoice(view, address)}</ul>
</nav>`;
}

function languageLink({ language, inLanguage }: View, address: string, tag: InterfaceLanguage) {
  const current = tag === language;
  return html`<li><a href="${inLanguage(address, tag)}" lang="${tag}" hreflang="${tag}" rel="nofollow"${current ? html` aria-current="true"` : ''}>${INTERFACES[tag].languageName}</a></li>
`;
}
