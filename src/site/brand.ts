// Site → what its pages look like: a style sheet, a logo and a last line of its own.
import { html } from 'hono/html';
import type { Site } from '../feed/types.ts';
import type { Html, View } from './view.ts';

/** Address of the site's own style sheet. */
export const OWN_CSS = '/custom.css';

/** File endings of pictures that a logo may be. */
export const LOGO_TYPES: Record<string, string> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
  jpg: 'image/jpeg',
  gif: 'image/gif',
};

/** The site's own style sheet; empty where it has none. */
export function ownCss({ accent, css = '' }: Site): string {
  const colours = accent
    ? `:root { --accent: ${accent.light}; }\n@media (prefers-color-scheme: dark) { :root { --accent: ${accent.dark}; } }\n`
    : '';
  return colours + css.trim();
}

/** A logo that came as a file: its address, and the file. */
export function ownLogo({ logo = '' }: Site) {
  const [, mediaType = '', base64 = ''] = /^data:([^;,]+);base64,(.+)$/.exec(logo) ?? [];
  const ending = Object.keys(LOGO_TYPES).find((name) => LOGO_TYPES[name] === mediaType);
  return ending ? { address: `/logo.${ending}`, mediaType, base64 } : null;
}

/** The addresses of the site's own files. */
export function ownFiles(site: Site): string[] {
  const logo = ownLogo(site);
  return [...(ownCss(site) ? [OWN_CSS] : []), ...(logo ? [logo.address] : [])];
}

/** The link to the site's own style sheet. */
export function ownStyle({ site, asset }: View): Html {
  if (!ownCss(site)) return html``;
  return html`<link rel="stylesheet" href="${asset(OWN_CSS.slice(1))}">\n`;
}

/** The logo beside the site's name, which says the same. */
export function logo({ site, asset }: View): Html {
  const own = ownLogo(site)?.address.slice(1);
  const src = own ? asset(own) : site.logo;
  if (!src) return html``;
  return html`<img class="logo" src="${src}" alt="" height="48" referrerpolicy="no-referrer"> `;
}

/** The site's own line at the end of each page. */
export function ownFooter({ site }: View): Html {
  if (!site.footer) return html``;
  const parts = site.footer.split(/(\[[^\]]+\]\(https?:[^)\s]+\))/);
  return html`<p class="own" lang="${site.language}">${parts.map((part) => {
    const [, label, url] = /^\[(.+)\]\((.+)\)$/.exec(part) ?? [];
    return url ? html`<a href="${url}" rel="external">${label}</a>` : part;
  })}</p>\n`;
}
