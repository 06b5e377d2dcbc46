// [--articles N]: pages and feeds of a large archive, cold and warm, and how they grow with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseArticle } from '../../src/article/article.ts';
import { createApp } from '../../src/http/app.ts';
import type { DocumentCache } from '../../src/http/document-cache.ts';
import { createDocumentCache } from '../../src/node/document-cache.ts';
import { digest } from '../../src/node/parser.ts';
import { openSqlite, type SqliteDatabase } from '../../src/node/sqlite.ts';
import { COLUMNS, JOINS } from '../../src/store/articles.ts';
import { sql } from '../../src/store/database.ts';
import {
  beginPublication,
  commitPublication,
  type StagedArticle,
  stageArticles,
} from '../../src/store/publication.ts';
import { stepIndex } from '../../src/store/search/indexing.ts';
import { generateArticles } from '../archive/generate.ts';
import { SITE } from '../support/home.ts';
import { figure, interleave, median, secondsOf, table, verdict } from './harness.ts';

/** What is measured; cost of all but the search must hardly grow with the archive. */
const SUBJECTS: { what: string; path: string; bounded: boolean }[] = [
  { what: 'source page', path: '/sources/rfi/', bounded: true },
  { what: 'month page', path: '/2025/01/', bounded: true },
  { what: 'source feed', path: '/sources/rfi/feed.xml', bounded: true },
  {
    what: 'combined feed',
    path: '/filter/feed.json?lang=zh-Hant&source=bbc&source=voa',
    bounded: true,
  },
  { what: 'history page', path: '/archive/7/feed.xml', bounded: true },
  { what: 'history page of a source', path: '/sources/rfi/archive/3/atom.xml', bounded: true },
  { what: 'with pictures', path: '/filter/feed.xml?has=image', bounded: true },
  { what: 'with video, of a source', path: '/filter/feed.xml?has=video&source=voa', bounded: true },
  { what: 'without a word', path: '/filter/feed.xml?not=中国&source=rfi', bounded: false },
  { what: 'search feed', path: '/filter/feed.xml?q=中国', bounded: false },
  { what: 'word in a source', path: '/filter/feed.xml?q=中国&source=voa', bounded: false },
  { what: 'video, with a word', path: '/filter/feed.xml?has=video&q=中国', bounded: false },
  { what: 'search page', path: '/search/?q=中国', bounded: false },
];

/** Whose articles, and which of them: together the filters whose growth is measured. */
const WHOSE = ['', 'source=voa', 'source=bbc&source=rfi', 'lang=zh-Hant', 'lang=zh-Hans&source=dw'];
const WHICH = [
  'q=中国',
  'q=的',
  'q="中国政府"',
  'q=经济 美国',
  'q=中国&not=美国',
  'not=中国',
  'not=中国 美国 经济',
  'has=image',
  'has=video',
  'has=audio&q=的',
  'has=image&q=经济',
  'has=image&has=video&not=中国',
  'q=没有这样的词',
  'q=的 一 是 在 不 了 有 和 人 这 中 大',
];

/** Calls whose mean is one figure. */
const CALLS = 20;
const STEP = 400;
/** The archive that growth is measured from has a tenth of the articles. */
const TENTH = 10;

/** Measures the goals for queries; prints one table. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { articles: { type: 'string', default: '100000' } },
  });
  const count = Number(values.articles);
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  try {
    const small = await openStore(folder, Math.round(count / TENTH));
    const large = await openStore(folder, count);
    const rows: (string | number)[][] = [];
    for (const { what, path, bounded } of SUBJECTS) {
      const ids = idsIn(await (await large.warm.request(path)).text());
      const seconds = await interleave({
        cold: () => mean(() => large.cold.request(path)),
        small: () => mean(() => small.cold.request(path)),
        warm: () => mean(() => large.warm.request(path)),
        select: () => mean(() => large.db.all(rowsOf(ids))),
      });
      const { cold, warm, select } = seconds;
      rows.push([what, `${figure(cold * 1e3)} ms`, `${figure(warm * 1e3)} ms warm`, '']);
      rows.push(verdict('  cold ÷ SELECT of the same rows by id', cold / select, { most: 10 }));
      if (bounded) {
        rows.push(verdict(`  ÷ at ${small.count} articles`, cold / seconds.small, { most: 2 }));
      }
    }
    rows.push(...(await filterRows(small, large)));
    console.log(table([['', 'measured', 'goal', ''], ...rows]));
    for (const store of [small, large]) console.log(await sizes(store));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How filters grow with the archive, all of them: the quickest of a few calls each. */
async function filterRows(small: Store, large: Store): Promise<(string | number)[][]> {
  const [author] = await large.db.all<{ name: string }>(
    'SELECT value AS name FROM articles, json_each(authors) GROUP BY 1 ORDER BY count(*) DESC LIMIT 1',
  );
  const which = author ? [...WHICH, `author=${author.name}`] : WHICH;
  const costs: { query: string; growth: number; reading: number; cost: number }[] = [];
  for (const part of which.flatMap((asked) => WHOSE.map((whose) => [asked, whose]))) {
    const query = part.filter(Boolean).join('&');
    const path = encodeURI(`/filter/feed.json?${query}`);
    const answer = await large.cold.request(path);
    const { items } = answer.status === 200 ? await answer.json() : { items: null };
    if (!items) continue;
    const ids = idsIn(JSON.stringify(items));
    const cost = await least(() => large.cold.request(path));
    const before = await least(() => small.cold.request(path));
    const select = await least(() => large.db.all(rowsOf(ids)));
    costs.push({ query, growth: cost / before, reading: cost / select, cost });
  }
  const worst = costs.toSorted((a, b) => b.cost - a.cost)[0];
  return [
    [
      `${costs.length} filters`,
      `${figure(median(costs.map(({ cost }) => cost)) * 1e3)} ms`,
      '',
      '',
    ],
    verdict('  cold ÷ SELECT of the same rows by id', median(costs.map(({ reading }) => reading)), {
      most: 10,
    }),
    verdict(`  ÷ at ${small.count} articles`, median(costs.map(({ growth }) => growth)), {
      most: 2,
    }),
    [`  the worst: ${worst?.query}`, `${figure((worst?.cost ?? 0) * 1e3)} ms`, '', ''],
  ];
}

async function least(work: () => unknown): Promise<number> {
  const seconds: number[] = [];
  for (let call = 0; call < 5; call++)
    seconds.push(await secondsOf(async () => void (await work())));
  return Math.min(...seconds);
}

const rowsOf = (ids: string[]) =>
  sql`SELECT ${COLUMNS} FROM articles ${JOINS} WHERE articles.id IN ${ids}`;

/** Ids of the articles that a page or a feed shows. */
function idsIn(text: string): string[] {
  return [...new Set(text.match(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g))];
}

type Store = Awaited<ReturnType<typeof openStore>>;

/** A store of so many articles, and the application over it: keeping nothing, and as on Node. */
async function openStore(folder: string, count: number) {
  const db = openSqlite(join(folder, `${count}.db`));
  await publish(db, count);
  const steps: number[] = [];
  for (let done = false; !done; ) {
    steps.push(
      await secondsOf(async () => {
        done = await stepIndex(db);
      }),
    );
  }
  const nothingKept: DocumentCache = {
    get: async (_, compose) => ({ ...(await compose()).document, lastModified: 0 }),
    renew: async () => {},
  };
  const cold = createApp({ db, site: SITE, documents: nothingKept });
  const warm = createApp({ db, site: SITE, documents: await createDocumentCache(db, 'bench') });
  return { count, db, steps, cold, warm };
}

async function sizes({ count, db, steps }: Store): Promise<string> {
  const [size] = await db.all<{ bytes: number; whole: number }>(
    `SELECT sum(length(block)) AS bytes, page_count * page_size AS whole
     FROM search_data, pragma_page_count, pragma_page_size`,
  );
  const seconds = steps.reduce((sum, step) => sum + step, 0);
  return (
    `${count} articles: indexed in ${figure(seconds)} s, the longest step ` +
    `${figure(Math.max(...steps) * 1e3)} ms; index ${figure((size?.bytes ?? 0) / 1e6)} MB ` +
    `of ${figure((size?.whole ?? 0) / 1e6)} MB`
  );
}

async function publish(db: SqliteDatabase, count: number): Promise<void> {
  const publication = await beginPublication(db, 'bench');
  let batch: StagedArticle[] = [];
  for (const { path, text } of generateArticles({ count })) {
    const bytes = new TextEncoder().encode(text);
    const compiled = await parseArticle(path, bytes, {
      now: Date.UTC(2026, 0, 1),
      language: 'zh-Hans',
      digest,
    });
    if ('problem' in compiled) continue;
    batch.push({ ...compiled.article, sourceTitle: compiled.sourceTitle });
    if (batch.length < STEP) continue;
    await stageArticles(db, publication, batch);
    batch = [];
  }
  await stageArticles(db, publication, batch);
  await commitPublication(db, publication, Date.UTC(2026, 0, 1));
}

async function mean(work: () => unknown): Promise<number> {
  return (
    (await secondsOf(async () => {
      for (let call = 0; call < CALLS; call++) await work();
    })) / CALLS
  );
}
