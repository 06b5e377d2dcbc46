// Pages in a real browser: accessibility, layout, keyboard, scripts, and no requests to other hosts.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  axe,
  openChromium,
  openSite,
  type VisitedSite,
  type Watched,
  watchedPage,
} from './support/browser.ts';
import { article, openHome, SITE } from './support/home.ts';

const PARAGRAPH = '两地渡轮周五恢复通航，码头一早便排起长队；船公司说，新船比旧船快一刻钟。';

/** A story with all that newsrooms put in one. */
const STORY = article(100, {
  title: '渡轮复航：港口的第一个早晨',
  url: 'https://www.harbour.example/ferry',
  source: 'harbour',
  sourceTitle: '海港报',
  published: Date.UTC(2024, 1, 9, 2, 30),
  summary: PARAGRAPH,
  image: { url: 'https://img.example/ferry.jpg', type: 'image/jpeg', alt: '渡轮' },
  html:
    `<figure><img src="https://img.example/ferry.jpg" alt="渡轮"><figcaption>渡轮进港</figcaption></figure>` +
    `<p>${PARAGRAPH}<a href="https://harbour.example/more">时刻表</a></p>`.repeat(4) +
    '<h1>背景</h1><h5>船队</h5><ul><li>旧船三艘</li><li>新船一艘</li></ul>' +
    '<p><a href="https://harbour.example/map"><img src="https://img.example/map.png" alt="" width="600" height="400"></a></p>' +
    '<blockquote><p>“我等了两年。”</p></blockquote>' +
    '<table><tr><th>船</th><th>吨</th></tr><tr><td>甲</td><td>300</td></tr></table>' +
    '<video src="https://media.example/ferry.mp4" controls="" poster="https://img.example/still.jpg"></video>' +
    '<audio src="https://media.example/ferry.mp3" controls=""></audio>' +
    '<pre>tide 04:12\ntide 16:40</pre>',
});

const SOURCES = [
  { source: 'harbour', sourceTitle: '海港报', language: 'zh-Hans' },
  { source: 'island', sourceTitle: '島嶼新聞', language: 'zh-Hant' },
  { source: 'the gazette', sourceTitle: 'The Gazette', language: 'en' },
];

/** Pictures that are no longer there, in all the ways that articles hold them. */
const DEAD = article(101, {
  title: '灯塔',
  source: 'dead',
  sourceTitle: 'Dead',
  published: Date.UTC(2024, 0, 5),
  image: { url: 'https://dead.example/lead.jpg', type: 'image/jpeg', alt: '' },
  html:
    '<figure><img src="https://dead.example/1.jpg" alt="灯塔"></figure>' +
    '<p><img src="https://dead.example/2.jpg" alt=""><br>码头的说明</p>' +
    '<p><a href="https://harbour.example/map"><img src="https://dead.example/3.jpg" alt=""></a></p>' +
    '<p><a href="https://dead.example/large.jpg"><img src="https://dead.example/4.jpg" alt=""></a></p>' +
    '<p><img src="https://img.example/alive.png" alt="" width="60" height="40"></p>',
});

const ARTICLES = [
  STORY,
  DEAD,
  ...Array.from({ length: 70 }, (_, at) =>
    article(at + 1, {
      ...SOURCES[at % 3],
      published: Date.UTC(2024, 0, 1, 13 * at),
      summary: PARAGRAPH,
      html: `<p>${PARAGRAPH}</p>`,
      image: at % 2 ? { url: `https://img.example/${at}.jpg`, type: 'image/jpeg', alt: '' } : null,
    }),
  ),
];

const PATHS: Record<string, string> = {
  index: '/',
  source: '/sources/harbour/',
  language: '/languages/zh-Hant/',
  day: '/2024/01/01/',
  month: '/2024/01/?ui=zh-Hant',
  year: '/2024/',
  article: `/articles/${STORY.id}/`,
  'search form': '/search/',
  search: '/search/?q=%E6%B8%A1%E8%BD%AE',
  'search without result': '/search/?q=nowhere',
  subscribe: '/subscribe/?ui=zh-Hans',
  'feed builder':
    '/subscribe/?source=harbour&source=island&q=%E6%B8%A1%E8%BD%AE&zh=hant&own=rss.example',
  newcomers: '/subscribe/help/',
  'search, narrowed down': '/search/?q=%E5%85%A8%E6%96%87&source=island&year=2024',
  'RSS in a browser': '/feed.xml',
  'Atom in a browser': '/filter/atom.xml?limit=3',
  'JSON Feed in a browser': '/feed.json',
};

let site: VisitedSite;
let chrome: { browser: Browser; close(): Promise<void> };
beforeAll(async () => {
  chrome = await openChromium();
  site = await openSite(async (url) => {
    const home = await openHome({ ...SITE, url });
    await home.publish(ARTICLES);
    return home.app.request;
  });
});
afterAll(async () => {
  await chrome?.close();
  site?.close();
});

/** Visits pages in a context of their own. */
async function visit<T>(
  options: Parameters<Browser['newContext']>[0],
  look: (watched: Watched) => Promise<T>,
): Promise<T> {
  const context = await chrome.browser.newContext({
    baseURL: site.url,
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  try {
    return await look(await watchedPage(context, site.url));
  } finally {
    await context.close();
  }
}

const heading = (page: Page) => page.locator('h1').textContent();

describe.each(Object.entries(PATHS))('%s', (_, path) => {
  test('axe finds nothing, only pictures come from elsewhere, nothing is wider than a phone', async () => {
    await visit({}, async ({ page, complaints }) => {
      expect((await page.goto(path))?.status()).toBe(200);
      expect(await axe(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await axe(page, ['color-contrast', 'link-in-text-block'])).toEqual([]);
      expect(complaints).toEqual([]);

      await page.setViewportSize({ width: 360, height: 740 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    });
  });
});

test('from the front page to an article, and to its original first of all', async () => {
  await visit({}, async ({ page }) => {
    await page.goto('/');
    await page.getByRole('link', { name: STORY.title }).first().click();
    expect(await heading(page)).toBe(STORY.title);
    expect(new URL(page.url()).pathname).toBe(`/articles/${STORY.id}/`);
    const original = page.getByRole('link', { name: 'Read the original at harbour.example' });
    expect(await original.first().getAttribute('href')).toBe(STORY.url);
  });
});

test('pictures that load late do not move the layout', async () => {
  await visit({ viewport: { width: 390, height: 844 } }, async ({ page, pictures }) => {
    for (const path of ['/', `/articles/${STORY.id}/`]) {
      await page.goto(path);
      const height = () => page.evaluate('document.documentElement.scrollHeight');
      const before = await height();
      await page.evaluate(`Promise.all([...document.images].map((image) => {
        image.loading = 'eager';
        return image.decode();
      }))`);
      expect(await height()).toBe(before);
    }
    expect(pictures).toContain('https://img.example/map.png');
  });
});

test('keyboard only: skips the masthead, and searches', async () => {
  await visit({}, async ({ page }) => {
    await page.goto('/');
    const focused = () => page.locator(':focus').textContent();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe(await page.locator('h3').first().textContent());

    await page.goto('/');
    // The skip link, the day, the search.
    for (let at = 0; at < 3; at++) await page.keyboard.press('Tab');
    await page.keyboard.type('渡轮');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search/?*');
    expect(await heading(page)).toContain('渡轮');
    expect(await page.locator('mark').count()).toBeGreaterThan(0);
    expect(await page.getByRole('searchbox').inputValue()).toBe('渡轮');
  });
});

test('without script, everything works but the copy buttons, which are hidden', async () => {
  await visit({ javaScriptEnabled: false }, async ({ page, complaints }) => {
    await page.goto('/');
    await page.getByRole('searchbox').fill('渡轮');
    await page.getByRole('button', { name: 'Search' }).click();
    expect(await heading(page)).toContain('渡轮');
    expect(await page.getByRole('button', { name: /^Copy/ }).count()).toBe(0);
    await page.getByText('Open in a reader').click();
    expect(await page.getByRole('link', { name: 'Feedly' }).isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });
});

test('from a year to a month, a day and an article, also without script', async () => {
  await visit({ javaScriptEnabled: false }, async ({ page, complaints }) => {
    await page.goto('/');
    await page.locator('.years').getByRole('link', { name: '2024' }).click();
    expect(await heading(page)).toBe('2024');
    await page.getByRole('link', { name: 'January', exact: true }).click();
    expect(await heading(page)).toBe('January 2024');
    await page
      .getByRole('table')
      .getByRole('link', { name: /^3 January 2024: / })
      .click();
    expect(await heading(page)).toBe('3 January 2024');
    await page.locator('h2 a').first().click();
    await page.getByRole('link', { name: 'All of 3 January 2024' }).click();
    await page.getByRole('link', { name: '2024', exact: true }).click();
    expect(await heading(page)).toBe('2024');
    expect(complaints).toEqual([]);
  });
});

test('each day of the heat map is far enough from the next for a finger', async () => {
  await visit({ viewport: { width: 390, height: 844 } }, async ({ page }) => {
    await page.goto('/');
    // The newest weeks are in sight, and the older ones are scrolled to.
    const newest = page.locator('.heatmap a').last();
    await newest.scrollIntoViewIfNeeded();
    const box = await newest.boundingBox();
    expect((box?.x ?? 999) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
    const [first, second] = await page.locator('.heatmap a').all();
    const [one, other] = [await first?.boundingBox(), await second?.boundingBox()];
    const apart = Math.hypot((one?.x ?? 0) - (other?.x ?? 0), (one?.y ?? 0) - (other?.y ?? 0));
    expect(apart).toBeGreaterThanOrEqual(24);
  });
});

test('a dead picture disappears with its box; what it would have shown is told', async () => {
  const path = `/articles/${DEAD.id}/`;
  await visit({}, async ({ page, pictures }) => {
    await page.route('https://dead.example/**', (route) => route.abort());
    await page.goto(path);
    const prose = page.locator('.prose');
    await page.mouse.wheel(0, 9000);
    await prose.locator('figure').waitFor({ state: 'detached' });
    await prose.getByText('灯塔', { exact: true }).waitFor();
    await prose.locator('img[src*="dead"]').first().waitFor({ state: 'detached' });
    expect(await prose.locator('img').count()).toBe(1);
    expect(await prose.getByText('码头的说明').isVisible()).toBe(true);
    expect(await prose.getByRole('link', { name: 'harbour.example' }).getAttribute('href')).toBe(
      'https://harbour.example/map',
    );
    expect(pictures.length).toBe(1);

    // In a list, its column goes to the words.
    await page.goto('/sources/dead/');
    const article = page.locator('article').first();
    await article.locator('img').waitFor({ state: 'detached' });
    const [words, all] = [await article.locator('div').boundingBox(), await article.boundingBox()];
    expect(words?.width).toBe(all?.width);
  });
  await visit({ javaScriptEnabled: false }, async ({ page }) => {
    await page.route('https://dead.example/**', (route) => route.abort());
    await page.goto(path);
    expect(await page.locator('.prose img').first().getAttribute('alt')).toBe('灯塔');
  });
});

test('a picture is never drawn larger than it is', async () => {
  await visit({}, async ({ page }) => {
    const small =
      '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60"/></svg>';
    await page.route('https://img.example/**', (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body: small }),
    );
    await page.goto(`/articles/${STORY.id}/`);
    const picture = page.locator('.prose figure img').first();
    await picture.evaluate('(image) => image.decode()');
    const fit = 'getComputedStyle(document.querySelector(".prose figure img")).objectFit';
    expect(await page.evaluate(fit)).toBe('scale-down');
    await page.goto('/');
    await page.locator('.news img.small').first().waitFor();
    expect(
      await page.evaluate('getComputedStyle(document.querySelector(".news img.small")).objectFit'),
    ).toBe('scale-down');
  });
});

test('on paper: the story and its address, and nothing to click', async () => {
  await visit({}, async ({ page }) => {
    await page.emulateMedia({ media: 'print' });
    await page.goto(`/articles/${STORY.id}/`);
    expect(await page.getByText(STORY.url).first().isVisible()).toBe(true);
    expect(await page.getByText('旧船三艘').isVisible()).toBe(true);
    for (const hidden of ['search', 'navigation'] as const) {
      for (const each of await page.getByRole(hidden).all()) {
        expect(await each.isVisible()).toBe(false);
      }
    }
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

test('the Traditional interface shows an article in Traditional characters', async () => {
  await visit({ locale: 'zh-TW' }, async ({ page }) => {
    await page.goto(`/articles/${STORY.id}/`);
    await page.getByRole('link', { name: '轉為繁體', exact: true }).click();
    expect(await heading(page)).toBe('渡輪復航：港口的第一個早晨');
    await page.getByRole('link', { name: '首頁' }).click();
    expect(await page.getByText('渡輪復航').first().isVisible()).toBe(true);
    await page.getByRole('link', { name: '文章保持原文字體' }).click();
    expect(await page.getByText('渡轮复航').first().isVisible()).toBe(true);
  });
});

test.each([
  ['320 px wide', 320, ''],
  ['text of twice the size', 640, 'html { font-size: 200% }'],
])('%s: nothing is cut off or scrolls sideways', async (_, width, css) => {
  await visit({ viewport: { width, height: 800 } }, async ({ page }) => {
    for (const path of [
      '/',
      '/2024/',
      '/2024/01/',
      `/articles/${STORY.id}/`,
      '/sources/harbour/',
    ]) {
      await page.goto(path);
      // As a reader's own style sheet; the page's policy allows none from the page.
      await page.evaluate(`document.adoptedStyleSheets = [new CSSStyleSheet()];
        document.adoptedStyleSheets[0].replaceSync(${JSON.stringify(css)})`);
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([
        path,
        width,
      ]);
    }
  });
});

test('with script, a button copies the address of a feed and says so', async () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  await visit({ permissions }, async ({ page }) => {
    await page.goto('/sources/harbour/');
    const button = page.getByRole('button', { name: 'Copy Address of the Atom feed' });
    await button.click();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(copied).toBe(`${site.url}/sources/harbour/atom.xml`);
    await page.getByText('Copied').waitFor();
  });
});

const builtAddress = (page: Page) => page.getByRole('textbox', { name: /feed$/ }).inputValue();

test('with script, the feed follows the form, and so does the address of the page', async () => {
  await visit({ viewport: { width: 390, height: 844 } }, async ({ page, complaints }) => {
    await page.goto('/subscribe/');
    expect(await builtAddress(page)).toBe(`${site.url}/feed.xml`);
    await page.getByLabel('海港报').check();
    await expect.poll(() => builtAddress(page)).toBe(`${site.url}/sources/harbour/feed.xml`);
    await page.getByLabel('With the words').fill('渡轮');
    await page.getByLabel('Summaries').check();
    await page.getByLabel('JSON Feed').check();
    const address = `${site.url}/filter/feed.json?content=summary&q=%E6%B8%A1%E8%BD%AE&source=harbour`;
    await expect.poll(() => builtAddress(page)).toBe(address);
    expect(await page.locator('.preview li').first().textContent()).toContain(STORY.title);
    expect(await page.getByRole('status').textContent()).toMatch(/week/);
    // The address is in sight beside the form, also on a phone.
    await page.getByLabel('With the words').scrollIntoViewIfNeeded();
    expect(await page.locator('.feed-address').boundingBox()).toMatchObject({ x: 8 });

    await page.reload();
    expect(await builtAddress(page)).toBe(address);
    expect(await page.getByLabel('海港报').isChecked()).toBe(true);
    expect(await page.getByRole('button', { name: 'Show the feed' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

test('with script, what is wrong with a form is said in place', async () => {
  await visit({}, async ({ page }) => {
    await page.goto('/subscribe/');
    await page.getByLabel('With the words').fill('?');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('the search is empty');
    await page.getByLabel('With the words').fill('');
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    expect(await builtAddress(page)).toBe(`${site.url}/feed.xml`);
  });
});

test('without script, the form reloads; keyboard alone', async () => {
  await visit({ javaScriptEnabled: false, locale: 'zh-TW' }, async ({ page, complaints }) => {
    await page.goto('/subscribe/?ui=en');
    await page.getByLabel('The Gazette').focus();
    await page.keyboard.press('Space');
    await page.getByLabel('Without the words').focus();
    await page.keyboard.type('ferry');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/subscribe/?*not=ferry*');
    expect(await builtAddress(page)).toBe(
      `${site.url}/filter/feed.xml?not=ferry&source=the+gazette`,
    );
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.getByLabel('Without the words').inputValue()).toBe('ferry');
    expect(complaints).toEqual([]);
  });
});

test('facets lead from a search to fewer results, and back', async () => {
  await visit({ viewport: { width: 320, height: 700 } }, async ({ page, complaints }) => {
    await page.goto(`/search/?q=${encodeURIComponent('条新闻')}`);
    const facet = page.getByRole('navigation', { name: 'Narrow down' });
    await facet.getByRole('link', { name: /^島嶼新聞/ }).click();
    expect(await heading(page)).toMatch(/^23 articles/);
    expect(await page.locator('.by').allTextContents()).not.toContain('海港报');
    await page.getByRole('link', { name: 'Newest first' }).click();
    expect(new URL(page.url()).search).toContain('source=island&sort=newest');
    await facet.getByRole('link', { name: /島嶼新聞.*remove/ }).click();
    expect(await heading(page)).toMatch(/^70 articles/);
    expect(complaints).toEqual([]);
  });
});

test.each([
  ['en-GB', 'Nothing is here', 'There is no source “cnn”.', 'To the front page'],
  ['zh-CN', '这里什么也没有', '没有名为“cnn”的来源。', '回到首页'],
  ['zh-TW', '這裡什麼也沒有', '沒有名為「cnn」的來源。', '回到首頁'],
])('an error speaks %s, and leads on', async (locale, title, sentence, home) => {
  await visit({ locale, viewport: { width: 320, height: 700 } }, async ({ page }) => {
    for (const path of ['/sources/cnn/', '/sources/cnn/feed.xml']) {
      expect((await page.goto(path))?.status()).toBe(404);
      expect(await heading(page)).toBe(title);
      expect(await page.getByText(sentence).isVisible()).toBe(true);
      expect(await axe(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    }
    await page.getByRole('link', { name: '海港报' }).click();
    expect(await heading(page)).toBe('海港报');
    await page.goBack();
    await page.getByRole('link', { name: home }).click();
    expect(new URL(page.url()).pathname).toBe('/');
  });
});

test('in forced colours, what is chosen in the builder can be told', async () => {
  await visit({ forcedColors: 'active' }, async ({ page }) => {
    await page.goto('/subscribe/?source=harbour');
    const style = (of: string, name: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('${of}')).${name}`);
    const label = (source: string) => `label:has([value="${source}"])`;
    expect(await style(label('harbour'), 'outlineStyle')).toBe('solid');
    expect(await style(label('island'), 'outlineStyle')).toBe('none');
    expect(await style('.qr path', 'fill')).toBe('rgb(255, 255, 255)');
  });
});

test('the builder copies its address', async () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  await visit({ permissions }, async ({ page }) => {
    await page.goto('/subscribe/');
    await page.getByLabel('海港报').check();
    await expect.poll(() => builtAddress(page)).toContain('harbour');
    await page.getByRole('button', { name: /^Copy/ }).first().click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      `${site.url}/sources/harbour/feed.xml`,
    );
  });
});

test('a chosen language stays on the next pages', async () => {
  await visit({}, async ({ page }) => {
    await page.goto('/');
    await page.getByRole('link', { name: '繁體中文' }).last().click();
    await page.getByRole('link', { name: '海港报' }).first().click();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hant');
    await page.getByRole('link', { name: 'English' }).last().click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(new URL(page.url()).pathname).toBe('/sources/harbour/');
  });
});

test('a feed that is opened explains itself and links its page', async () => {
  await visit({ locale: 'zh-CN' }, async ({ page }) => {
    await page.goto('/feed.xml');
    expect(await page.getByText('这是一个订阅源（RSS）').isVisible()).toBe(true);
    expect(await page.getByRole('textbox', { name: 'RSS 订阅地址' }).inputValue()).toBe(
      `${site.url}/feed.xml`,
    );
    await page.getByRole('link', { name: '以网页阅读' }).click();
    expect(await page.locator('.front').count()).toBe(1);
  });
});

test.each(['/feed.xml', '/atom.xml'])('%s on a host of files is readable', async (path) => {
  const body = await (await fetch(site.url + path)).text();
  await visit({}, async ({ page, complaints }) => {
    // A host of files knows the ending of a name, and no more.
    await page.route(`${site.url}${path}`, (route) =>
      route.fulfill({ contentType: 'application/xml', body }),
    );
    await page.goto(path);
    const shown = await page.evaluate<string[]>(
      `[...document.querySelectorAll('*')]
        .filter((each) => each.checkVisibility() && each.children.length === 0)
        .map((each) => each.textContent)`,
    );
    expect(shown.slice(0, 2)).toEqual([SITE.title, SITE.description]);
    expect(shown).toContain(STORY.title);
    expect(shown).toContain(STORY.summary);
    expect(shown.join()).not.toMatch(/urn:uuid|<p>|https?:/);
    expect(complaints).toEqual([]);
  });
});
