// One test for each fault of the package `feed` that composing puts right.
import { SaxesParser } from 'saxes';
import { describe, expect, test, vi } from 'vitest';
import { compose } from '../src/feed/compose.ts';
import type { Channel, Item } from '../src/feed/types.ts';
import { sampleChannel, sampleItem, sampleUrls } from './feed.samples.ts';

interface Made {
  channel?: Partial<Channel>;
  item?: Partial<Item>;
}

function make(format: 'rss' | 'atom', { channel, item }: Made = {}): string {
  return compose(format, sampleChannel(channel), [sampleItem(item)]);
}

function makeJson({ channel, item }: Made = {}) {
  return JSON.parse(compose('json', sampleChannel(channel), [sampleItem(item)]));
}

function wellFormed(xml: string): boolean {
  try {
    new SaxesParser({ xmlns: true }).write(xml).close();
    return true;
  } catch {
    return false;
  }
}

describe('text', () => {
  test.each(['rss', 'atom'] as const)('illegal XML characters made %s unreadable', (format) => {
    const title = 'Port\u0000 \u001breopens\ud800\uffff';
    const xml = make(format, { item: { title, html: title, summary: title }, channel: { title } });
    expect(wellFormed(xml)).toBe(true);
    expect(xml).toContain('Port reopens<');
  });

  test.each(['rss', 'atom'] as const)('a second "]]>" made %s unreadable', (format) => {
    const html = '<pre>a[b[0]]>1 && a[b[1]]>2</pre>';
    const xml = make(format, { item: { title: html, html, source: { title: html } } });
    expect(wellFormed(xml)).toBe(true);
    expect(xml).toContain('a[b[1]]&gt;2');
  });

  test.each(['rss', 'atom'] as const)('"<" in a source made %s unreadable', (format) => {
    expect(wellFormed(make(format, { item: { source: { title: 'A <b> "c"' } } }))).toBe(true);
  });

  test.each(['rss', 'atom'] as const)('"&amp;" in %s text lost its "amp;"', (format) => {
    const xml = make(format, { channel: { title: 'How to write &amp;' } });
    expect(xml).toContain('How to write &amp;amp;<');
  });

  test('Atom titles were type="html" around plain text', () => {
    const xml = make('atom', { item: { title: 'Is 1 <b 2?', summary: '<i> & you' } });
    expect(xml).toContain('<title type="text">Is 1 &lt;b 2?</title>');
    expect(xml).toContain('<summary type="text">&lt;i&gt; &amp; you</summary>');
  });

  test('RSS descriptions showed plain text as HTML', () => {
    const xml = make('rss', { item: { summary: 'Is 1 <b 2?' } });
    expect(xml).toContain('<description>Is 1 &amp;lt;b 2?</description>');
  });

  test.each(['rss', 'atom'] as const)('%s was pretty-printed', (format) => {
    const lines = make(format).split('\n');
    expect(lines).toEqual([expect.stringMatching(/^<\?xml /), expect.any(String), '']);
    expect(lines[1]).not.toMatch(/>\s+</);
  });
});

describe('links', () => {
  test.each(['rss', 'atom', 'json'] as const)('one relative link lost all of %s', (format) => {
    const broken = sampleItem({
      id: 'not a URL',
      url: '/a/1.html',
      image: { url: 'a.png', type: 'image/png', alt: '' },
      enclosures: [{ url: '//', type: 'audio/mpeg' }],
      source: { title: 'Harbour Post', feedUrl: 'feed.xml' },
    });
    const document = compose(format, sampleChannel(), [broken, sampleItem({ title: 'Next' })]);
    expect(document).toContain('not a URL');
    expect(document).toContain('The port reopened.');
    expect(document).toContain('Next');
    expect(document).not.toContain('a/1.html');
    expect(document).not.toContain('a.png');
  });

  test('an Atom entry whose link is left out has content instead (RFC 4287 §4.1.2)', () => {
    const { html: _, ...summary } = sampleItem({ url: '/a/1.html' });
    expect(compose('atom', sampleChannel(), [summary])).toContain(
      '<content type="text">The port reopened.</content>',
    );
  });

  test('there was no link to the other formats in Atom', () => {
    const atom = make('atom');
    for (const [format, { file, type }] of Object.entries({
      atom: { file: 'atom.xml', type: 'application/atom+xml' },
      json: { file: 'feed.json', type: 'application/feed+json' },
      rss: { file: 'feed.xml', type: 'application/rss+xml' },
    })) {
      const rel = format === 'atom' ? 'self' : 'alternate';
      const href = `https://broadsheet.example/${file}`;
      expect(atom).toMatch(tag('link', { rel, type, href }));
    }
    expect(atom).toMatch(
      tag('link', { rel: 'alternate', type: 'text/html', href: 'https://broadsheet.example/' }),
    );
  });

  test('readers of RSS took its links to the other formats for the website', () => {
    expect(make('rss')).toMatch(
      tag('atom:link', {
        rel: 'self',
        type: 'application/rss+xml',
        href: 'https://broadsheet.example/feed.xml',
      }),
    );
    expect(make('rss')).not.toContain('"alternate"');
  });

  test('there were no links between archive documents (RFC 5005)', () => {
    const channel = {
      urls: sampleUrls('archive/2/'),
      history: {
        current: sampleUrls(''),
        previous: sampleUrls('archive/1/'),
      },
    };
    const hrefs = { current: '', 'prev-archive': 'archive/1/' };
    for (const [rel, path] of Object.entries(hrefs)) {
      const { rss, atom } = sampleUrls(path);
      expect(make('rss', { channel })).toMatch(tag('atom:link', { rel, href: rss }));
      expect(make('atom', { channel })).toMatch(tag('link', { rel, href: atom }));
    }
    expect(make('rss', { channel })).toContain('<fh:archive/>');
    expect(make('atom', { channel })).toContain('<fh:archive/>');
    expect(make('atom', { channel: { complete: true } })).toContain('<fh:complete/>');
    expect(make('atom')).not.toMatch(/<fh:|archive"/);
  });
});

describe('media and people', () => {
  const picture = { url: 'https://img.example/show?id=1', type: 'image/webp', alt: 'A ship' };

  test('an image type was guessed from the ending of the URL', () => {
    expect(make('rss', { item: { image: picture } })).toContain(
      '<media:content url="https://img.example/show?id=1" medium="image" type="image/webp">' +
        '<media:description type="plain">A ship</media:description></media:content>',
    );
    const unknown = { ...picture, type: null, alt: '' };
    expect(make('rss', { item: { image: unknown } })).toContain(
      '<media:content url="https://img.example/show?id=1" medium="image"/>',
    );
  });

  test('RSS had an enclosure for an image, and none for audio', () => {
    expect(make('rss', { item: { image: picture } })).not.toContain('<enclosure');
    const enclosures = [
      { url: 'https://media.example/1.m3u8', type: 'application/vnd.apple.mpegurl' },
      { url: 'https://media.example/1.mp3', type: 'audio/mpeg' },
      { url: 'https://media.example/2.mp4', type: 'video/mp4' },
    ];
    const xml = make('rss', { item: { image: picture, enclosures } });
    expect(xml.match(/<enclosure .*?>/g)).toEqual([
      '<enclosure url="https://media.example/1.mp3" length="0" type="audio/mpeg"/>',
    ]);
    expect(xml).toContain(
      '<media:content url="https://media.example/1.mp3" medium="audio" type="audio/mpeg"/>',
    );
  });

  test.each(['rss', 'atom'] as const)('%s did not say how large the picture is', (format) => {
    const image = { ...picture, width: 1280, height: 720 };
    const sized = 'url="https://img.example/show?id=1" width="1280" height="720"';
    expect(make(format, { item: { image } })).toContain(`<media:thumbnail ${sized}/>`);
    expect(make(format, { item: { image: picture } })).toContain(
      '<media:thumbnail url="https://img.example/show?id=1"/>',
    );
  });

  test('Atom offered the lead image for download', () => {
    const enclosures = [{ url: 'https://media.example/1', type: 'audio/mpeg' }];
    const xml = make('atom', { item: { image: picture, enclosures } });
    expect(xml).toContain('<media:thumbnail url="https://img.example/show?id=1"/>');
    expect(xml.match(/rel="enclosure"/g)).toHaveLength(1);
    expect(xml).toContain(
      '<link rel="enclosure" type="audio/mpeg" href="https://media.example/1"/>',
    );
  });

  test('RSS <author> held a name without an e-mail address', () => {
    expect(make('rss')).toContain('<dc:creator>Harbour Post</dc:creator>');
    expect(make('rss')).not.toContain('<author>');
  });
});

describe('language and dates', () => {
  test('there was no xml:lang', () => {
    expect(make('atom')).toMatch(/<feed [^>]*xml:lang="en">.*<entry>/);
    expect(make('atom', { item: { language: 'zh-Hans' } })).toContain('<entry xml:lang="zh-Hans">');
    expect(make('rss', { item: { language: 'zh-Hans' } })).toContain('<item xml:lang="zh-Hans">');
    expect(make('rss')).toContain('<language>en</language>');
  });

  test.each(['rss', 'atom', 'json'] as const)(
    '%s read the clock where it had no date',
    (format) => {
      const channel = sampleChannel({ updated: 0 });
      vi.useFakeTimers({ now: Date.UTC(2040, 1, 29) });
      const document = compose(format, channel, []);
      vi.useRealTimers();
      expect(document).not.toContain('2040');
      expect(document).toBe(compose(format, channel, []));
    },
  );

  test('dates are UTC: RFC 822 in RSS, RFC 3339 with Z in Atom', () => {
    expect(make('rss')).toContain('<pubDate>Wed, 31 Jan 2024 18:39:04 GMT</pubDate>');
    expect(make('rss')).toContain('<lastBuildDate>Wed, 31 Jan 2024 18:39:04 GMT</lastBuildDate>');
    expect(make('rss')).not.toContain('atom:updated');
    const item = { updated: Date.UTC(2024, 1, 1) };
    expect(make('rss', { item })).toContain('<atom:updated>2024-02-01T00:00:00.000Z<');
    expect(make('atom', { item })).toContain('<updated>2024-02-01T00:00:00.000Z<');
    expect(make('atom', { item })).toContain('<published>2024-01-31T18:39:04.000Z<');
  });
});

test('JSON Feed was 1.0: no authors, language, hubs, next_url or attachments', () => {
  const feed = makeJson({
    channel: { hub: 'https://hub.example/', history: { previous: sampleUrls('archive/9/') } },
    item: {
      language: 'zh-Hans',
      enclosures: [{ url: 'https://media.example/1.mp3', type: 'audio/mpeg' }],
      externalUrl: 'https://origin.example/1',
    },
  });
  expect(feed).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    authors: [{ name: 'Broadsheet' }],
    language: 'en',
    hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
    next_url: 'https://broadsheet.example/archive/9/feed.json',
    items: [
      {
        authors: [{ name: 'Harbour Post' }],
        language: 'zh-Hans',
        tags: ['Harbour Post'],
        external_url: 'https://origin.example/1',
        attachments: [{ url: 'https://media.example/1.mp3', mime_type: 'audio/mpeg' }],
      },
    ],
  });
  expect(JSON.stringify(feed)).not.toContain('"author":');
});

test('the input was changed', () => {
  // Every sample is frozen deeply: a write would throw here, as in every test of feeds.
  const item = sampleItem({ enclosures: [{ url: 'https://media.example/1', type: 'a/b' }] });
  expect(Object.isFrozen(item.enclosures[0])).toBe(true);
  for (const format of ['rss', 'atom', 'json'] as const) {
    expect(() => compose(format, sampleChannel(), [item, item])).not.toThrow();
  }
});

/** Matches an empty element with these attributes, in any order. */
function tag(name: string, attributes: Record<string, string>): RegExp {
  const each = Object.entries(attributes).map(
    ([key, value]) => `(?=[^>]* ${key}="${value.replaceAll(/[.?+]/g, '\\$&')}")`,
  );
  return new RegExp(`<${name}${each.join('')}[^>]*/>`);
}
