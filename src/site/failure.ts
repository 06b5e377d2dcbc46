// HTTP error → the page that says what is wrong with the request.
import { html } from 'hono/html';
import { layout } from './layout.ts';
import type { View } from './view.ts';

/**
 * A page that tells a browser's user about an error.
 *
 * @param sentence what programs are told, in English
 */
export function failurePage(view: View, status: number, sentence: string): Promise<string> {
  const { words, href } = view;
  const titles: Record<number, string> = {
    400: words.badRequest,
    404: words.notFound,
    410: words.notFound,
    429: words.comeBack,
    503: words.comeBack,
  };
  const title = titles[status] ?? words.brokenHere;
  const main = html`<div class="news alone"><header class="title">
<p class="kicker">${status}</p>
<h1>${title}</h1>
<p lang="en">${sentence}</p>
<p><a href="${href('/')}">${words.backHome}</a></p>
</header></div>`;
  return layout(view, '/', { title, noindex: true, main });
}
