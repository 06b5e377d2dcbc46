// What a page shows while the archive has no article: how to publish the first one.
import { html } from 'hono/html';
import type { Html, View } from './view.ts';

/** An article file, as src/article/README.md describes it. */
const EXAMPLE = `<!--1706726344000-->
[Title of the article](https://newsroom.example/article)
------

<div>The article, as HTML.</div>
`;

/** How a file looks, and which command publishes it. */
export function emptyArchive({ words }: View): Html {
  const { empty } = words;
  return html`<section class="empty alone" aria-labelledby="empty">
<h2 id="empty">${words.nothingYet}</h2>
<p>${empty.file}</p>
<pre><code>source/article.md</code>

<code>${EXAMPLE}</code></pre>
<p>${empty.number}</p>
<p>${empty.command}</p>
<pre><code>npm start -- ../my/archive</code></pre>
<p>${empty.check}</p>
<pre><code>npm run check -- ../my/archive</code></pre>
</section>`;
}
