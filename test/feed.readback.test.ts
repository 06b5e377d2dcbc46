// What independent parsers read back is what went in, whatever characters it holds.
import { decodeHTML } from 'entities';
import fc from 'fast-check';
import { parseFeed } from 'feedsmith';
import Parser from 'rss-parser';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { compose } from '../src/feed/compose.ts';
import type { Channel, Item } from '../src/feed/types.ts';
import { type Case, frozen, goldenCases, sampleChannel } from './feed.samples.ts';

/** The Char production of XML 1.0 §2.2, code point by code point. */
function legal(text: string): string {
  return Array.from(text)
    .filter((character) => {
      const c = character.codePointAt(0) ?? 0;
      if (c < 0x20) return c === 0x9 || c === 0xa || c === 0xd;
      return c <= 0xd7ff || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
    })
    .join('');
}

/** Where an element stands in a document, and the text straight inside of it. */
type Leaf = [path: string, text: string, attributes: Record<string, string>];

/** Reads with a strict XML parser that knows namespaces: throws if not well-formed. */
function leaves(xml: string): Leaf[] {
  const parser = new SaxesParser({ xmlns: true });
  const found: Leaf[] = [];
  const open: Leaf[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value]);
    const path = `${open.at(-1)?.[0] ?? ''}/${name}`;
    const leaf: Leaf = [path, '', Object.fromEntries(values)];
    open.push(leaf);
    found.push(leaf);
  });
  parser.on('text', (text) => {
    const leaf = open.at(-1);
    if (leaf) leaf[1] += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return found;
}

const all = (found: Leaf[], path: string) => found.filter((leaf) => leaf[0] === path);
const texts = (found: Leaf[], path: string) => all(found, path).map((leaf) => leaf[1]);

/** These two parsers trim, and drop what is empty. */
const trimmed = (text: string | undefined) => text?.trim() || undefined;
const read = (text: string | undefined) => trimmed(legal(text ?? ''));
const link = (url: string) => {
  const parsed = URL.parse(legal(url));
  return parsed?.protocol.startsWith('http') ? parsed.href : undefined;
};
const date = (time: number) => new Date(time).toISOString();
const second = (time: number) => new Date(Math.floor(time / 1000) * 1000).toISOString();

async function checkRss({ channel, items }: Case) {
  const document = compose('rss', channel, items);
  const strict = leaves(document);
  expect(texts(strict, '/rss/channel/title')).toEqual([legal(channel.title)]);
  expect(texts(strict, '/rss/channel/description')).toEqual([legal(channel.description)]);
  expect(texts(strict, '/rss/channel/language')).toEqual([legal(channel.language)]);
  expect(texts(strict, '/rss/channel/item/title')).toEqual(items.map(({ title }) => legal(title)));
  expect(texts(strict, '/rss/channel/item/guid')).toEqual(items.map(({ id }) => legal(id)));
  expect(texts(strict, '/rss/channel/item/content:encoded')).toEqual(
    items.map(({ html }) => legal(html ?? '')).filter((html) => html),
  );
  expect(texts(strict, '/rss/channel/item/description').map((html) => decodeHTML(html))).toEqual(
    items.map(summaryOf).filter((summary) => summary),
  );
  expect(texts(strict, '/rss/channel/item/media:content/media:description')).toEqual(
    items.map(({ image }) => (image && link(image.url) ? legal(image.alt) : '')).filter(Boolean),
  );

  const smith = parseFeed(document);
  if (smith.format !== 'rss') throw new Error(`read as ${smith.format}`);
  const smithItems = smith.feed.items ?? [];
  expect(trimmed(smith.feed.title)).toBe(read(channel.title));
  expect(smithItems.map((item) => item.guid?.value)).toEqual(items.map(({ id }) => read(id)));

  const plain = await new Parser().parseString(document);
  expect(plain.feedUrl).toBe(channel.urls.rss);
  expect(plain.items.length).toBe(items.length);
  for (const [index, item] of items.entries()) {
    const parsed = plain.items[index];
    expect(trimmed(parsed?.title)).toBe(read(item.title));
    expect(trimmed(parsed?.link)).toBe(link(item.url));
    expect(trimmed(parsed?.guid)).toBe(read(item.id));
    expect(trimmed(parsed?.creator)).toBe(read(item.source.title));
    expect(trimmed(parsed?.['content:encoded'])).toBe(read(item.html));
    expect(parsed?.isoDate).toBe(second(item.published));
    expect(trimmed(smithItems[index]?.title)).toBe(read(item.title));
    expect(trimmed(smithItems[index]?.content?.encoded)).toBe(read(item.html));
    expect(trimmed(smithItems[index]?.link)).toBe(link(item.url));
  }
}

/** An item without a body and a summary has its title for one. */
function summaryOf({ summary, html, title }: Item): string {
  return legal(summary) || (legal(html ?? '') ? '' : legal(title));
}

/** The name of its source, and what else it is filed under, each once. */
function categoriesOf({ source, categories = [] }: Item): string[] {
  return [...new Set([source.title, ...categories].map(legal))].filter((name) => name !== '');
}

async function checkAtom({ channel, items }: Case) {
  const document = compose('atom', channel, items);
  const strict = leaves(document);
  expect(texts(strict, '/feed/id')).toEqual([legal(channel.id)]);
  expect(texts(strict, '/feed/title')).toEqual([legal(channel.title)]);
  expect(texts(strict, '/feed/author/name')).toEqual([legal(channel.author)]);
  expect(texts(strict, '/feed/entry/id')).toEqual(items.map(({ id }) => legal(id)));
  expect(texts(strict, '/feed/entry/title')).toEqual(items.map(({ title }) => legal(title)));
  expect(texts(strict, '/feed/entry/published')).toEqual(items.map((item) => date(item.published)));
  expect(texts(strict, '/feed/entry/updated')).toEqual(items.map((item) => date(item.updated)));
  expect(texts(strict, '/feed/entry/summary')).toEqual(
    items.map(summaryOf).filter((summary) => summary),
  );
  expect(all(strict, '/feed/entry/category').map(([, , { term }]) => term)).toEqual(
    items.flatMap(categoriesOf),
  );

  const smith = parseFeed(document);
  if (smith.format !== 'atom') throw new Error(`read as ${smith.format}`);
  const plain = await new Parser().parseString(document);
  expect(plain.feedUrl).toBe(channel.urls.atom);
  expect(plain.items.length).toBe(items.length);
  for (const [index, item] of items.entries()) {
    const entry = smith.feed.entries?.[index];
    expect(trimmed(entry?.title?.value)).toBe(read(item.title));
    expect(entry?.links?.find(({ rel }) => rel === 'alternate')?.href).toBe(link(item.url));
    if (read(item.html)) expect(trimmed(entry?.content?.value)).toBe(read(item.html));
    expect(trimmed(plain.items[index]?.title)).toBe(read(item.title));
    expect(plain.items[index]?.isoDate).toBe(date(item.published));
    if (read(item.html)) expect(trimmed(plain.items[index]?.content)).toBe(read(item.html));
  }
}

function checkJson({ channel, items }: Case) {
  const document = compose('json', channel, items);
  const feed = JSON.parse(document);
  expect(feed.title).toBe(legal(channel.title));
  expect(feed.items.map(({ id }: Item) => id)).toEqual(items.map(({ id }) => legal(id)));
  const smith = parseFeed(document);
  if (smith.format !== 'json') throw new Error(`read as ${smith.format}`);
  for (const [index, item] of items.entries()) {
    const parsed = feed.items[index];
    expect(parsed.title).toBe(legal(item.title));
    expect(parsed.url).toBe(link(item.url));
    expect(parsed.content_html ?? '').toBe(legal(item.html ?? ''));
    expect(typeof (parsed.content_html ?? parsed.content_text)).toBe('string');
    expect(parsed.date_published).toBe(date(item.published));
    expect(parsed.date_modified).toBe(date(item.updated));
    expect(trimmed(smith.feed.items?.[index]?.title)).toBe(read(item.title));
  }
}

const CHECKS = [
  ['rss', checkRss],
  ['atom', checkAtom],
  ['json', checkJson],
] as const;

/** Any UTF-16 at all, with the sequences that break writers mixed in. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ']]>',
        '&amp;lt;',
        '&amp;',
        '&#0;',
        '<b>',
        '"',
        "'",
        '\r\n',
        '\t',
        '\0',
        '\ud800',
      ),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
/** As the archive promises: no article without a title. (rss-parser gives objects for blanks.) */
const named = hostile.map((text) => `x${text}`);
const url = fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), hostile);
const time = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
const language = fc.oneof(fc.constantFrom('en', 'zh-Hans'), hostile);

const item: fc.Arbitrary<Item> = fc.record(
  {
    id: named,
    title: named,
    url,
    externalUrl: url,
    published: time,
    updated: time,
    html: hostile,
    summary: hostile,
    image: fc.option(
      fc.record({ url, type: fc.option(hostile), alt: hostile }) as fc.Arbitrary<
        NonNullable<Item['image']>
      >,
    ),
    enclosures: fc.array(fc.record({ url, type: hostile }), { maxLength: 2 }),
    language,
    source: fc.record(
      { title: hostile, feedUrl: url, atomUrl: url, feedId: hostile },
      { requiredKeys: ['title'] },
    ),
  },
  {
    requiredKeys: [
      ...(['id', 'title', 'url', 'published', 'updated', 'summary'] as const),
      ...(['image', 'enclosures', 'language', 'source'] as const),
    ],
  },
);
const channel: fc.Arbitrary<Channel> = fc
  .record({
    id: hostile,
    title: hostile,
    description: hostile,
    language,
    author: hostile,
    copyright: hostile,
    contact: hostile,
    stylesheet: url,
    icon: url,
    hub: url,
    updated: time,
  })
  .map((fields) => sampleChannel(fields));

describe.each(CHECKS)('%s', (_format, check) => {
  test.each(goldenCases())('golden case %s reads back', async (_name, golden) => {
    await check(golden);
  });

  test('anything at all reads back', async () => {
    await fc.assert(
      fc.asyncProperty(channel, fc.array(item, { maxLength: 3 }), async (head, items) => {
        await check({ channel: head, items: frozen(items) });
      }),
      { numRuns: 150 },
    );
  });
});
