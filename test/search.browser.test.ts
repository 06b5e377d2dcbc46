// The search page of an export in a real browser, behind a server that knows nothing but files.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readQuery, type SearchQuery } from '../src/store/search/query.ts';
import { searchArticles } from '../src/store/search/search.ts';
import { mulberry32 } from './archive/random.ts';
import {
  axe,
  openChromium,
  openSite,
  type VisitedSite,
  type Watched,
  watchedPage,
} from './support/browser.ts';
import { temporaryFolder } from './support/command.ts';
import { article, openHome, SITE, type TestHome } from './support/home.ts';
import { generated, typedFrom, writeFiles } from './support/search-index.ts';

const HOSTILE = '<img src=x onerror=alert(1)>“渡轮”&amp;<script>alert(2)</script>';

const ARTICLES = [
  article(1, { title: HOSTILE, html: '<p>&lt;b&gt;渡轮&lt;/b&gt; 复航</p>' }),
  article(2, { title: '港口', html: '<p>新<b>渡</b>轮进港，旧船退役。</p>' }),
  article(3, { title: '码头', html: '<p>渡，轮渡。Ferries of the harbour</p>' }),
  // With both pairs of 渡轮进, and without the word.
  article(4, { title: '灯塔', html: '<p>渡轮停航。轮进了港。</p>' }),
  article(5, { title: '没有网页', html: '<p>旧船退役，有照片。</p>' }),
  ...Array.from({ length: 25 }, (_, at) => article(100 + at, { title: `灯塔${at}` })),
];
/** An article that the export has no page of. */
const LEFT_OUT = article(5);

let chrome: { browser: Browser; close(): Promise<void> };
let site: VisitedSite;
let home: TestHome;
const files = new Map<string, Uint8Array<ArrayBuffer>>();
const asked: string[] = [];
const made = await generated(40, 3);

beforeAll(async () => {
  chrome = await openChromium();
  site = await openSite(async (url) => {
    home = await openHome({ ...SITE, url, files: true });
    await home.publish([...ARTICLES, ...made], [], Date.UTC(2026, 0, 1));
    await writeFiles(home.db, files, (id) => id !== LEFT_OUT.id);
    return async (target) => {
      const [path = ''] = target.split('?');
      asked.push(path);
      const bytes = files.get(path.slice(1));
      if (bytes) return new Response(bytes, { headers: { 'Content-Type': typeOf(path) } });
      if (path.includes(LEFT_OUT.id)) return new Response('', { status: 404 });
      return home.app.request(path);
    };
  });
});
afterAll(async () => {
  await chrome?.close();
  site?.close();
});

function typeOf(path: string): string {
  return path.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}

async function visit<T>(
  path: string,
  look: (watched: Watched) => Promise<T>,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<T> {
  const context = await chrome.browser.newContext({ baseURL: site.url, ...options });
  try {
    const watched = await watchedPage(context, site.url);
    await watched.page.goto(path);
    if (options.javaScriptEnabled !== false) await settled(watched.page);
    return await look(watched);
  } finally {
    await context.close();
  }
}

/** Waits until the page shows all that it will. */
const settled = (page: Page) => page.locator('[aria-busy=false]').waitFor({ state: 'attached' });

const search = (typed: string, page = 1) =>
  `/search/?q=${encodeURIComponent(typed)}${page > 1 ? `&page=${page}` : ''}`;
const heading = (page: Page) => page.locator('h1').textContent();
const titles = (page: Page) => page.locator('.headlines h2').allTextContents();

test('finds, marks and shows text: what is hostile stays text', async () => {
  await visit(search('渡轮'), async ({ page, complaints }) => {
    expect(await heading(page)).toBe('“渡轮”：共 3 篇');
    expect(await titles(page)).toEqual([HOSTILE, '灯塔', '港口']);
    expect(await page.locator('.headlines mark').allTextContents()).toEqual([
      '渡轮',
      '渡轮',
      '渡轮',
      '渡轮',
    ]);
    expect(await page.locator('.summary').first().textContent()).toBe('<b>渡轮</b> 复航');
    expect(await page.locator('.headlines .by').first().getAttribute('href')).toBe('/sources/voa/');
    expect(await page.locator('.headlines time').first().textContent()).toBe('2024年1月1日');
    expect(await page.locator('.note').isVisible()).toBe(false);
    expect(await page.title()).toContain('渡轮');
    expect(complaints).toEqual([]);
    expect(await axe(page)).toEqual([]);
    await page.getByRole('link', { name: '港口' }).click();
    expect(await heading(page)).toBe('港口');
  });
});

test('a phrase is found by its pairs, and what has not the phrase is taken away', async () => {
  await visit(search('渡轮进'), async ({ page }) => {
    expect(await heading(page)).toContain('共 1 篇');
    expect(await titles(page)).toEqual(['港口']);
  });
});

test('an article without a page leads to its original', async () => {
  await visit(search('照片'), async ({ page }) => {
    expect(await page.locator('.headlines h2 a').getAttribute('href')).toBe(LEFT_OUT.url);
  });
});

test('further results stand on further pages', async () => {
  await visit(search('灯塔'), async ({ page, complaints }) => {
    const seen = await titles(page);
    for (const number of [2, 3]) {
      await page.getByRole('link', { name: '较早' }).click();
      await page.waitForURL(`**&page=${number}`);
      await settled(page);
      expect(await page.locator('.paging').textContent()).toContain(`第 ${number} 页`);
      seen.push(...(await titles(page)));
    }
    expect(await page.getByRole('link', { name: '较早' }).count()).toBe(0);
    expect(new Set(seen).size).toBe(26);
    expect(seen).toHaveLength(26);
    await page.getByRole('link', { name: '较新' }).click();
    await page.waitForURL('**&page=2');
    await settled(page);
    expect(await titles(page)).toEqual(seen.slice(10, 20));
    expect(complaints).toEqual([]);
  });
});

test('the index and ten results cost at most 16 requests, and the pages that are shown', async () => {
  asked.length = 0;
  await visit(search('灯塔'), async () => {
    expect(
      asked.filter((path) => path.startsWith('/search/') && path !== '/search/').length,
    ).toBeLessThan(17);
    expect(asked.filter((path) => path.startsWith('/articles/'))).toHaveLength(10);
  });
});

test.each([
  ['船票', '没有找到'],
  ['船', '请至少输入两个字'],
  ['-渡轮', '搜索'],
  [[...'abcdefghijklm'].join(' '), '最多 12 个'],
])('%s: says why nothing is found', async (typed, sentence) => {
  await visit(search(typed), async ({ page, complaints }) => {
    expect(await heading(page)).toContain(sentence);
    expect(await titles(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

test('an index that cannot be read is said', async () => {
  const index = files.get('search/index.json') as Uint8Array<ArrayBuffer>;
  files.delete('search/index.json');
  try {
    await visit(search('渡轮'), async ({ page }) => {
      expect(await heading(page)).toContain('无法读取搜索索引');
    });
  } finally {
    files.set('search/index.json', index);
  }
});

describe('where it cannot search, the page says what it needs', () => {
  const needs = '须启用 JavaScript，且网页须来自网站服务器';

  test('without script', async () => {
    await visit(
      search('渡轮'),
      async ({ page }) => expect(await page.getByText(needs).isVisible()).toBe(true),
      { javaScriptEnabled: false },
    );
  });

  test('opened as a file', async () => {
    const file = join(temporaryFolder(), 'search.html');
    writeFileSync(file, await (await home.app.request('/search/')).text());
    const page = await chrome.browser.newPage();
    await page.goto(`file://${file}?q=x`);
    expect(await page.getByText(needs).isVisible()).toBe(true);
    await page.close();
  });
});

test('40 searches show what the server finds, in its order', async () => {
  const random = mulberry32(11);
  await visit(search('渡轮'), async ({ page, complaints }) => {
    for (let compared = 0; compared < 40; ) {
      const typed = typedFrom(random, random.pick(made));
      const query = readQuery(typed);
      // A single character is not looked up.
      if ('fault' in query || query.wanted.flat().some((run) => /^\p{sc=Han}$/u.test(run)))
        continue;
      const { results, count } = await searchArticles(home.db, query as SearchQuery, { limit: 10 });
      await page.goto(search(typed));
      await settled(page);
      const shown = await titles(page);
      const expected = results.map(({ title }) => title);
      // Of more than ten, those that only look alike leave gaps on the first page.
      if (count > 10) expect(expected).toEqual(expect.arrayContaining(shown));
      else expect({ typed, shown }).toEqual({ typed, shown: expected });
      compared++;
    }
    expect(complaints).toEqual([]);
  });
});
