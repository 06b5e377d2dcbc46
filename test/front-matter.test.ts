// Files with YAML front matter → articles, drafts left out, or what is wrong and where.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CompiledArticle, parseArticle } from '../src/article/article.ts';
import { sha256 } from '../src/article/digest.ts';
import { frontMatter } from '../src/article/front-matter.ts';
import { articleId } from '../src/article/identity.ts';

const NOW = Date.UTC(2024, 1, 1);
const TITLED = '---\ntitle: t\ndate: 2024-01-31\n';

const read = (text: string, path = 'a.md') => frontMatter.read(text, path, NOW);
const compiled = async (path: string, text: string) => {
  const options = { now: NOW, language: 'en', digest: sha256 };
  const result = await parseArticle(path, new TextEncoder().encode(text), options);
  return (result as CompiledArticle).article;
};
const fixture = (path: string) =>
  compiled(path, readFileSync(`test/fixtures/front-matter/${path}`, 'utf8'));

describe('what the generators write', () => {
  test('Jekyll: the date in the name, Liquid, a table', async () => {
    const url = 'https://harbour.example/2024/port';
    expect(await fixture('_posts/2024-01-31-the-port-reopens.md')).toMatchObject({
      id: await articleId(url),
      source: '_posts',
      title: 'The port reopens: what changes',
      url,
      published: Date.UTC(2024, 0, 31),
      html: expect.stringMatching(
        /^<p>The port reopens on <strong>Monday<\/strong>\.<\/p>.*<code>\{% include %\}<\/code>.*<td>Aida<\/td>/s,
      ),
      language: 'en',
    });
    const { html } = await fixture('_posts/2024-01-31-the-port-reopens.md');
    expect(html).not.toContain('figure.html');
  });

  test('Hugo: a path of its website as url, a person with fields, a shortcode', async () => {
    const article = await fixture('content/posts/strike.md');
    expect(article).toMatchObject({
      source: 'content',
      url: '/content/posts/strike.md',
      published: Date.UTC(2024, 0, 31, 10, 39, 4),
      image: { url: 'https://images.example/airport.jpg', alt: 'Ein Flughafen' },
      language: 'de',
    });
    expect(article.html).not.toContain('youtube');
  });

  test('Eleventy: HTML, which is no Markdown', async () => {
    expect(await fixture('posts/rice.html')).toMatchObject({
      url: 'https://rice.example/why?utm_source=feed',
      html: expect.stringMatching(/<em>again<\/em>.*<p>\* not a list<\/p>/s),
      language: 'en',
    });
  });

  test('Astro: its date, no language told', async () => {
    expect(await fixture('blog/first-post.md')).toMatchObject({
      title: 'First post',
      published: Date.UTC(2022, 6, 8),
      html: expect.stringContaining('<blockquote>'),
    });
  });

  test('Obsidian: links to notes stay as text, pictures of the vault go', async () => {
    expect(await fixture('notes/笔记.md')).toMatchObject({
      url: '/notes/笔记.md',
      published: Date.UTC(2024, 0, 31, 18, 39),
      html: '<p>参见 那个港口 和 船。</p>',
      language: 'zh-Hans',
    });
  });
});

test('without a link, the path is the identity: neither title, date, text nor case count', async () => {
  const article = await compiled('a/1.md', `${TITLED}---\ntext`);
  const other = await compiled('a/1.md', '---\ntitle: u\ndate: 2024-01-30\nurl: /u/\n---\nother');
  expect(other.id).toBe(article.id);
  expect((await compiled('a/2.md', `${TITLED}---\ntext`)).id).not.toBe(article.id);
  expect((await compiled('Cafe\u0301.md', `${TITLED}---`)).id).toBe(
    (await compiled('Café.md', `${TITLED}---`)).id,
  );
  expect(await articleId('https://example.org/a/1.md')).not.toBe(article.id);
});

test('without a link and a folder, the source is called archive', async () => {
  expect((await compiled('1.md', `${TITLED}---\ntext`)).source).toBe('archive');
});

test('hostile Markdown becomes clean HTML', async () => {
  const body =
    '[x](javascript:alert(1)) <script>alert(1)</script> ![](data:text/html,x)\n\n<img onerror=x src=//e.example/1.png>';
  const { html } = await compiled('a/1.md', `${TITLED}---\n${body}`);
  expect(html).not.toMatch(/<script|(href|src)="(?!https:)|onerror/i);
});

test.each([
  ['2024-01-31', '2024-01-31T00:00:00.000Z'],
  ['2024-1-3', '2024-01-03T00:00:00.000Z'],
  ['20240131', '2024-01-31T00:00:00.000Z'],
  ['2024-W05-3', '2024-01-31T00:00:00.000Z'],
  ['2024-031', '2024-01-31T00:00:00.000Z'],
  ['2024-01-31T10:00', '2024-01-31T10:00:00.000Z'],
  ['2024-01-31 10:00:00', '2024-01-31T10:00:00.000Z'],
  ['2024-01-31 10:00:00 +0800', '2024-01-31T02:00:00.000Z'],
  ['2024-01-31T10:00:00.123+08:00', '2024-01-31T02:00:00.123Z'],
  ['2024-01-31T10:00:00Z', '2024-01-31T10:00:00.000Z'],
  ['20240131T100000Z', '2024-01-31T10:00:00.000Z'],
  ['2001-12-14t21:59:43.10-05:00', '2001-12-15T02:59:43.100Z'],
  ['2001-12-14 21:59:43.10 -5', '2001-12-15T02:59:43.100Z'],
  ['2001-12-15 2:59:43.10', '2001-12-15T02:59:43.100Z'],
  ['Jul 08 2022', '2022-07-08T00:00:00.000Z'],
  ['July 8, 2022', '2022-07-08T00:00:00.000Z'],
  ['Thu, 02 Jul 2020 18:28:24 +0000', '2020-07-02T18:28:24.000Z'],
])('the date %s', async (date, iso) => {
  for (const written of [date, `"${date}"`]) {
    const header = await read(`---\ntitle: t\ndate: ${written}\n---\n`);
    expect(header).toMatchObject({ published: Date.parse(iso) });
  }
});

test.each([
  ['line ends of Windows', `${TITLED}---\ntext`.replaceAll('\n', '\r\n'), { title: 't' }],
  ['an end of three dots', `${TITLED}...\ntext`, { title: 't', body: '<p>text</p>\n' }],
  ['no body', `${TITLED}---`, { body: '' }],
  ['dashes in the body', `${TITLED}---\n\n---\n`, { body: '<hr>\n' }],
  [
    'a title that looks like a number',
    `${TITLED.replace('title: t', 'title: 007')}---`,
    { title: '007' },
  ],
  ['a title of several lines', `${TITLED.replace('t\n', '>\n  a\n  b\n')}---`, { title: 'a b' }],
  [
    'the first of several links',
    `${TITLED}link: null\ncanonical: https://e.example/1\n---`,
    { url: 'https://e.example/1' },
  ],
  [
    'authors',
    `${TITLED}authors: [A, "[[b|B]]", {name: C}, "", ${'x'.repeat(201)}]\n---`,
    { authors: ['A', 'B', 'C'] },
  ],
  [
    'tags and categories',
    `${TITLED}tags: ["#harbour", trade, ""]\ncategories: [News, trade]\n---`,
    { categories: ['News', 'trade', 'harbour'] },
  ],
  [
    'tags between commas',
    `${TITLED}tags: food, slow travel\n---`,
    { categories: ['food', 'slow travel'] },
  ],
  [
    'categories between blanks',
    `${TITLED}categories: jekyll  update\n---`,
    { categories: ['jekyll', 'update'] },
  ],
  [
    'one category, and tags of which some are nothing',
    `${TITLED}category: Slow travel\ntags:\n  - a\n  -\n  - ~\n  - {x: y}\n---`,
    { categories: ['Slow travel', 'a'] },
  ],
  ['Traditional Chinese by its country', `${TITLED}lang: zh-TW\n---`, { language: 'zh-Hant' }],
  ['another language with its country', `${TITLED}lang: pt_BR\n---`, { language: 'pt-BR' }],
  ['published: false is a draft', `${TITLED}published: false\n---`, { severity: 'notice' }],
  [
    'a draft without a date is only a draft',
    '---\ndraft: true\n---',
    { severity: 'notice', line: 2 },
  ],
])('%s', async (_, text, header) => {
  expect(await read(text)).toMatchObject(header);
});

test.each([
  ['TOML', '+++\ntitle = "t"\n+++\n', 1, 'the front matter is TOML; expected YAML'],
  ['no end', `${TITLED}text`, 1, 'the front matter does not end'],
  ['an end that is too far', `${TITLED}# ${'x'.repeat(70_000)}\n---\n`, 1, 'does not end'],
  ['not YAML', '---\ndate: 2024-01-31\ntitle: a: b\n---\n', 3, 'this is not YAML ('],
  ['a key twice', '---\ntitle: a\ntitle: b\n---\n', 3, 'this is not YAML ('],
  ['a list', '---\n- a\n---\n', 2, 'this is not YAML (no mapping)'],
  ['nothing', '---\n---\n', 2, 'this is not YAML (no mapping)'],
  ['too deep', `---\na: ${'['.repeat(30_000)}\n---\n`, 2, 'this is not YAML ('],
  ['no title', '---\ndate: 2024-01-31\n---\n', 2, 'there is no title'],
  ['an empty title', '---\ndate: 2024-01-31\ntitle: ""\n---\n', 3, 'there is no title'],
  ['no date', '---\ntitle: t\n---\n', 1, 'there is no publication date; expected date: 2024-01-31'],
  ['no such day', '---\ntitle: t\ndate: 2024-02-30\n---\n', 3, 'date “2024-02-30” is no date'],
  ['a word for a date', '---\ntitle: t\ndate: today\n---\n', 3, 'date “today” is no date'],
  ['a date too far ahead', '---\ntitle: t\ndate: 2024-02-03\n---\n', 3, 'out of range'],
  [
    'a link without a scheme',
    `${TITLED}link: e.example/1\n---\n`,
    4,
    '“e.example/1” is not an absolute http(s) URL',
  ],
  [
    'another scheme',
    `${TITLED}url: javascript:alert(1)\n---\n`,
    4,
    'is not an absolute http(s) URL',
  ],
  ['no language', `${TITLED}lang: "?"\n---\n`, 4, '“?” is no BCP 47 language tag'],
])('rejected: %s', async (_, text, line, message) => {
  expect(await read(text)).toEqual({ line, message: expect.stringContaining(message) });
  expect(await read(text)).toMatchObject({ message: expect.stringContaining('; expected ') });
});

test('more aliases than a person writes are refused', async () => {
  const line = (name: string, of: string) => `${name}: &${name} [${`*${of},`.repeat(10)}]`;
  const bomb = ['a: &a [x]', line('b', 'a'), line('c', 'b'), line('d', 'c'), line('e', 'd')];
  expect(await read(`---\n${bomb.join('\n')}\n---\n`)).toMatchObject({ line: 2 });
});
