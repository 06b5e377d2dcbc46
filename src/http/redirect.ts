// Redirect to the one address of a document or a page.
import type { Site } from '../feed/types.ts';

/** Seconds that it is kept: what an address means may change, as an alias may become a source. */
const MAX_AGE = 86_400;

/** Status and header fields, for runtimes that write answers themselves. @param address below the site */
export function redirection({ url }: Pick<Site, 'url'>, address: string) {
  const headers = { Location: url + address, 'Cache-Control': `public, max-age=${MAX_AGE}` };
  return { status: 301, headers };
}

/** The redirect as a response. */
export function redirect(site: Pick<Site, 'url'>, address: string): Response {
  return new Response(null, redirection(site, address));
}
