// Article file → Article, or the problem that rejects it; and problems as lines.
import { describe, expect, test } from 'vitest';
import { type CompiledArticle, parseArticle, sourceOf } from '../src/article/article.ts';
import { sha256 } from '../src/article/digest.ts';
import { articleId } from '../src/article/identity.ts';
import { formatProblem, type Problem } from '../src/article/problem.ts';
import { MAX_FILE_BYTES } from '../src/article/types.ts';

const CIRCUMSTANCES = { now: Date.UTC(2024, 1, 1), language: 'en', digest: sha256 };
const URL = 'https://news.example/a/1.html';
const BODY = '\n<p>港口星期一重新开放，记者说。</p><img src="/1.png" alt="港口">\n';

const file = (body = BODY, link = `[港口](${URL})`) =>
  `<!--1706726344000-->\n${link}\n------\n${body}`;
const bytes = (text: string) => new TextEncoder().encode(text);
const compile = (content: string | Uint8Array, path = '美国之音/1.md') =>
  parseArticle(path, typeof content === 'string' ? bytes(content) : content, CIRCUMSTANCES);
const compiled = async (text: string, path?: string) =>
  ((await compile(text, path)) as CompiledArticle).article;
const problem = async (content: string | Uint8Array, path?: string) =>
  ((await compile(content, path)) as { problem: Problem }).problem;

test('a file becomes an article with all that is known of it', async () => {
  expect(await compile(file())).toEqual({
    article: {
      id: await articleId(URL),
      source: '美国之音',
      title: '港口',
      authors: [],
      categories: [],
      url: URL,
      published: 1706726344000,
      html: expect.stringContaining('<p>港口星期一重新开放，记者说。</p>'),
      summary: '港口星期一重新开放，记者说。',
      image: { url: 'https://news.example/1.png', type: 'image/png', alt: '港口' },
      enclosures: [],
      language: 'zh-Hans',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    sourceTitle: '美国之音',
    body: BODY,
    removed: [],
    rules: [],
  });
});

test('an article without a body is its title and link', async () => {
  expect(await compiled(file('', `[Port reopens](${URL})`))).toMatchObject({
    title: 'Port reopens',
    html: '',
    summary: 'Port reopens',
    image: null,
    language: 'en',
  });
});

test('the language is told from the title where the body does not', async () => {
  expect((await compiled(file('<p>1234</p>', `[國際新聞](${URL})`))).language).toBe('zh-Hant');
});

test('the version is the same for the same content, and only for that', async () => {
  const { hash } = await compiled(file());
  expect((await compiled(file(), '美国之音/renamed.txt')).hash).toBe(hash);
  expect((await compiled(`\uFEFF${file().replaceAll('\n', '\r\n')}`)).hash).toBe(hash);
  const others = [
    await compiled(file(), 'voa/1.md'),
    await compiled(file(BODY, `[港口！](${URL})`)),
    await compiled(file(BODY, `[港口](${URL}?a)`)),
    await compiled(file(`${BODY}<p>完</p>`)),
    await compiled(file().replace('1706726344000', '1706726345000')),
  ];
  expect(new Set([hash, ...others.map((article) => article.hash)]).size).toBe(6);
});

test('a link keeps the scheme and query it has; the identity does not depend on them', async () => {
  const article = await compiled(file(BODY, '[t](HTTP://News.example/中文?utm_source=rss#a)'));
  expect(article.url).toBe('http://news.example/%E4%B8%AD%E6%96%87?utm_source=rss#a');
  expect(article.id).toBe(await articleId('https://news.example/中文'));
});

describe('rejected files', () => {
  test.each([
    ['in the first line', [0xff], 1],
    ['in the third line', [0x61, 10, 10, 0x62, 0xc3, 10, 0x63], 3],
    ['cut off in a character', [0x61, 10, 0xe4, 0xb8], 2],
    ['a surrogate', [0xed, 0xa0, 0x80], 1],
    ['UTF-16', [0xff, 0xfe, 0x3c, 0], 1],
  ])('not UTF-8: %s', async (_, octets, line) => {
    expect(await problem(Uint8Array.from(octets))).toEqual({
      path: '美国之音/1.md',
      line,
      severity: 'error',
      message: 'the file is not UTF-8; expected UTF-8 text',
    });
  });

  test('larger than 5 MB; exactly 5 MB is accepted', async () => {
    const full = bytes(file());
    const padded = new Uint8Array(MAX_FILE_BYTES + 1).fill(0x20);
    padded.set(full);
    expect(await problem(padded)).toMatchObject({
      line: 0,
      message: 'the file has 5000001 bytes; expected at most 5000000',
    });
    expect(await compile(padded.subarray(0, MAX_FILE_BYTES))).toHaveProperty('article.title');
  });

  test('a fault of the header, with its line', async () => {
    expect(await problem('\n\n<!--NaN-->\n')).toMatchObject({
      path: '美国之音/1.md',
      line: 3,
      severity: 'error',
      message: expect.stringContaining('is not a number; expected'),
    });
  });
});

test.each([
  ['BBC/1.md', 'bbc', 'BBC'],
  ['bbc/2020/1.md', 'bbc', 'bbc'],
  ['美国之音/1.md', '美国之音', '美国之音'],
  ['Cafe\u0301 /1.md', 'café', 'Café'],
  ['1.md', 'news.example', 'news.example'],
  ['www.news.example/1.md', 'www.news.example', 'news.example'],
])('the source of %s is %s', (path, key, title) => {
  expect(sourceOf(path, 'https://News.example/1')).toEqual({ key, title });
});

describe('a problem is one line', () => {
  const line = (path: string, change: Partial<Problem> = {}) =>
    formatProblem({
      path,
      line: 2,
      severity: 'error',
      message: 'wrong; expected right',
      ...change,
    });

  test.each([
    ['a/1.md', 'a/1.md:2: wrong; expected right'],
    ['a/“x” "y" \'z\' | ｜ \\n .md', 'a/“x” "y" \'z\' | ｜ \\n .md:2: wrong; expected right'],
    ['a/x\n\n.md', 'a/x\\n\\n.md:2: wrong; expected right'],
    ['a/x\r\t\u001b[31m.md', 'a/x\\u{d}\\u{9}\\u{1b}[31m.md:2: wrong; expected right'],
    ['a/\u202ex\u2028.md ', 'a/\\u{202e}x\\u{2028}.md :2: wrong; expected right'],
    ['a/🙂.md', 'a/🙂.md:2: wrong; expected right'],
  ])('%j', (path, expected) => {
    expect(line(path)).toBe(expected);
  });

  test('a problem of the file as a whole has no line; a notice says so', () => {
    expect(line('a.md', { line: 0 })).toBe('a.md: wrong; expected right');
    expect(line('a.md', { severity: 'notice' })).toBe('a.md:2: notice: wrong; expected right');
  });

  test('the message too', () => {
    expect(line('a.md', { message: '“a\nb” is no date' })).toBe('a.md:2: “a\\nb” is no date');
  });
});
