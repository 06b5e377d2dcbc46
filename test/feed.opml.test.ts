// OPML and sitemaps as documents: well-formed whatever the names hold.
import { parseOpml } from 'feedsmith';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { composeOpml } from '../src/feed/opml.ts';
import { composeSitemap, composeSitemapIndex } from '../src/feed/sitemap.ts';

const SITE = {
  url: 'https://broadsheet.example',
  title: 'News & <more>\u0000',
  description: '',
  language: 'en',
  timeZone: 'UTC',
  author: 'A "B" \ud800',
  items: 50,
};

/** Throws if the document is not well-formed. */
function read(xml: string): string {
  new SaxesParser({ xmlns: true }).write(xml).close();
  return xml;
}

test('names in OPML read back, without what XML cannot hold', () => {
  const source = { key: 'a&b', title: '<A>\u001b\n"B"', language: null, count: 1, newest: 0 };
  const { head, body } = parseOpml(read(composeOpml(SITE, [source], [], 0)));
  expect(head?.title).toBe('News & <more>');
  expect(head?.docs).toBe('https://opml.org/spec2.opml');
  expect(head?.ownerName).toBe('A "B"');
  const [everything, sources, daily, ...rest] = body?.outlines ?? [];
  expect(everything?.xmlUrl).toBe('https://broadsheet.example/feed.xml');
  expect(sources?.outlines?.[0]).toMatchObject({
    title: '<A>\n"B" – News & <more>',
    xmlUrl: 'https://broadsheet.example/sources/a%26b/feed.xml',
    htmlUrl: 'https://broadsheet.example/sources/a%26b/',
    language: 'en',
  });
  expect(daily?.outlines?.map(({ xmlUrl }) => xmlUrl)).toEqual([
    'https://broadsheet.example/daily/feed.xml',
    'https://broadsheet.example/sources/a%26b/daily/feed.xml',
  ]);
  expect(rest).toEqual([]);
});

test('a sitemap says when a page changed where that is known', () => {
  const url = 'https://broadsheet.example/?a=1&b=2';
  const xml = read(composeSitemap([{ url }, { url, updated: Date.UTC(2024, 0, 31) }]));
  const loc = '<loc>https://broadsheet.example/?a=1&amp;b=2</loc>';
  expect(xml).toContain(
    `<url>${loc}</url><url>${loc}<lastmod>2024-01-31T00:00:00.000Z</lastmod></url>`,
  );
  expect(read(composeSitemapIndex([url]))).toContain(`<sitemap>${loc}</sitemap>`);
});
