// The generated archive: the same bytes everywhere, in the grammar and proportions of the real one.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { type ArticleFile, generateArticles, writeArchive } from './archive/generate.ts';
import { NEWSROOMS } from './archive/newsrooms.ts';

const COUNT = 4000;
const GRAMMAR =
  /^<!--(?<epoch>\d{10}000)-->\n\[(?<title>[^\n]+)\]\((?<url>https:\/\/[!-~]+)\)\n------\n\n(?<body>[^\n]+)\n$/;

const files = [...generateArticles({ count: COUNT })];
const articles = files.map((file) => ({ ...file, ...parse(file) }));

function parse({ path, text }: ArticleFile) {
  const groups = GRAMMAR.exec(text)?.groups;
  if (!groups) throw new Error(`${path} is not in the grammar: ${text.slice(0, 300)}`);
  const { epoch, title = '', url = '', body = '' } = groups;
  return { epoch: Number(epoch), title, url, body, bytes: Buffer.byteLength(body) };
}

function digest(list: Iterable<ArticleFile>): string {
  const hash = createHash('sha256');
  for (const { path, text } of list) hash.update(`${path}\n${text}`);
  return hash.digest('hex');
}

function shareOf(predicate: (article: (typeof articles)[number]) => boolean): number {
  return articles.filter(predicate).length / COUNT;
}

describe('determinism', () => {
  // Changes with every change to the generator, and only then: figures before and after it differ.
  test('the same seed gives the same bytes, on every machine', () => {
    expect(digest(generateArticles({ count: 300 }))).toBe(
      'bd7b18146c5e5ea02e86f2acde125b74ec416f8e07247d978f09bb9677767b10',
    );
  });

  test('another seed gives other articles', () => {
    const [first] = generateArticles({ count: 1, seed: 1 });
    const [other] = generateArticles({ count: 1, seed: 2 });
    expect(other?.text).not.toBe(first?.text);
  });
});

describe('writing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('the folder holds exactly what is generated', () => {
    writeArchive(join(folder, 'new'), { count: 60, seed: 3 });
    const written = readdirSync(join(folder, 'new'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const expected = [...generateArticles({ count: 60, seed: 3 })];
    expect(written.length).toBe(60);
    for (const { path, text } of expected) {
      expect(readFileSync(join(folder, 'new', path), 'utf8')).toBe(text);
    }
  });
});

describe('identity', () => {
  test('no two articles share a path, a URL or a second', () => {
    for (const key of ['path', 'url', 'epoch'] as const) {
      expect(new Set(articles.map((article) => article[key])).size, key).toBe(COUNT);
    }
  });

  test('URLs are in their normal form', () => {
    for (const { url } of articles) {
      expect(new URL(url).href).toBe(url);
    }
  });

  test('ids count down, so that a sort by name gives the newest first', () => {
    const folder = articles.filter(({ path }) => path.startsWith('rfi/'));
    const byName = folder.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    expect(byName).toEqual(folder.toSorted((a, b) => b.epoch - a.epoch));
    expect(folder.length).toBeGreaterThan(900);
  });

  test('the early years lie in Chinese folders, with the title in the name', () => {
    const early = articles.filter(({ path }) => /_.+\.md$/.test(path));
    expect(early).toEqual(articles.slice(0, COUNT / 8));
    const folders = new Set(early.map(({ path }) => path.split('/')[0]));
    expect(folders).toEqual(new Set(NEWSROOMS.map(({ name }) => name)));
    for (const { path } of articles) {
      expect(path.split('/').length).toBe(2);
      expect(Buffer.byteLength(path)).toBeLessThanOrEqual(255);
    }
  });
});

describe('proportions', () => {
  test.each(NEWSROOMS)('$abbreviation publishes its share', ({ name, abbreviation, weight }) => {
    const share = shareOf(({ path }) => [name, abbreviation].includes(path.split('/')[0] ?? ''));
    expect(Math.abs(share - weight / 4472)).toBeLessThan(0.02);
  });

  test('about forty articles a day, in order, ending on a fixed day', () => {
    const epochs = articles.map(({ epoch }) => epoch);
    expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
    const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
    expect(new Date(last).toISOString().slice(0, 10)).toBe('2025-02-14');
    expect((COUNT / (last - first)) * 86_400_000).toBeCloseTo(40, 0);
  });

  test('fewer by night in China than by day, fewer on Sundays than on Wednesdays', () => {
    const within = (list: number[], value: (date: Date) => number) =>
      shareOf(({ epoch }) => list.includes(value(new Date(epoch))));
    const night = within([18, 19, 20, 21], (date) => date.getUTCHours());
    const noon = within([4, 5, 6, 7], (date) => date.getUTCHours());
    expect(night).toBeLessThan(0.75 * noon);
    const sundays = within([0], (date) => date.getUTCDay());
    const wednesdays = within([3], (date) => date.getUTCDay());
    expect(sundays).toBeLessThan(0.85 * wednesdays);
  });

  test('bodies: a median near 3,900 bytes, a tail to 60 KB', () => {
    const sizes = articles.map(({ bytes }) => bytes).sort((a, b) => a - b);
    const at = (share: number) => sizes[Math.floor(share * (COUNT - 1))] ?? 0;
    expect(at(0)).toBeGreaterThan(300);
    expect(at(0.5)).toBeGreaterThan(3600);
    expect(at(0.5)).toBeLessThan(4300);
    expect(at(0.99)).toBeGreaterThan(20_000);
    expect(at(1)).toBeGreaterThan(40_000);
    expect(at(1)).toBeLessThan(70_000);
  });

  test('titles: 10 to 35 characters, sometimes with what a parser may stumble over', () => {
    for (const { title } of articles) {
      const letters = title.replace(/ – .*$/, '').match(/\p{Script=Han}/gu) ?? [];
      expect(letters.length, title).toBeGreaterThanOrEqual(10);
      expect(letters.length, title).toBeLessThanOrEqual(35);
    }
    for (const oddity of [/^\[[^\]]{4}] /, /^【/, /｜/, / {2}/, /\u3000/, / \| /, /&quot;/, /\//]) {
      expect(
        shareOf(({ title }) => oddity.test(title)),
        String(oddity),
      ).toBeGreaterThan(0.01);
    }
  });

  test('one article in ten is in Traditional characters', () => {
    const share = shareOf(({ title }) =>
      /[國這為個會對來時發於學過動經後與關現數將開]/.test(title),
    );
    expect(share).toBeGreaterThan(0.07);
    expect(share).toBeLessThan(0.12);
  });

  test.each([
    ['a proxied image', /src="https:\/\/images\.weserv\.nl\/?\?url=/, 0.2],
    ['a caption', /<small style="color: #999;">/, 0.15],
    ['a video', /<video /, 0.005],
    ['an iframe', /<iframe /, 0.01],
    ['a noscript twin', /<noscript><img /, 0.1],
    ['a share block', /whatsapp:\/\/send/, 0.1],
    ['an advert in glued tags', /<divclass="m-block-ad "data-tms/, 0.02],
    ['a footer of the feed proxy', /获取更多RSS/, 0.08],
    ['a tracking pixel', /width="1" height="1"/, 0.003],
  ])('%s stands in some bodies', (_, shape, least) => {
    expect(shareOf(({ body }) => shape.test(body))).toBeGreaterThan(least);
  });
});

describe('compression', () => {
  // Real 50-item feeds: gzip -6 35 %, brotli 11 29 %. Measured on repetitive text, goals lie.
  test.each([0, 1, 2])('50 articles shrink as real prose does (sample %i)', (sample) => {
    const from = COUNT - 50 * (sample + 1);
    const feed = Buffer.from(
      files
        .slice(from, from + 50)
        .map(({ text }) => text)
        .join(''),
    );
    const gzip = gzipSync(feed, { level: 6 }).length / feed.length;
    const brotli = brotliCompressSync(feed).length / feed.length;
    expect(Math.abs(gzip - 0.35)).toBeLessThan(0.03);
    expect(Math.abs(brotli - 0.29)).toBeLessThan(0.03);
  });
});
