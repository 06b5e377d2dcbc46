// The site's own style sheet and logo → files at its own addresses.
import type { Hono } from 'hono';
import type { Site } from '../../feed/types.ts';
import { OWN_CSS, ownCss, ownLogo } from '../../site/brand.ts';
import { createDocument } from '../../store/document.ts';
import { respond } from '../respond.ts';
import { createRoutes } from '../router.ts';

/** Seconds that the files are fresh: as long as those of `public/`. */
const MAX_AGE = 3600;
/** A picture runs nothing, also where it is opened by itself. */
const HEADERS = { 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'" };

/** The addresses that `ownFiles` lists. */
export function brandRoutes(site: Site): Hono {
  const routes = createRoutes();
  const css = ownCss(site);
  if (css) file(OWN_CSS, css, 'text/css');
  const logo = ownLogo(site);
  if (logo) {
    const bytes = Uint8Array.from(atob(logo.base64), (character) => character.charCodeAt(0));
    file(logo.address, bytes, logo.mediaType);
  }
  return routes;

  function file(address: string, content: string | Uint8Array<ArrayBuffer>, mediaType: string) {
    const document = createDocument(content, mediaType, MAX_AGE);
    // The bytes are those of the settings: they are new when the program starts.
    let lastModified = 0;
    routes.get(address, async (c) => {
      lastModified ||= Math.floor(Date.now() / 1000) * 1000;
      return respond(c.req.raw, { ...(await document), lastModified, headers: HEADERS });
    });
  }
}
