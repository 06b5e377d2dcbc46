// The part of the search page with which a browser searches an export (public/search.js).
import { html } from 'hono/html';
import { headlines } from '../headlines.ts';
import { pagingLinks } from '../paging.ts';
import type { Html, View } from '../view.ts';

/**
 * What the script needs: where the index is, texts, and how a result and the links between pages
 * look. Without script, or opened as a file, it says so.
 */
export function searchInBrowser(view: View): Html {
  const { site, words, href } = view;
  const texts = {
    ...words.inBrowser,
    nothing: words.foundNothing('{query}'),
    empty: words.errors.search({ fault: 'empty' }),
    long: words.errors.search({ fault: 'long', max: 200 }),
  };
  const result = {
    id: '{id}',
    title: '',
    published: 0,
    summary: '',
    image: null,
    language: site.language,
    sourceTitle: '',
    source: '{source}',
  };
  const paging = { label: '{page}', newer: '/search/?newer', older: '/search/?older' };
  return html`<div data-search="${href('/search/')}" data-zone="${site.timeZone}" data-texts="${JSON.stringify(texts)}">
<p class="note">${words.inBrowser.needs}</p>
<p class="unseen" role="status"></p>
<template>${headlines(view, [result], 'h2')}${pagingLinks(view, paging)}</template>
</div>`;
}
