// A page → what those who share its address are shown.
import { html } from 'hono/html';
import type { Html } from './view.ts';

/** Properties of Open Graph (https://ogp.me/) by name; some that networks expect of all pages. */
export interface Card {
  'og:site_name': string;
  'og:type': 'website' | 'article';
  'og:title': string;
  'og:description': string;
  'og:url': string;
  'og:image': string;
  'og:image:alt'?: string;
  'og:locale'?: string;
  /** ISO 8601. */
  'article:published_time'?: string;
  'article:modified_time'?: string;
  'article:author'?: string;
}

/** The card, and the size at which Twitter and its like show it: a picture of its own is large. */
export function socialCard(card: Card): Html {
  const size = card['og:image:alt'] === undefined ? 'summary' : 'summary_large_image';
  return html`${Object.entries(card).map(
    ([property, content]) => html`<meta property="${property}" content="${content}">\n`,
  )}<meta name="twitter:card" content="${size}">
`;
}
