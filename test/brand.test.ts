// What an operator changes of the pages: colours, logo, last line, style sheet, language, and what there is.
import { describe, expect, test } from 'vitest';
import { article, openHome, SITE } from './support/home.ts';

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>';
const BRAND = {
  ...SITE,
  accent: { light: '#00513b', dark: '#7ad9b4' },
  css: '.nameplate { letter-spacing: 0; }\n',
  logo: `data:image/svg+xml;base64,${btoa(LOGO)}`,
  footer:
    'Editors <b>of</b> the [Imprint](https://www.feeds.example/imprint) and [no](javascript:1)',
  interfaceLanguage: 'en',
};

async function open(site: typeof SITE, articles = [article(1)]) {
  const home = await openHome(site);
  await home.publish(articles);
  return async (path: string, headers: Record<string, string> = {}) => {
    const answer = await home.app.request(path, { headers, redirect: 'manual' });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
}

const BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('with a look of its own', () => {
  test('colours and the style sheet are a file of ours, after all others', async () => {
    const ask = await open(BRAND);
    const { text, headers } = await ask('/subscribe/');
    const sheets = [...text.matchAll(/<link rel="stylesheet" href="([^"]*)">/g)];
    expect(sheets.map(([, href]) => href)).toEqual(['/style.css', '/tools.css', '/custom.css']);
    expect(headers.get('Content-Security-Policy')).toContain("style-src 'self';");
    expect(text).not.toMatch(/<style|\sstyle=/);

    const css = await ask('/custom.css');
    expect(css.headers.get('Content-Type')).toBe('text/css; charset=utf-8');
    expect(css.text).toBe(
      ':root { --accent: #00513b; }\n@media (prefers-color-scheme: dark) { :root { --accent: #7ad9b4; } }\n.nameplate { letter-spacing: 0; }',
    );
    const again = await ask('/custom.css', { 'If-None-Match': css.headers.get('ETag') ?? '' });
    expect(again.status).toBe(304);
  });

  test('the logo is a picture that runs nothing', async () => {
    const ask = await open(BRAND);
    expect((await ask('/')).text).toContain('<img class="logo" src="/logo.svg" alt=""');
    const logo = await ask('/logo.svg');
    expect(logo.text).toBe(LOGO);
    expect(logo.headers.get('Content-Type')).toBe('image/svg+xml');
    expect(logo.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'/);
  });

  test('a logo may be elsewhere', async () => {
    const ask = await open({ ...SITE, logo: 'https://img.example/logo.png' } as typeof SITE);
    expect((await ask('/')).text).toContain('<img class="logo" src="https://img.example/logo.png"');
    expect((await ask('/logo.png')).status).toBe(404);
  });

  test('the last line is text with links', async () => {
    const { text } = await (await open(BRAND))('/');
    expect(text).toContain(
      'Editors &lt;b&gt;of&lt;/b&gt; the <a href="https://www.feeds.example/imprint" rel="external">Imprint</a>',
    );
    expect(text).toContain('[no](javascript:1)');
    expect(text).not.toContain('href="javascript');
  });

  test('pages speak the language of the setting to who asks for none', async () => {
    const ask = await open(BRAND);
    expect((await ask('/')).text).toContain('<html lang="en">');
    expect((await ask('/', { 'Accept-Language': 'zh-TW' })).text).toContain(
      '<html lang="zh-Hant">',
    );
  });

  test('below a path', async () => {
    const ask = await open({ ...BRAND, url: 'https://host.example/news' });
    const { text } = await ask('/');
    expect(text).toContain('href="/news/custom.css"');
    expect(text).toContain('src="/news/logo.svg"');
    expect((await ask('/news/custom.css')).status).toBe(200);
  });
});

test('without a look of its own there are no files for it', async () => {
  const ask = await open(SITE);
  expect((await ask('/')).text).not.toMatch(/custom\.css|class="logo"|class="own"/);
  for (const path of ['/custom.css', '/logo.svg']) expect((await ask(path)).status).toBe(404);
});

test('without search, nothing leads to it', async () => {
  const ask = await open({ ...SITE, search: false } as typeof SITE);
  for (const path of ['/', '/subscribe/', '/sources/voa/']) {
    const { status, text } = await ask(path);
    expect(status).toBe(200);
    expect(text).not.toMatch(/\/search|name="q"/);
  }
  expect((await ask('/search/')).status).toBe(404);
  expect((await ask('/search/?q=a')).status).toBe(404);
  const lost = await ask('/nothing', BROWSER);
  expect([lost.status, lost.text.includes('/search')]).toEqual([404, false]);
});

describe('without pages', () => {
  const own = article(2, { url: '/voa/a/b', title: '没有链接' });

  test('browsers get feeds and sentences, and an article without an address elsewhere has its page', async () => {
    const ask = await open({ ...SITE, pages: false } as typeof SITE, [article(1), own]);
    for (const path of ['/subscribe/', '/sources/voa/', '/search/', '/2024/01/', '/nothing']) {
      const { status, headers } = await ask(path, BROWSER);
      expect([path, status, headers.get('Content-Type')]).toEqual([
        path,
        404,
        expect.stringContaining('text/plain'),
      ]);
    }
    expect((await ask('/', BROWSER)).headers.get('Location')).toBe(`${SITE.url}/feed.xml`);
    expect((await ask('/feed.xml', BROWSER)).headers.get('Content-Type')).toContain(
      'application/rss+xml',
    );

    const { status, text } = await ask(`/articles/${own.id}/`);
    expect(status).toBe(200);
    for (const [, href = ''] of text.matchAll(/<a (?:class="\w+" )?href="(\/[^"]*)"/g)) {
      expect([href, (await ask(href.replaceAll('&amp;', '&'))).status]).toEqual([href, 200]);
    }
    expect(text).not.toContain('role="search"');
  });
});
