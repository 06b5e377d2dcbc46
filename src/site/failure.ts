// HTTP error → the page that says what is wrong with the request.
import { html } from 'hono/html';
import type { Words } from './i18n/en.ts';
import { layout } from './layout.ts';
import type { Html, View } from './view.ts';

/** What an error says, in any language of the interface. */
export type Say = (words: Words) => string;

/** Something that there is instead of what was asked for. */
export interface Alternative {
  /** As programs are told. */
  name: string;
  /** As people are shown. */
  title: string;
  /** Of its page. */
  path: string;
}

export interface FailurePage {
  status: number;
  /** One sentence; HTML where it is in another language than the page. */
  sentence: string | Html;
  /** What there is instead. */
  alternatives?: Alternative[] | undefined;
}

/** A page that tells a browser's user about an error. */
export function failurePage(
  view: View,
  { status, sentence, alternatives = [] }: FailurePage,
): Promise<string> {
  const { words, href } = view;
  const titles: Record<number, string> = {
    400: words.badRequest,
    401: words.errors.forbidden,
    404: words.notFound,
    410: words.notFound,
    429: words.comeBack,
    503: words.comeBack,
  };
  const title = titles[status] ?? words.brokenHere;
  const main = html`<div class="news alone"><header class="title">
<p class="kicker">${status}</p>
<h1>${title}</h1>
<p>${sentence}</p>
</header>
${
  alternatives.length === 0
    ? ''
    : html`<section class="instead" aria-labelledby="instead">
<h2 id="instead">${words.errors.instead}</h2>
<ul>
${alternatives.map(({ title, path }) => html`<li><a href="${href(path)}">${title}</a></li>\n`)}</ul>
</section>`
}
<p class="ways"><a href="${href('/')}">${words.backHome}</a>${view.site.search === false ? '' : html` <a href="${href('/search/')}">${words.searchFor}</a>`}</p>
</div>`;
  return layout(view, '/', { title, noindex: true, main });
}
