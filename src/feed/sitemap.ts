// URLs of pages → sitemaps (sitemaps.org/protocol.html).
import { writeXml } from './xml.ts';

const NAMESPACE = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' };

/** A page, and when it last changed (epoch milliseconds) where that is known. */
export interface SitemapPage {
  url: string;
  updated?: number;
}

/** @param pages at most 50,000, of absolute URLs */
export function composeSitemap(pages: SitemapPage[]): string {
  const url = pages.map(({ url, updated }) => ({
    loc: url,
    lastmod: updated === undefined ? undefined : new Date(updated).toISOString(),
  }));
  return writeXml('urlset', { _attributes: NAMESPACE, url });
}

/** @param urls of the sitemaps that it names, absolute */
export function composeSitemapIndex(urls: string[]): string {
  return writeXml('sitemapindex', {
    _attributes: NAMESPACE,
    sitemap: urls.map((loc) => ({ loc })),
  });
}
