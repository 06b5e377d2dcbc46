// The feed builder: fields of its form → the address of a feed, and what the page says of it.
import { beforeAll, describe, expect, test } from 'vitest';
import { article, openHome, SITE, type TestHome } from './support/home.ts';

const DAY = 86_400_000;
const NEWEST = Date.UTC(2024, 2, 31);

let home: TestHome;
beforeAll(async () => {
  home = await openHome();
  const harbour = { source: 'harbour', sourceTitle: 'The Harbour', language: 'en' };
  await home.publish([
    // Eight in the newest four weeks of the archive: two a week.
    ...Array.from({ length: 8 }, (_, at) =>
      article(at + 1, { published: NEWEST - at * 3 * DAY, title: `台湾新闻 ${at}` }),
    ),
    article(20, {
      ...harbour,
      published: NEWEST - 10 * DAY,
      title: 'A ferry',
      html: '<p>Taiwan</p>',
    }),
    article(30, { published: NEWEST - 400 * DAY, source: 'old', sourceTitle: '旧报' }),
  ]);
});

async function builder(
  query: string,
  headers: Record<string, string> = { 'Accept-Language': 'en' },
) {
  const answer = await home.app.request(`/subscribe/${query}`, { headers });
  const text = await answer.text();
  const textOf = (pattern: RegExp) => pattern.exec(text)?.[1]?.replaceAll('&amp;', '&');
  return {
    status: answer.status,
    text,
    address: textOf(/<textarea[^>]*>([^<]*)</),
    rate: textOf(/<p class="rate">([^<]*)</),
    shown: [...text.matchAll(/<ol class="preview">[\s\S]*?<\/ol>/g)].join(),
  };
}

const q = encodeURIComponent;

describe('the address', () => {
  const addresses: [what: string, query: string, address: string][] = [
    ['nothing chosen', '', '/feed.xml'],
    ['a form with empty fields', '?q=&not=&zh=&content=full&format=rss&own=', '/feed.xml'],
    ['one source', '?source=harbour', '/sources/harbour/feed.xml'],
    ['one language, another format', '?lang=en&format=atom', '/languages/en/atom.xml'],
    ['two sources', '?source=voa&source=harbour', '/filter/feed.xml?source=harbour&source=voa'],
    ['words', `?q=${q(' 台湾 ')}&not=ferry`, `/filter/feed.xml?not=ferry&q=${q('台湾')}`],
    [
      'script and summaries',
      '?zh=hant&content=summary',
      '/filter/feed.xml?content=summary&zh=hant',
    ],
    ['JSON', '?source=voa&zh=hans&format=json', '/filter/feed.json?source=voa&zh=hans'],
  ];
  test.each(addresses)('%s', async (_, query, address) => {
    const page = await builder(query);
    expect(page.status).toBe(200);
    expect(page.address).toBe(SITE.url + address);
    expect((await home.app.request(address)).status).toBe(200);
  });

  test('the form keeps what was chosen', async () => {
    const { text } = await builder('?source=voa&lang=en&q=%22a+b%22&zh=hant&format=json');
    expect(text.match(/ checked>/g)).toHaveLength(5);
    for (const [name, value] of Object.entries({
      source: 'voa',
      lang: 'en',
      zh: 'hant',
      format: 'json',
    })) {
      expect(text).toContain(`name="${name}" value="${value}" checked>`);
    }
    expect(text).toContain('name="q" value="&quot;a b&quot;"');
  });
});

describe('what it says of the feed', () => {
  test.each([
    ['', 'About 2 articles a week'],
    ['?source=voa', 'About 2 articles a week'],
    ['?source=harbour', 'Less than one article a week'],
    [
      '?source=old',
      'Nothing in the newest four weeks of the archive; its last article is of 25 February 2023',
    ],
    ['?q=nowhere', 'No article so far. What comes will be in it.'],
  ])('how many a week it brings, counted from the archive: %s', async (query, rate) => {
    expect((await builder(query)).rate).toBe(rate);
  });

  test('the newest five that it has, in the script that was chosen', async () => {
    const { shown } = await builder('?zh=hant');
    expect(shown.match(/<li>/g)).toHaveLength(5);
    expect(shown).toContain('臺灣新聞 0');
    expect(shown).not.toContain('台湾');
    expect((await builder('?source=harbour')).shown).toContain('A ferry');
  });

  test('the address as a QR code, and links that open it in readers', async () => {
    const { text } = await builder('?source=harbour');
    const url = `${SITE.url}/sources/harbour/feed.xml`;
    expect(text).toContain('<svg class="qr"');
    expect(text).toContain(`href="feed:${url}"`);
    for (const prefix of [
      'https://feedly.com/i/subscription/feed/',
      'https://www.inoreader.com/?add_feed=',
      'https://www.newsblur.com/?url=',
      'https://theoldreader.com/feeds/subscribe?url=',
      'https://feedbin.com/?subscribe=',
    ]) {
      expect(text).toContain(`href="${prefix}${q(url)}"`);
    }
  });

  test.each([
    ['rss.example.org', 'https://rss.example.org'],
    [q('https://me.example/rss/'), 'https://me.example/rss'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])("a reader of one's own by its address: %s", async (own, base) => {
    const { text } = await builder(`?own=${own}`);
    const url = q(`${SITE.url}/feed.xml`);
    expect(text).toContain(`href="${base}/i/?c=feed&amp;a=add&amp;url_rss=${url}"`);
    expect(text).toContain(`href="${base}/bookmarklet?uri=${url}"`);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', '"><script>', 'a b', '//'])(
    'no link is made of %s',
    async (own) => {
      const { text } = await builder(`?own=${q(own)}`);
      expect(text).not.toMatch(/href="(?!https?:|\/|feed:http|#)/);
      expect(text).not.toContain('<script>');
    },
  );
});

describe('a form that cannot be answered', () => {
  test.each([
    ['zh-CN', '没有要搜索的词'],
    ['zh-TW', '沒有要搜尋的詞'],
    ['en', 'the search is empty'],
  ])('says why, and keeps what was typed: %s', async (language, sentence) => {
    const page = await builder('?q=%3F%21&source=voa', { 'Accept-Language': language });
    expect(page.status).toBe(400);
    expect(page.text).toMatch(new RegExp(`role="alert">[^<]*${sentence}`));
    expect(page.text).toContain('name="q" value="?!"');
    expect(page.text).toContain('value="voa" checked>');
    expect(page.address).toBe(undefined);
  });

  test('values that no form sends', async () => {
    expect((await builder('?zh=tw')).status).toBe(400);
    expect((await builder('?format=pdf&limit=7&x=1')).address).toBe(`${SITE.url}/feed.xml`);
  });

  test('more sources than can be combined', async () => {
    const many = Array.from({ length: 21 }, (_, at) => `source=s${at}`).join('&');
    expect((await builder(`?${many}`)).text).toContain(
      'source is given 21 times; expected at most 20',
    );
  });

  test('a source that is not there', async () => {
    const page = await builder('?source=cnn');
    expect(page.status).toBe(404);
    expect(page.text).toContain('There is no source “cnn”. There are: harbour');
  });
});

describe('several as OPML', () => {
  test('a feed for each source, with all else that was chosen', async () => {
    const { text } = await builder('?source=voa&source=harbour&zh=hant');
    const [, address = ''] = /href="([^"]*opml\.xml\?[^"]*)"/.exec(text) ?? [];
    const answer = await home.app.request(address.replaceAll('&amp;', '&').slice(SITE.url.length));
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/x-opml/);
    const opml = await answer.text();
    const urls = [...opml.matchAll(/xmlUrl="([^"]*)"/g)].map(([, url]) => url);
    expect(urls).toEqual([
      `${SITE.url}/filter/feed.xml?source=harbour&amp;zh=hant`,
      `${SITE.url}/filter/feed.xml?source=voa&amp;zh=hant`,
    ]);
  });

  test('without sources, one for each language', async () => {
    const opml = await (await home.app.request('/filter/opml.xml?lang=en&lang=zh-Hans')).text();
    expect(opml.match(/xmlUrl="[^"]*\/languages\//g)).toHaveLength(2);
  });

  test('its parameters are those of a filter', async () => {
    expect((await home.app.request('/filter/opml.xml?sauce=voa')).status).toBe(400);
    expect((await home.app.request('/filter/opml.xml?source=cnn')).status).toBe(404);
  });
});

test.each([
  ['en', 100],
  ['zh-CN', 200],
  ['zh-TW', 200],
])('newcomers learn in some hundred words what a feed is: %s', async (language, most) => {
  const answer = await home.app.request('/subscribe/help/', {
    headers: { 'Accept-Language': language },
  });
  const text = await answer.text();
  const paragraphs = [...text.matchAll(/<p>([^<]*)<\/p>/g)].map(([, paragraph = '']) => paragraph);
  const words = paragraphs.join(' ').match(/\p{sc=Han}|[^\s\p{sc=Han}]+/gu) ?? [];
  expect(words.length).toBeGreaterThan(60);
  expect(words.length).toBeLessThanOrEqual(most);
  expect(text.match(/<dt>/g)?.length).toBeGreaterThanOrEqual(6);
  expect(text.match(/<dd>/g)?.length).toBe(3 * (text.match(/<dt>/g)?.length ?? 0));
});

test.each([
  ['en', 'No article has been published yet.'],
  ['zh-CN', '还没有发布任何文章。'],
  ['zh-TW', '還沒有發布任何文章。'],
])('an empty archive shows a file and a command: %s', async (language, sentence) => {
  const empty = await openHome();
  await empty.publish([article(1)]);
  await empty.publish([], [article(1).id]);
  for (const path of ['/', '/subscribe/']) {
    const answer = await empty.app.request(path, { headers: { 'Accept-Language': language } });
    const text = await answer.text();
    expect(text).toContain(sentence);
    expect(text).toContain('&lt;!--1706726344000--&gt;');
    expect(text).toContain('npm start -- ../my/archive');
  }
});
