// The search of an export in a browser finds what the server finds, in the same order.
import { beforeAll, describe, expect, test } from 'vitest';
import { articleVersion } from '../src/article/types.ts';
import { digest } from '../src/node/parser.ts';
import { openSqlite, type SqliteDatabase } from '../src/node/sqlite.ts';
import type { StagedArticle } from '../src/store/publication.ts';
import {
  beginPublication,
  commitPublication,
  stageArticles,
  stageWithdrawals,
} from '../src/store/publication.ts';
import { createNumbering } from '../src/store/search/files/numbering.ts';
import { stepIndex } from '../src/store/search/indexing.ts';
import { readQuery, type SearchQuery } from '../src/store/search/query.ts';
import { searchArticles } from '../src/store/search/search.ts';
import { textOf } from '../src/store/search/words.ts';
import { mulberry32 } from './archive/random.ts';
import { article } from './support/home.ts';
import {
  generated,
  openFiles,
  type Search,
  typedFrom,
  writeFiles,
} from './support/search-index.ts';

/** Few enough for the server to show all that it finds. */
const GENERATED = 150;

const PROSE: [title: string, html: string][] = [
  ['NATO summit opens in Vilnius', '<p>The alliance’s leaders meet; Übung 2024 follows.</p>'],
  ['Ελληνικά και ΟΔΟΣ', '<p>ὀδός, οδος; Москва, Йод и йод</p>'],
  ['हिन्दी में समाचार', '<p>नई दिल्ली। हिन्दी</p>'],
  ['台風登陸臺灣', '<p>氣象局發布警報：「請勿外出」。部长，国防部</p>'],
  ['国防部长访问', '<p>ＡＢＣ全角，C&amp;A 与 5G网络，GDP增长4.6%</p>'],
  [
    '防部与国防：部长',
    '<p>名<b>部</b><i>长</i>。東京でインタビュー。the leaders of the summit</p>',
  ],
  ['他姓𠮷，名䶮', '<p>summit of leaders in Vilnius, nato；国防与部队</p>'],
];

interface Store {
  db: SqliteDatabase;
  articles: Map<string, StagedArticle>;
  files: Map<string, Uint8Array<ArrayBuffer>>;
  /** Publishes, and brings the files up to date. */
  publish(changed: StagedArticle[], withdrawn?: string[]): Promise<string[]>;
}

function openStore(): Store {
  const db = openSqlite(':memory:');
  const articles: Store['articles'] = new Map();
  const files: Store['files'] = new Map();
  return {
    db,
    articles,
    files,
    async publish(changed, withdrawn = []) {
      const publication = await beginPublication(db, 'test');
      await stageArticles(db, publication, changed);
      await stageWithdrawals(db, publication, withdrawn);
      await commitPublication(db, publication, Date.UTC(2026, 0, 1));
      while (!(await stepIndex(db)));
      for (const each of changed) articles.set(each.id, each);
      for (const id of withdrawn) articles.delete(id);
      return (await writeFiles(db, files)).written;
    },
  };
}

/** Ids of all that the server finds, in its order. */
async function onServer(db: SqliteDatabase, typed: string): Promise<string[]> {
  const query = readQuery(typed) as SearchQuery;
  const { results } = await searchArticles(db, query, { limit: 1_000 });
  return results.map(({ id }) => id);
}

/** Ids of all that the browser shows, page by page; what only an article's text tells is asked of it. */
async function inBrowser(search: Search, typed: string, articles: Store['articles']) {
  const ids: string[] = [];
  for (let page = 1; ; page++) {
    const { count, exact, found, matches } = await search(typed, page);
    for (const { id } of found) {
      const { title, html } = articles.get(id) as StagedArticle;
      const isMatch = matches(title, textOf(html));
      if (exact) expect(isMatch).toBe(true);
      if (isMatch) ids.push(id);
    }
    if (page * 10 < count) continue;
    if (exact) expect(ids).toHaveLength(count);
    return { ids, exact };
  }
}

let store: Store;
beforeAll(async () => {
  store = openStore();
  const special = PROSE.map(([title, html], at) => article(at + 1, { title, html }));
  await store.publish([...special, ...(await generated(GENERATED, 1))]);
});

describe.each(['in an index that was just built', 'with a tail'])('%s', (state) => {
  let search: Search;
  beforeAll(async () => {
    if (state === 'with a tail') {
      const old = [...store.articles.values()].slice(PROSE.length);
      const corrected = old.slice(0, 20).map(({ hash, ...each }) => {
        const content = { ...each, title: `${each.title}国防` };
        return { ...content, hash: articleVersion(content, digest) as string };
      });
      const added = await generated(30, 2);
      const withdrawn = old.slice(20, 30).map(({ id }) => id);
      expect(await store.publish([...added, ...corrected], withdrawn)).toHaveLength(5);
    }
    search = await openFiles(store.files);
  });

  test.each([
    '国防',
    '国防部',
    '国防部长',
    '部长 国防',
    '防部 国防',
    '"部长"',
    '国防 -部长',
    '部长 -国防部长',
    '國防部長',
    '臺灣',
    '台湾',
    'nato',
    'NATO summit',
    '"summit opens"',
    '"leaders meet"',
    'leaders -meet',
    'übung',
    'UBUNG 2024',
    'οδός',
    'ΟΔΟΣ',
    'йод',
    'हिन्दी',
    'दिल्ली',
    'abc',
    'ＡＢＣ全角',
    'c&a',
    '4.6',
    'GDP增长',
    '5g网络',
    '𠮷 姓𠮷',
    '姓𠮷',
    'インタビュー',
    '請勿外出',
    'vilnius 部',
  ])('%s: the same articles in the same order', async (typed) => {
    const { ids } = await inBrowser(search, typed, store.articles);
    expect(ids).toEqual(await onServer(store.db, typed));
    expect(ids).not.toEqual([]);
  });

  test('100 searches made of what is written: none missing, none too many, the same order', async () => {
    const random = mulberry32(7);
    const articles = [...store.articles.values()];
    let [compared, exactOnes, nonEmpty] = [0, 0, 0];
    while (compared < 100) {
      const typed = typedFrom(random, random.pick(articles));
      if ((await search(typed, 1)).fault) continue;
      const { ids, exact } = await inBrowser(search, typed, store.articles);
      const expected = await onServer(store.db, typed);
      // The index does not tell whether a single character is in a title.
      const { wanted } = readQuery(typed) as SearchQuery;
      if (/(^|,)\p{sc=Han}(,|$)/u.test(String(wanted))) {
        ids.sort();
        expected.sort();
      }
      expect({ typed, ids }).toEqual({ typed, ids: expected });
      compared++;
      exactOnes += Number(exact);
      nonEmpty += Number(ids.length > 0);
    }
    expect(exactOnes).toBeGreaterThan(25);
    expect(nonEmpty).toBeGreaterThan(50);
  });
});

const few = (from: number, to: number, change: Partial<StagedArticle> = {}) =>
  Array.from({ length: to - from }, (_, at) => article(from + at, change));
const names = (paths: string[]) => paths.map((path) => path.replace(/^.*\/|-.*$/g, ''));

describe('from one export to the next', () => {
  test('nothing is written where nothing changed, and no more than the tail for 64 articles', async () => {
    const own = openStore();
    await own.publish(few(1, 100));
    expect(await own.publish([])).toEqual([]);
    const written = await own.publish(few(100, 164));
    expect(names(written).sort()).toEqual(['index.json', 'tail', 'tail', 'tail', 'tail']);
    expect(await own.publish([])).toEqual([]);
    const tail = [...own.files.keys()].filter((path) => path.includes('tail'));
    expect(names(await own.publish([article(164)]))).toContain('words');
    for (const path of tail) expect(own.files.has(path)).toBe(false);
    const search = await openFiles(own.files);
    expect((await search('新闻', 1)).count).toBe(164);
  });

  test('what was withdrawn is gone, also out of the tail, and comes back', async () => {
    const own = openStore();
    await own.publish(few(1, 10));
    const titles = async () => {
      const { found } = await (await openFiles(own.files))('新闻', 1);
      return found.map(({ title }) => title.match(/\d+/)?.[0]).join(' ');
    };
    await own.publish([article(10)], [article(5).id]);
    expect(await titles()).toBe('10 9 8 7 6 4 3 2 1');
    await own.publish([], [article(10).id]);
    expect(await titles()).toBe('9 8 7 6 4 3 2 1');
    await own.publish([article(5)]);
    expect(await titles()).toBe('9 8 7 6 5 4 3 2 1');
  });

  test('late articles stand where their dates say', async () => {
    const own = openStore();
    await own.publish([article(10), article(20), article(30)]);
    await own.publish([article(5), article(15), article(16), article(35)]);
    const { found } = await (await openFiles(own.files))('新闻', 1);
    expect(found.map(({ title }) => title.match(/\d+/)?.[0])).toEqual(
      '35 30 20 16 15 10 5'.split(' '),
    );
  });

  test('the same articles give the same files, in whatever order they came', async () => {
    const [one, other] = [openStore(), openStore()];
    await one.publish(few(1, 40));
    await other.publish(few(20, 40));
    await other.publish(few(1, 20));
    other.files.clear();
    await other.publish([]);
    expect(Object.fromEntries(other.files)).toEqual(Object.fromEntries(one.files));
  });

  test.each(['not JSON', '{"format":0}', '{"format":1,"build":"gone","articles":3}'])(
    'an earlier index that says %s is made again',
    async (text) => {
      const own = openStore();
      own.files.set('search/index.json', new TextEncoder().encode(text));
      await own.publish(few(1, 4));
      expect((await (await openFiles(own.files))('新闻', 1)).count).toBe(3);
    },
  );

  test('an empty archive has an index, too', async () => {
    const own = openStore();
    await own.publish([]);
    expect((await (await openFiles(own.files))('新闻', 1)).count).toBe(0);
    await own.publish([article(1)]);
    expect((await (await openFiles(own.files))('新闻', 1)).count).toBe(1);
  });
});

test('words are numbered as they come, however many', () => {
  const numberOf = createNumbering();
  const random = mulberry32(1);
  const expected = new Map<string, number>();
  for (let at = 0; at < 200_000; at++) {
    const units = Array.from({ length: random.between(1, 3) }, () => 0x4e00 + random.below(600));
    const word = String.fromCharCode(...units);
    if (!expected.has(word)) expected.set(word, expected.size);
    if (numberOf(word) !== expected.get(word)) expect.fail(`${word} has another number`);
  }
  expect(expected.size).toBeGreaterThan(100_000);
});

test('an article without a page links to its original', async () => {
  const own = openStore();
  await own.publish([article(1), article(2)]);
  await writeFiles(own.db, own.files, (id) => id !== article(1).id);
  const { found } = await (await openFiles(own.files))('新闻', 1);
  expect(found.map(({ url }) => url)).toEqual([undefined, article(1).url]);
});

test.each([
  ['', 'empty'],
  ['。，', 'empty'],
  ['-国防', 'empty'],
  ['国', 'short'],
  ['国 -防务', 'short'],
  ['国防'.repeat(101), 'long'],
  [Array.from({ length: 13 }, (_, at) => `w${at}`).join(' '), 'terms'],
])('%j cannot be searched for: %s', async (typed, fault) => {
  const own = openStore();
  await own.publish([article(1)]);
  expect(await (await openFiles(own.files))(typed, 1)).toEqual({ fault });
});

test('a search asks for its words at once, then for the titles, and for nothing twice', async () => {
  const asked: string[] = [];
  const search = await openFiles(store.files, (path) => asked.push(path));
  expect(names(asked.splice(0))).toEqual(['index.json', 'characters.bin']);
  const { found } = await search('国防', 1);
  expect(names(asked).filter((name) => name !== 'titles')).toEqual(['words', 'tail']);
  expect(asked.length).toBeLessThanOrEqual(2 + found.length);
  asked.length = 0;
  await search('国防', 1);
  expect(asked).toEqual([]);
});

test('what was looked for is marked as the server marks it', async () => {
  const search = await openFiles(store.files);
  const { marker } = await search('臺灣', 1);
  expect(marker.whole('台风登陆台湾')).toEqual(['台风登陆', '台湾', '']);
  expect(marker.excerpt(`${'前'.repeat(100)}臺灣${'后'.repeat(200)}`).join('|')).toMatch(
    /^…前{40}\|臺灣\|后{118}…$/,
  );
});
