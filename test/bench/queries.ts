// [--articles N]: pages and feeds of a large archive, cold and warm, and how they grow with it.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApp } from '../../src/app.ts';
import { compileArticle } from '../../src/article.ts';
import { digest } from '../../src/node/digest.ts';
import { createShelf } from '../../src/node/shelf.ts';
import { openSqlite, type SqliteDatabase } from '../../src/node/sqlite.ts';
import type { Shelf } from '../../src/shelf.ts';
import { COLUMNS, JOINS } from '../../src/store/articles.ts';
import {
  beginPublication,
  commitPublication,
  type StagedArticle,
  stageArticles,
} from '../../src/store/publication.ts';
import { stepIndex } from '../../src/store/search.ts';
import { generateArticles } from '../archive/generate.ts';
import { SITE } from '../support/home.ts';
import { figure, interleave, secondsOf, table, verdict } from './harness.ts';

/** What is measured; cost of all but the search must hardly grow with the archive. */
const SUBJECTS: { what: string; path: string; bounded: boolean }[] = [
  { what: 'source page', path: '/sources/rfi', bounded: true },
  { what: 'month page', path: '/2025/01', bounded: true },
  { what: 'source feed', path: '/sources/rfi/feed.xml', bounded: true },
  { what: 'combined feed', path: '/feed.json?lang=zh-Hant&source=bbc&source=voa', bounded: true },
  { what: 'history page', path: '/archive/7/feed.xml', bounded: true },
  { what: 'history page of a source', path: '/sources/rfi/archive/3/atom.xml', bounded: true },
  { what: 'search feed', path: '/search/feed.xml?q=中国', bounded: false },
  { what: 'search page', path: '/search?q=中国', bounded: false },
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
  const large = Number(values.articles);
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  try {
    const small = await measure(folder, Math.round(large / TENTH));
    const whole = await measure(folder, large);
    const rows = SUBJECTS.flatMap(({ what, bounded }) => {
      const { cold, warm, select } = whole.of(what);
      return [
        [what, `${figure(cold * 1e3)} ms`, `${figure(warm * 1e3)} ms warm`, ''],
        verdict('  cold ÷ SELECT of the same rows by id', cold / select, { most: 10 }),
        ...(bounded
          ? [verdict(`  ÷ at ${small.count} articles`, cold / small.of(what).cold, { most: 2 })]
          : []),
      ];
    });
    console.log(table([['', 'measured', 'goal', ''], ...rows]));
    for (const { count, indexing, index, database } of [small, whole]) {
      console.log(
        `${count} articles: indexed in ${figure(indexing)} s, index ${figure(index / 1e6)} MB of ${figure(database / 1e6)} MB`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Times {
  /** Seconds. */
  cold: number;
  warm: number;
  select: number;
}

async function measure(folder: string, count: number) {
  const file = join(folder, `${count}.db`);
  const db = openSqlite(file);
  await publish(db, count);
  const indexing = await secondsOf(async () => {
    while (!(await stepIndex(db)));
  });
  const nothingKept: Shelf = {
    get: async (_, compose) => (await compose()).document,
    renew: async () => {},
  };
  const site = { ...SITE, items: 50 };
  const cold = createApp({ db, site, shelf: nothingKept });
  const warm = createApp({ db, site, shelf: await createShelf(db, 'bench') });
  const times = new Map<string, Times>();
  for (const { what, path } of SUBJECTS) {
    const answer = await (await warm.request(path)).text();
    const ids = JSON.stringify([...new Set(answer.match(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g))]);
    times.set(
      what,
      await interleave({
        cold: () => mean(() => cold.request(path)),
        warm: () => mean(() => warm.request(path)),
        select: () =>
          mean(() =>
            db.all(
              `SELECT ${COLUMNS} FROM articles ${JOINS}
               WHERE articles.id IN (SELECT value FROM json_each(?1))`,
              ids,
            ),
          ),
      }),
    );
  }
  const [size] = await db.all<{ bytes: number }>(
    'SELECT sum(length(block)) AS bytes FROM search_data',
  );
  db.close();
  return {
    count,
    indexing,
    index: size?.bytes ?? 0,
    database: statSync(file).size,
    of: (what: string) => times.get(what) as Times,
  };
}

async function publish(db: SqliteDatabase, count: number): Promise<void> {
  const publication = await beginPublication(db, 'bench');
  let batch: StagedArticle[] = [];
  for (const { path, text } of generateArticles({ count })) {
    const bytes = new TextEncoder().encode(text);
    const compiled = await compileArticle(path, bytes, {
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
