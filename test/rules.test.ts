// Rules of newsrooms and archives → what is left out, who wrote it, which articles are one.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CompiledArticle, parseArticle } from '../src/article/article.ts';
import { sha256 } from '../src/article/digest.ts';
import { clean } from '../src/article/html/clean.ts';
import { articleId } from '../src/article/identity.ts';
import type { Problem } from '../src/article/problem.ts';
import { readSourceTable, type SourceTable } from '../src/article/sources.ts';
import { checkArticle } from '../src/publish/push/check.ts';

const NOW = Date.UTC(2026, 0, 1);
const STORY = '<p>城里的旧桥修了三年，将在秋天重新开放。</p><p>市长说：“我们等了很久。”</p>';

/** One article of an archive with these settings. */
async function compile(
  body: string,
  { path = '报社/1.md', title = '旧桥', url = 'https://news.example/a/1', settings = {} } = {},
): Promise<CompiledArticle> {
  const sources = readSourceTable(JSON.stringify({ sources: settings })) as SourceTable;
  const file = `<!--1706726344000-->\n[${title}](${url})\n------\n\n${body}\n`;
  const bytes = new TextEncoder().encode(file);
  const options = { now: NOW, language: 'zh-Hans', digest: sha256, sources };
  return (await parseArticle(path, bytes, options)) as CompiledArticle;
}

describe('the line above the story', () => {
  test.each([
    [
      'ISO, a name',
      '<div><i>Birgit Muster<br>2020-07-26T07:59:09.319Z</i></div>',
      ['Birgit Muster'],
    ],
    ['ISO, no name', '<div><i><br>2020-07-26T07:59:09Z</i></div>', []],
    ['RFC 822', '<div><i>Wed, 31 Jan 2024 18:08:02 GMT</i></div>', []],
    ['day first', '<div>13/10/2020 - 05:35</div>', []],
    ['a name twice', '<div>WANG MING,WANG MING 2020-09-14 10:22:05</div>', ['WANG MING']],
    ['an office', '<div>ARD 2020-08-01T11:49:43.502Z</div>', ['ARD']],
    ['an age', '<div><time dateTime="2020-10-07">53 分钟前</time></div>', []],
    [
      'names and date in lines of their own',
      '<address>WANG MING</address><time>2025年2月14日</time>',
      ['WANG MING'],
    ],
    [
      'names, roles and a date',
      '<ul><li>王小明</li><li>BBC新闻，某地</li></ul><div><time>2 小时前</time></div>',
      ['王小明'],
    ],
    [
      'a role before the name',
      '<div><i>采访记者： 王小明<br>2020-07-26T07:59:09Z</i></div>',
      ['王小明'],
    ],
    [
      'a character that no document may hold',
      '<div>WANG\u0007 MING 2020-09-14 10:22:05</div>',
      ['WANG MING'],
    ],
    ['what was no name', '<div><i>null 王小明<br>2020-07-26T07:59:09Z</i></div>', ['王小明']],
    [
      'several names, and how they worked',
      '<div><i>王小明/李大（综合报道）<br>2020-07-26T07:59:09Z</i></div>',
      ['王小明', '李大'],
    ],
  ])('%s', async (_name, line, authors) => {
    const { article } = await compile(`${line}<img src="/a.jpg">${STORY}`);
    expect(article.html).toBe(`<img src="https://news.example/a.jpg" alt="">${STORY}`);
    expect(article.authors).toEqual(authors);
  });

  test.each([
    ['a date in the story', '<p>2020年7月26日，雨停了。</p>'],
    ['a heading that is a date', '<h2>2020年7月26日</h2>'],
    ['a sentence that ends in a date', '<p>他最后一次来是在 2020-07-26。</p>'],
    ['a time in the middle', `${STORY}<p>完</p><p>完</p><p>2020-07-26 10:00</p>`],
  ])('%s stays', async (_name, body) => {
    expect((await compile(body)).article.html).toBe(body);
  });
});

describe('lines of an archive’s own rules', () => {
  const settings = {
    报社: {
      head: ['编号 #'],
      tail: ['（完）', '责任编辑：…'],
      lines: ['点击订阅…', '（广告）'],
      byline: ['文/{names}'],
      related: ['更多：'],
      relatedLists: true,
    },
  };
  const lines = async (body: string) => {
    const compiled = await compile(body, { settings });
    return { ...compiled, html: compiled.article.html };
  };

  test('go where they stand, and are reported with the rules that met', async () => {
    const body =
      `<p>编号 123</p><p>文/王小明、李大</p><p>点击订阅我们的报纸</p>${STORY}` +
      '<ul><li><a href="/b">另一篇</a></li></ul><p>更多:</p><p><a href="/c">又一篇</a></p>' +
      '<p>责任编辑：某某</p><p>（完）</p>';
    const { html, article, removed, rules } = await lines(body);
    expect(html).toBe(STORY);
    expect(article.authors).toEqual(['王小明', '李大']);
    expect(removed).toContain('编号 123');
    expect([...rules].sort()).toEqual([
      'byline: 文/{names}',
      'head: 编号 #',
      'lines: 点击订阅…',
      'related: 更多：',
      'relatedLists: true',
      'tail: 责任编辑：…',
      'tail: （完）',
    ]);
  });

  test('leave nothing where there is nothing else', async () => {
    expect((await lines('<p>（完）</p>')).article).toMatchObject({ html: '', summary: '旧桥' });
  });

  test('stay where they are longer than any such line', async () => {
    const line = (length: number) => `<p>${'点击订阅'.padEnd(length, '长')}</p>`;
    expect((await lines(line(2000) + STORY)).html).toBe(STORY);
    expect((await lines(line(2001) + STORY)).html).toBe(line(2001) + STORY);
  });

  test('stay where the rule is not about', async () => {
    const middle = '<p>一。</p><p>二。</p><p>三。</p><p>四。</p>';
    const body = `${middle}<p>编号 7</p><p>（完）</p>${middle}`;
    expect((await lines(body)).html).toBe(body);
    for (const item of ['和文字', '<a href="https://other.example/">别处</a>']) {
      const list = `${STORY}<ul><li><a href="https://news.example/b">链接</a></li><li>${item}</li></ul>`;
      expect((await lines(list)).html).toBe(list);
    }
  });

  test('a byline below the story stays, and names the authors', async () => {
    const body = `${STORY}<p>三。</p><p>四。</p><p>文/王小明</p>`;
    const { html, article } = await lines(body);
    expect(html).toBe(body);
    expect(article.authors).toEqual(['王小明']);
  });

  test.each([
    ['发稿 张三/李四；审校 王五', ['张三', '李四']],
    ['发稿 台北中文部; 审校 王五', []],
    ['编译 张三；审校 王五', []],
  ])('路透 names who wrote it: %s', async (line, authors) => {
    const body = `${STORY}<p>${line}</p>`;
    const { article } = await compile(body, { path: '路透/1.md' });
    expect(article).toMatchObject({ html: body, authors });
  });

  test('of lines parted by breaks, only those that are meant go', async () => {
    expect((await lines(`<p>（广告）<br>雨停了。</p>${STORY}`)).html).toBe(
      `<p>雨停了。</p>${STORY}`,
    );
  });
});

describe('below videos', () => {
  const video = async (description: string) => {
    const url = 'https://www.youtube.com/watch?v=abc_DEF-123';
    const { article } = await compile(description, { path: 'www.youtube.com/1.md', url });
    return { ...article, text: article.html.replace(/^.*?旧桥<\/a><\/p>/, '') };
  };

  test.each([
    [
      'before it',
      '師傅說好吃到停不下來#三農期待影像能為將來保留文獻，給人們帶來更多的意義與思考。',
      '<p>師傅說好吃到停不下來#三農</p>',
    ],
    [
      'between a link and it',
      'https://bit.ly/2YsRD8D河南某村请老人看戏。哈喽，大家好！我是卢宝贵！喜欢我的视频记得评论哦！',
      '<p>河南某村请老人看戏。</p>',
    ],
    ['nowhere', 'https://bit.ly/2YsRD8D哈嘍，大家好！我是盧寶貴！喜歡', ''],
    [
      'across a link in it',
      '一。<a href="/b">二</a>三。♥关于九哥♥ 大家好鸭',
      '<p>一。<a href="https://www.youtube.com/b">二</a>三。</p>',
    ],
    [
      'in a line of its own',
      '一。<br>期待影像能為將來保留文獻，給人們帶來更多的意義與思考。#三農<br>二。',
      '<p>一。</p><p>二。</p>',
    ],
  ])('what a channel writes goes, and the sentence %s stays', async (_name, description, text) => {
    expect((await video(`<div>${description}</div>`)).text).toBe(text);
  });

  test('tags are no summary', async () => {
    expect((await video('<div>#三農 #河邊#村莊</div>')).summary).toBe('旧桥');
    expect((await video('<div>#三農 我們到了河邊。</div>')).summary).toBe('#三農 我們到了河邊。');
  });
});

describe('titles', () => {
  test('lose the name of the newsroom', async () => {
    const title = '湖区 – 法国国际广播电台 - RFI';
    expect((await compile(STORY, { path: '法广/1.md', title })).article.title).toBe('湖区');
  });

  test('lose prefix and suffix of an archive’s own, but not all they have', async () => {
    const settings = { 报社: { titlePrefix: ['快讯：'], titleSuffix: [' - 报社'] } };
    const title = async (title: string) =>
      (await compile(STORY, { title, settings })).article.title;
    expect(await title('快讯：湖区 - 报社')).toBe('湖区');
    expect(await title('快讯：')).toBe('快讯：');
  });

  test('say categories', async () => {
    const path = 'www.rti.org.tw/1.md';
    const url = 'https://www.rti.org.tw/news/view/id/2074390';
    const rti = await compile(STORY, { path, url, title: '[財經] [獨家] 三倍券 - 200731-26' });
    expect(rti.article).toMatchObject({ title: '[獨家] 三倍券', categories: ['財經'] });
    const more = `<div>他不贊成買下美國...<a href="${url}">...more</a></div>`;
    expect((await compile(more, { path, url })).article).toMatchObject({
      html: '<p>他不贊成買下美國...</p>',
      summary: '他不贊成買下美國...',
    });
    const none = await compile(STORY, { path, url, title: '[國際]' });
    expect(none.article).toMatchObject({ title: '[國際]', categories: [] });

    const settings = {
      报社: {
        titlePrefix: ['【{category}】'],
        titleSuffix: [' | {category}'],
        head: ['栏目：{category}'],
      },
    };
    const title = '【地方】湖区 | 天气、水';
    const own = await compile(`<p>栏目: 水，湖\u0007</p>${STORY}`, { title, settings });
    expect(own.article).toMatchObject({
      title: '湖区',
      categories: ['地方', '天气', '水', '湖'],
      html: STORY,
    });
    expect(own.rules).toEqual([
      'titlePrefix: 【{category}】',
      'titleSuffix:  | {category}',
      'head: 栏目：{category}',
    ]);
    // The file is the same, but the article is another version.
    const plain = await compile(STORY, { title: '湖区' });
    expect(own.article.hash).not.toBe(plain.article.hash);
  });

  test('are not repeated as a heading', async () => {
    expect((await compile(`<h1>“旧桥”</h1>${STORY}`)).article.html).toBe(STORY);
    const only = await compile('旧桥');
    expect(only.article).toMatchObject({ html: '', summary: '旧桥' });
  });
});

describe('identity', () => {
  test.each([
    [
      'DW',
      'https://www.dw.com/zh/%E4%B8%80/a-54403203',
      'https://www.dw.com/zh/%E4%BA%8C/a-54403203',
    ],
    [
      'VOA',
      'https://www.voachinese.com/a/new-title-20240131/7464763.html',
      'https://www.voachinese.com/a/old/7464763.html',
    ],
    [
      'Reuters',
      'https://cn.reuters.com/article/global-oil-0702-thur-idCNKBS24405M',
      'https://cn.reuters.com/article/oil-idCNKBS24405M?il=0',
    ],
    ['YouTube', 'https://www.youtube.com/watch?v=a_B-1', 'https://m.youtube.com/watch?v=a_B-1&t=3'],
  ])('of %s does not depend on the title', async (_name, one, other) => {
    expect(await articleId(one)).toBe(await articleId(other));
    expect(await articleId(one)).not.toBe(await articleId(one.replace(/\d(?=\D*$)/, '9x')));
  });

  test('of an archive’s own', async () => {
    const settings = { 报社: { identity: ['news.example/…/{id}'] } };
    const id = async (url: string) => (await compile(STORY, { url, settings })).article.id;
    expect(await id('https://news.example/old-title/12')).toBe(
      await id('https://news.example/b/12'),
    );
    expect(await id('https://news.example/b/12')).not.toBe(await id('https://news.example/b/13'));
    expect(await id('https://other.example/b/12')).toBe(
      await articleId('https://other.example/b/12'),
    );
  });
});

test('an article whose id is made by an archive’s own rule can be pushed with that rule', async () => {
  const identity = ['news.example/…/{id}'];
  const url = 'https://news.example/title/12';
  const { article, sourceTitle } = await compile(STORY, { url, settings: { 报社: { identity } } });
  const sent = { ...article, sourceTitle };
  expect(await checkArticle({ ...sent, identity }, NOW)).toMatchObject({ hash: article.hash });
  expect(await checkArticle(sent, NOW)).toHaveProperty('message');
});

describe('addresses of images', () => {
  const PROXIED = 'https://images.weserv.nl/?url=pics.example/a.jpg';
  test.each([
    ['keep', PROXIED],
    ['unwrap', 'https://pics.example/a.jpg'],
    ['https://proxy.example/{url}', 'https://proxy.example/https%3A%2F%2Fpics.example%2Fa.jpg'],
  ])('%s', async (images, src) => {
    const { article } = await compile(`<img src="${PROXIED}" srcset="${PROXIED} 2x">${STORY}`, {
      settings: { 报社: { images } },
    });
    expect(article.html).toContain(`<img src="${src}" srcset="${src} 2x"`);
    expect(article.image).toMatchObject({ url: src, type: 'image/jpeg' });
  });
});

describe('a newsroom is known', () => {
  const BADGE = `${STORY}<div>我们的标准：<a href="/x">原则</a></div>`;
  test.each([
    ['by its folder', '路透/1.md', 'https://news.example/1', '路透'],
    ['by another of its folders', 'reuters/1.md', 'https://news.example/1', 'reuters'],
    ['by its host', '1.md', 'https://cn.reuters.com/article/idX1', '路透'],
    ['by its host, in a folder of another name', '新闻/1.md', 'https://cn.reuters.com/1', '新闻'],
  ])('%s', async (_name, path, url, source) => {
    const { article, sourceTitle } = await compile(BADGE, { path, url });
    expect(article.html).toBe(STORY);
    expect([article.source, sourceTitle]).toEqual([source, source]);
  });

  test('a host that nobody named loses its www.', async () => {
    const options = { path: '1.md', url: 'https://www.news.example/1' };
    expect((await compile(STORY, options)).article.source).toBe('news.example');
    const settings = { 报社: { hosts: ['www.news.example'] } };
    expect((await compile(STORY, { ...options, settings })).article.source).toBe('报社');
  });
});

test('the article of a video shows its still, a link to it, and the description', async () => {
  const url = 'https://www.youtube.com/watch?v=a_B-1';
  const still = 'https://i.ytimg.com/vi/a_B-1/hqdefault.jpg';
  const { article } = await compile('<div>\n更多：https://youtu.be/x，谢谢！\n</div>', {
    path: 'www.youtube.com/1.md',
    title: '河 & 桥',
    url,
  });
  expect(article.html).toBe(
    `<figure><a href="${url}"><img src="${still}" alt="" width="480" height="360"></a></figure>` +
      `<p><a href="${url}">YouTube: 河 &amp; 桥</a></p>` +
      '<p>更多：<a href="https://youtu.be/x">https://youtu.be/x</a>，谢谢！</p>',
  );
  const size = { width: 480, height: 360 };
  expect(article.image).toEqual({ url: still, type: 'image/jpeg', alt: '', ...size });
  expect((await compile('<div>\n</div>', { url, title: '河' })).article.summary).toBe('河');
});

test('a header that stands in the body once more goes, another stays', async () => {
  const header = (url: string) => `<!--NaN-->[旧桥](${url}) ------`;
  expect((await compile(header('https://news.example/a/1') + STORY)).article.html).toBe(STORY);
  const other = await compile(header('https://news.example/b') + STORY);
  expect(other.article.html).toContain('https://news.example/b');
});

test('the article of the owner begins with its picture, and is 美国之音’s', async () => {
  const file = 'seeds/000_02fa0cfb48c9f1eb.txt';
  const bytes = readFileSync(new URL(`../${file}`, import.meta.url));
  const options = { now: NOW, language: 'zh-Hans', digest: sha256 };
  const { article, sourceTitle } = (await parseArticle(
    '000.txt',
    bytes,
    options,
  )) as CompiledArticle;
  const golden = new URL('fixtures/clean/owner.out.txt', import.meta.url);
  expect(sourceTitle).toBe('美国之音');
  await expect(
    `${article.title}\n${article.authors}\n${article.summary}\n${article.html}\n`,
  ).toMatchFileSnapshot(golden.pathname);
  expect(article.html).toMatch(
    /^<figure><img [^>]*><figcaption>中国新任国防部长董军 （网络照片）<\/figcaption>/,
  );
});

test('a title is cut at 1,000 characters, a URL beyond 2,048 is a problem', async () => {
  const { article } = await compile(STORY, { title: '长'.repeat(1200) });
  expect(article.title).toBe(`${'长'.repeat(999)}…`);
  const url = `https://news.example/${'a'.repeat(2048)}`;
  const { problem } = (await compile(STORY, { url })) as unknown as { problem: Problem };
  expect(problem).toMatchObject({
    line: 2,
    message: 'the URL has 2069 characters; expected at most 2048',
  });
});

describe('nothing of the story goes by a class or an attribute', () => {
  const ANSWER =
    '我们修好了所有的船，它们比以前更安静，也更干净。湖边的人需要渡轮，所以我相信它还有将来，孩子们也这样说。';
  test.each([
    'class="ads"',
    'class="sharedaddy"',
    'data-selfpromo-newsletter',
    'hidden',
    'aria-label="广告"',
    'class="entry-meta"',
  ])('%s', (attribute) => {
    const origin = { url: 'https://news.example/1', source: 'example' };
    expect(clean(`<div ${attribute}><p>${ANSWER}</p></div>`, origin).html).toBe(`<p>${ANSWER}</p>`);
    const link = `<div ${attribute}><a href="/x">${ANSWER}</a></div>`;
    expect(clean(link, origin).html).toBe('');
  });

  test('the text of a button in the head of a table stays', () => {
    const { html } = clean(
      '<table><tr><th><button>年</button></th></tr><tr><td>1</td></tr></table><button>x</button>',
      { url: 'https://news.example/1', source: 'example' },
    );
    expect(html).toBe('<table><tr><th>年</th></tr><tr><td>1</td></tr></table>');
  });
});
