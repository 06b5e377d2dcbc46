// A site → every document that its links lead to, as a crawler without Accept-Language gets them.
import type { Request } from './home.ts';

export interface Crawled {
  status: number;
  type: string;
  body: string;
}

/** Where a crawl begins: a front page need not link to what readers and search engines look for. */
const ENTRANCES = ['/', '/robots.txt', '/sitemap.xml', '/opml.xml'];

/**
 * Follows every link from document to document, within the site.
 *
 * @param siteUrl as the documents name it
 * @param ask answers for a path and query; of a site below a path, with that path
 * @param follows whether an address, without the path of the site, belongs to the crawl
 * @returns the documents by their address below the site
 */
export async function crawl(
  siteUrl: string,
  ask: Request,
  follows: (address: string) => boolean = () => true,
): Promise<Map<string, Crawled>> {
  const site = new URL(siteUrl);
  const base = site.pathname.replace(/\/$/, '');
  const found = new Map<string, Crawled>();
  const queue = ENTRANCES.filter(follows);
  const known = new Set(queue);
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    const answer = await ask(base + address, { redirect: 'manual' });
    const type = answer.headers.get('Content-Type') ?? '';
    const text = await answer.text();
    const location = answer.headers.get('Location');
    const body = location ?? text;
    found.set(address, { status: answer.status, type, body });
    const links = location ? [location] : /html|xml|json/.test(type) ? linksIn(text) : [];
    for (const link of links) {
      const url = URL.parse(link, siteUrl + address);
      if (url?.host !== site.host) continue;
      const target = url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : null;
      // What leaves the path of the site leads somewhere else.
      const next = target === null ? null : target + url.search;
      if (next === null) throw new Error(`${address} links to ${link}, outside of ${siteUrl}`);
      if (known.has(next) || !follows(next)) continue;
      known.add(next);
      queue.push(next);
    }
  }
  return found;
}

/** What looks like a link and is none: ids of channels and items, and templates of scripts. */
const NO_LINKS =
  /<template>.*?<\/template>|<id>[^<]*<\/id>|<guid[^>]*>[^<]*<\/guid>|"id":"[^"]*"/gs;

/** Absolute URLs anywhere in a document, and references of HTML. */
function linksIn(document: string): string[] {
  const text = document.replaceAll(NO_LINKS, '');
  const urls = [...text.matchAll(/https?:\/\/[^\s"'<>\\]+/g)].map(([url]) => url);
  const isPage = text.startsWith('<!doctype html>');
  const references = isPage ? [...text.matchAll(/ (?:href|src|action)="([^"#]+)/g)] : [];
  return [...urls, ...references.map(([, reference = '']) => reference)].map((link) =>
    link.replaceAll('&amp;', '&'),
  );
}
