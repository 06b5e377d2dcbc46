// What a search finds and what it does not, through its feed and in its ranked results.
import { parseJsonFeed } from 'feedsmith';
import { beforeAll, describe, expect, test } from 'vitest';
import { openSqlite } from '../src/node/sqlite.ts';
import type { Database } from '../src/store/database.ts';
import { readQuery, type SearchQuery } from '../src/store/search/query.ts';
import { searchArticles } from '../src/store/search/search.ts';
import { wordsOfTitle } from '../src/store/search/words.ts';
import { article, follow, openHome, type TestHome, TOKEN } from './support/home.ts';

/** By name: title and text. */
const TEXTS: Record<string, [title: string, html: string]> = {
  minister: ['新任国防部长首次公开露面', '<p>部长在北京与俄方通话。</p><p>会谈持续两小时。</p>'],
  border: ['边境会谈结束', '<p>双方讨论了边境的防务，国家防御体系没有变化。</p>'],
  nato: [
    'NATO summit opens in Vilnius',
    '<p>The alliance&amp;rsquo; leaders meet; Übung 2024 follows.</p>',
  ],
  economy: [
    '经济增长放缓',
    '<p>GDP增长4.6%，第三季度出口<b>下</b><i>降</i>。</p><p>C&amp;A 与 5G网络</p>',
  ],
  weather: [
    '台風登陸臺灣',
    '<p>氣象局發布警報：「請勿外出」。</p><table><tr><td>風速</td><td>三十</td></tr></table>',
  ],
  year: ['2024年回顾', '<p>9月1日上午，第12届会议召开。</p>'],
  japan: ['日本首相访问', '<p>東京でインタビューが行われた。</p>'],
  rare: ['生僻字', '<p>他姓𠮷，名䶮。</p><p>ＡＢＣ全角</p>'],
  quote: ['他说：“不”', '<p>it&quot;s &lt;script&gt; "well known" fact</p>'],
};
const NAMES = Object.keys(TEXTS);

let home: TestHome;
beforeAll(async () => {
  home = await openHome();
  await home.publish(
    NAMES.map((name, at) => {
      const [title, html] = TEXTS[name] as [string, string];
      return article(at + 1, { title, html, url: `https://news.example/${name}` });
    }),
  );
});

/** Names of what a search feed shows. */
async function found(typed: string): Promise<string[]> {
  const answer = await follow(home, `/filter/feed.json?q=${encodeURIComponent(typed)}`);
  expect(answer.status).toBe(200);
  const { items = [] } = parseJsonFeed(await answer.text());
  return items.map(({ url = '' }) => url.slice(url.lastIndexOf('/') + 1)).sort();
}

describe('what is found', () => {
  test.each([
    // Words of two characters, longer ones, single ones.
    ['国防', ['minister']],
    ['会谈', ['border', 'minister']],
    ['国防部长', ['minister']],
    ['防部', ['minister']],
    ['部长', ['minister']],
    ['防', ['border', 'minister']],
    ['面', ['minister']],
    ['话', ['minister']],
    ['公开露面', ['minister']],
    ['国防务', []],
    ['防国', []],
    ['长首', ['minister']],
    // A sentence or a paragraph ends words; an element within a line does not.
    ['面部长', []],
    ['通话会谈', []],
    ['下降', ['economy']],
    ['出口下降', ['economy']],
    ['风速三十', []],
    ['風速', ['weather']],
    // All words, in any order; without some.
    ['会谈 部长', ['minister']],
    ['部长 会谈', ['minister']],
    ['会谈 经济', []],
    ['会谈 -部长', ['border']],
    ['会谈　－部长', ['border']],
    ['会谈 -"国防部长"', ['border']],
    ['会谈 -部长 -边境', []],
    // Phrases.
    ['"会谈持续"', ['minister']],
    ['"会谈结束"', ['border']],
    ['“会谈持续”', ['minister']],
    ['「請勿外出」', ['weather']],
    ['"summit opens"', ['nato']],
    ['"opens summit"', []],
    ['opens summit', ['nato']],
    // Words of scripts with blanks between them are whole words, in any case.
    ['nato', ['nato']],
    ['NATO', ['nato']],
    ['nat', []],
    ['ubung', ['nato']],
    ['Übung', ['nato']],
    ['gdp', ['economy']],
    ['GDP增长', ['economy']],
    ['5g网络', ['economy']],
    ['4.6', ['economy']],
    ['c&a', ['economy']],
    ['well-known', ['quote']],
    // Figures next to characters.
    ['2024年', ['year']],
    ['2024', ['nato', 'year']],
    ['9月1日', ['year']],
    ['1日上午', ['year']],
    ['第12届', ['year']],
    // Other scripts, and what is outside the first plane; full width is half width.
    ['臺灣', ['weather']],
    ['インタビュー', ['japan']],
    ['東京で', ['japan']],
    ['𠮷', ['rare']],
    ['姓𠮷', ['rare']],
    ['䶮', ['rare']],
    ['abc', ['rare']],
    ['ＮＡＴＯ', ['nato']],
    // Text, not markup.
    ['script', ['quote']],
    ['td', []],
    ['href', []],
    ['quot', []],
  ])('%s: %j', async (typed, names) => {
    expect(await found(typed)).toEqual(names);
  });
});

describe('nothing that is typed is syntax', () => {
  test.each([
    '"',
    '""',
    '-',
    '--',
    '- -',
    '*',
    '^',
    ':',
    '()',
    '!!!',
    '。，、',
    '-国防',
    '-国防 -部长',
    '',
    '   ',
    '\u0000',
    '🙂',
  ])('%j asks for nothing: 400 with a sentence', async (typed) => {
    const answer = await follow(home, `/filter/feed.xml?q=${encodeURIComponent(typed)}`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('expected at least one word');
  });

  test.each([
    '国防"',
    '"国防',
    '国防*',
    '^国防',
    'title:国防',
    'text : nato',
    '{title text} : nato',
    '国防 AND',
    'OR 国防',
    'NOT 国防',
    'NEAR(国防 部长)',
    'NEAR/2',
    '(国防',
    '国防)',
    'nato + summit',
    "nato'; DROP TABLE search; --",
    'nato\u0000',
    '国防 \ud800',
    '\\',
    'a\\b',
    '%_',
    '<mark>',
    '𠮷*"-',
    '"a" "b" "c',
    '-"国防" nato',
    '\u0301',
  ])('%j is answered', async (typed) => {
    const answer = await follow(
      home,
      `/filter/feed.xml?q=${encodeURIComponent(typed.toWellFormed())}`,
    );
    expect([200, 400]).toContain(answer.status);
  });

  test('words of the query language are words', async () => {
    expect(await found('NOT nato')).toEqual([]);
    expect(await found('nato OR economy')).toEqual([]);
    expect(await found('title:国防')).toEqual([]);
  });

  test.each([
    ['国'.repeat(201), 'at most 200 characters'],
    [Array.from({ length: 13 }, (_, at) => `w${at}`).join(' '), '13 terms; expected at most 12'],
  ])('%s: 400', async (typed, sentence) => {
    const answer = await follow(home, `/filter/feed.xml?q=${encodeURIComponent(typed)}`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(sentence);
  });
});

describe('a search feed', () => {
  test('is named for the search, and has one address', async () => {
    const answer = await follow(
      home,
      encodeURI('/search/feed.json?q=++会谈++会谈+“国防”&x=1&limit=50'),
    );
    const feed = await answer.json();
    expect(feed.title).toBe('“会谈 "国防"” – 宽报');
    const q = new URLSearchParams({ q: '会谈 "国防"' });
    expect(feed.feed_url).toBe(`https://feeds.example/filter/feed.json?${q}`);
    expect(feed.home_page_url).toBe(`https://feeds.example/search/?${q}`);
  });

  test('keeps its tag through a publication that adds no match, and shows one that does', async () => {
    const own = await openHome();
    const ask = (headers = {}) =>
      own.app.request(encodeURI('/filter/feed.xml?q=国防'), { headers });
    await own.publish([article(1, { title: '国防' }), article(2)]);
    const tag = (await ask()).headers.get('ETag') ?? '';
    await own.publish([article(3, { title: '防国' })]);
    expect((await ask({ 'If-None-Match': tag })).status).toBe(304);
    await own.publish([article(4, { title: '国防二', published: Date.UTC(2020, 1, 1) })]);
    const answer = await ask({ 'If-None-Match': tag });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('国防二');
  });

  test('follows corrections and withdrawals', async () => {
    const own = await openHome();
    const items = async () =>
      (await (await own.app.request(encodeURI('/filter/feed.json?q=国防'))).json()).items.length;
    await own.publish([article(1, { title: '国防' }), article(2, { title: '国防二' })]);
    expect(await items()).toBe(2);
    await own.publish([article(1, { title: '经济' })], [article(2).id]);
    expect(await items()).toBe(0);
    await own.publish([article(2, { title: '国防三' })]);
    expect(await items()).toBe(1);
  });

  test('shows the newest to arrive, the newest first', async () => {
    const own = await openHome();
    for (const number of [3, 1, 2])
      await own.publish([article(number, { title: `国防${number}` })]);
    const answer = await own.app.request(encodeURI('/filter/feed.json?limit=2&q=国防'));
    const { items } = await answer.json();
    expect(items.map(({ title }: { title: string }) => title)).toEqual(['国防2', '国防1']);
  });

  test('waits while the index of a large publication is built, and then answers', async () => {
    const own = await openHome();
    await own.publish(Array.from({ length: 130 }, (_, at) => article(at + 1)));
    const ask = () => own.app.request(encodeURI('/filter/feed.json?q=第7条'));
    const busy = await ask();
    expect([busy.status, busy.headers.get('Retry-After')]).toEqual([503, '30']);
    for (let tries = 0; tries < 10 && (await ask()).status === 503; ) tries++;
    expect((await (await ask()).json()).items).toHaveLength(1);
  });
});

describe('the two Chinese scripts', () => {
  const ALL = ['台湾', '台灣', '臺灣', '臺湾'];
  const titles = async ({ app }: TestHome, query: string) => {
    const answer = await app.request(encodeURI(`/filter/feed.json?${query}`));
    const { items } = (await answer.json()) as { items: { title: string }[] };
    return items.map(({ title }) => title);
  };

  test('each spelling finds all, and what is shown stays as it was written', async () => {
    const own = await openHome();
    await own.publish([
      ...ALL.map((title, at) => article(at + 1, { title })),
      article(9, { title: '香港' }),
    ]);
    for (const q of ALL) {
      expect((await titles(own, `q=${q}`)).sort()).toEqual(ALL.toSorted());
      expect(await titles(own, `not=${q}&source=voa`)).toEqual(['香港']);
      const page = await (await own.app.request(encodeURI(`/search/?q=${q}`))).text();
      for (const title of ALL) expect(page).toContain(`<mark>${title}</mark>`);
    }
  });

  test('phrases, single characters and parts of words cross scripts, too', async () => {
    const own = await openHome();
    await own.publish([
      article(1, { title: '國防部長發言' }),
      article(2, { title: '国防部长发言' }),
    ]);
    for (const q of ['国防部长', '國防 發', '"部長发"', '发', '長']) {
      expect(await titles(own, `q=${q}`)).toHaveLength(2);
    }
  });
});

test('a publisher takes the index to its end, step by step, also two at a time', async () => {
  const own = await openHome();
  await own.publish(Array.from({ length: 130 }, (_, at) => article(at + 1)));
  const step = async () => {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const answer = await own.app.request('/publishing/index', { method: 'POST', headers });
    expect(answer.status).toBe(200);
    return (await answer.json()).done;
  };
  let steps = 0;
  while (!(await Promise.all([step(), step()])).includes(true)) expect(++steps).toBeLessThan(10);
  const answer = await own.app.request(encodeURI('/filter/feed.json?limit=500&q=新闻'));
  expect((await answer.json()).items).toHaveLength(130);
});

describe('results for a page', () => {
  const search = (typed: string, limit = 10, offset = 0) =>
    searchArticles(home.db, readQuery(typed) as SearchQuery, { limit, offset });

  test('a word in the title goes before one in the text', async () => {
    const { results, count, more } = await search('会谈');
    expect(results.map(({ title }) => title)).toEqual(['边境会谈结束', '新任国防部长首次公开露面']);
    expect({ count, more }).toEqual({ count: 2, more: false });
    expect((await search('会谈', 1, 1)).results.map(({ title }) => title)).toEqual([
      '新任国防部长首次公开露面',
    ]);
  });

  test('titles first, then newest by date; a title counts where it has all words', async () => {
    const own = await openHome();
    const day = (date: number) => ({
      published: Date.UTC(2024, 0, date),
      html: '<p>渡轮，码头</p>',
    });
    await own.publish([
      article(1, { ...day(1), title: '渡轮与码头' }),
      article(2, { ...day(4), title: '渡轮' }),
      article(3, { ...day(9), title: '港口' }),
      article(4, { ...day(2), title: '码头渡轮' }),
    ]);
    // It arrives last, with an old date.
    await own.publish([article(5, { ...day(3), title: '灯塔' })]);
    const titles = async (typed: string, limit = 9, offset = 0) => {
      const query = readQuery(typed) as SearchQuery;
      const { results } = await searchArticles(own.db, query, { limit, offset });
      return results.map(({ title }) => title);
    };
    expect(await titles('渡轮 码头')).toEqual(['码头渡轮', '渡轮与码头', '港口', '渡轮', '灯塔']);
    expect(await titles('渡轮 码头', 2, 1)).toEqual(['渡轮与码头', '港口']);
    expect(await titles('渡轮 -与码')).toEqual(['渡轮', '码头渡轮', '港口', '灯塔']);
    expect(await titles('"渡轮与码头"')).toEqual(['渡轮与码头']);
  });

  test.each([
    ['会谈', '边境<mark>会谈</mark>结束', '双方讨论了边境的防务，国家防御体系没有变化。'],
    [
      '边境 国家防御',
      '<mark>边境</mark>会谈结束',
      '双方讨论了<mark>边境</mark>的防务，<mark>国家防御</mark>体系没有变化。',
    ],
    ['ubung', 'NATO summit opens in Vilnius', expect.stringContaining('<mark>Übung</mark> 2024')],
    ['abc', '生僻字', '他姓𠮷，名䶮。 <mark>ＡＢＣ</mark>全角'],
    ['script', '他说：“不”', 'it"s &lt;<mark>script</mark>&gt; "well known" fact'],
    ['well-known', '他说：“不”', 'it"s &lt;script&gt; "<mark>well known</mark>" fact'],
    [
      'gdp -nato',
      '经济增长放缓',
      expect.stringContaining('<mark>GDP</mark>增长4.6%，第三季度出口下降。 C&amp;A'),
    ],
  ])('%s is marked, and the rest is escaped', async (typed, title, text) => {
    const [first] = (await search(typed)).results;
    expect(first).toMatchObject({ titleHtml: title, snippetHtml: text });
  });

  test('a long text is cut around the first word that was found', async () => {
    const own = await openHome();
    await own.publish([
      article(1, { html: `<p>${'前文𠮷'.repeat(100)}国防${'后文'.repeat(200)}</p>` }),
    ]);
    const query = readQuery('国防') as SearchQuery;
    const [first] = (await searchArticles(own.db, query, { limit: 1 })).results;
    expect(first?.snippetHtml).toMatch(/^….{30,50}<mark>国防<\/mark>.{100,130}…$/u);
    expect(first?.snippetHtml.isWellFormed()).toBe(true);
  });
});

test('the index takes every letter as it is folded: no word is cut or folded again', async () => {
  const db = openSqlite(':memory:');
  const words = new Set<string>();
  for (let point = 0; point < 0x110000; point++) {
    const character = String.fromCodePoint(point);
    // Of ideographs and Hangul, which have no case, a part is enough.
    if (!/[\p{L}\p{N}]/u.test(character)) continue;
    if (point % 50 && /[\p{Unified_Ideograph}\p{sc=Hang}]/u.test(character)) continue;
    for (const word of wordsOfTitle(`x${character}`)) words.add(word);
  }
  expect(words.size).toBeGreaterThan(30_000);
  const row = [1, '', [...words].join(' '), ''];
  const columns = ['rowid', 'title', 'text', 'facets'];
  await db.batch([{ table: 'search', columns, rows: [row], existing: 'REPLACE' }]);
  await db.all(`CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'search', 'row')`);
  const indexed = await db.all<{ term: string }>('SELECT term FROM temp.vocabulary');
  const kept = new Set(indexed.map(({ term }) => term));
  expect([...words].filter((word) => !kept.has(word))).toEqual([]);
  expect(kept.size).toBe(words.size);
  db.close();
});

test('a search asks once, and finds single characters by their own index', async () => {
  const db = openSqlite(':memory:');
  const searched: string[] = [];
  const counted: Database = {
    ...db,
    all: (statement) => {
      const sql = typeof statement === 'string' ? statement : statement.sql;
      if (sql.includes('MATCH')) searched.push(sql);
      return db.all(statement);
    },
  };
  const query = readQuery('的 一 是 在 了 国 中 人 有 他 不 这') as SearchQuery;
  await searchArticles(counted, query, { limit: 20 });
  expect(searched).toHaveLength(1);
  const [config] = await db.all(`SELECT sql FROM sqlite_schema WHERE name = 'search'`);
  expect(config?.sql).toMatch(/prefix = '1'/);
  db.close();
});
