// [--articles N | --database FILE]: the search index of an export, its size, and what a search costs.
import { parseArgs } from 'node:util';
import { parseArticle } from '../../src/article/article.ts';
import { digest } from '../../src/node/parser.ts';
import { openSqlite } from '../../src/node/sqlite.ts';
import { newestArticles } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { beginPublication, commitPublication, stageArticles } from '../../src/store/publication.ts';
import { textOf, wordsOfText } from '../../src/store/search/words.ts';
import { generateArticles } from '../archive/generate.ts';
import { mulberry32 } from '../archive/random.ts';
import { openFiles, typedFrom, writeFiles } from '../support/search-index.ts';
import { median, secondsOf, table, verdict } from './harness.ts';

const SEARCHES = 200;
/** Articles that the searches are taken from. */
const SAMPLE = 500;
const STEP = 400;

/** Measures the goals of the index; prints one table. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { articles: { type: 'string', default: '15000' }, database: { type: 'string' } },
  });
  const db = openSqlite(values.database ?? ':memory:');
  if (!values.database) await publish(db, Number(values.articles));
  console.log(table([['', 'measured', 'goal', ''], ...(await searchIndexRows(db))]));
  db.close();
}

/**
 * The index of all that is published: how long it takes beside the cutting of the same texts into
 * words alone, its size beside the texts, and what is read for one search and its ten results.
 */
export async function searchIndexRows(db: Database): Promise<ReturnType<typeof verdict>[]> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  let textBytes = 0;
  const words = await secondsOf(async () => {
    const bodies = await db.all<{ html: string }>('SELECT html FROM bodies');
    for (const { html } of bodies) {
      textBytes += Buffer.byteLength(textOf(html));
      wordsOfText(html);
    }
  });
  const whole = await secondsOf(() => writeFiles(db, files));
  const again = await secondsOf(() => writeFiles(db, files));
  const bytes = [...files.values()].reduce((sum, each) => sum + each.length, 0);

  const { articles } = await newestArticles(db, SAMPLE);
  const random = mulberry32(5);
  const costs: { bytes: number; requests: number }[] = [];
  while (costs.length < SEARCHES) {
    const read: string[] = [];
    const search = await openFiles(files, (path) => read.push(path));
    const typed = typedFrom(random, { ...random.pick(articles) });
    if ((await search(typed, 1)).fault) continue;
    const sum = read.reduce((sum, path) => sum + (files.get(path)?.length ?? 0), 0);
    costs.push({ bytes: sum, requests: read.length });
  }
  const quantiles = (list: number[]) => {
    const sorted = list.toSorted((a, b) => a - b);
    return [median(list), sorted[Math.floor(0.95 * list.length)], sorted.at(-1)] as number[];
  };
  const kilobytes = quantiles(costs.map(({ bytes }) => bytes / 1e3));
  const requests = quantiles(costs.map(({ requests }) => requests));
  const names = ['median', '95 of 100', 'most'];
  return [
    ['index of all articles, s', whole.toFixed(1), '', ''],
    verdict('  ÷ cutting their texts into words', whole / words, { most: 5 }),
    verdict('index again, nothing changed, % of that', (100 * again) / whole, { most: 3 }),
    verdict('size, % of the texts', (100 * bytes) / textBytes, { most: 35 }),
    ...kilobytes.map((each, at) => verdict(`a search, kB, ${names[at]}`, each, { most: 150 })),
    ...requests.map((each, at) => verdict(`a search, requests, ${names[at]}`, each, { most: 16 })),
  ];
}

async function publish(db: Database, count: number): Promise<void> {
  const publication = await beginPublication(db, 'bench');
  const options = { now: Date.UTC(2026, 0, 1), language: 'zh-Hans', digest };
  let batch = [];
  for (const { path, text } of generateArticles({ count })) {
    const parsed = await parseArticle(path, new TextEncoder().encode(text), options);
    if ('article' in parsed) batch.push({ ...parsed.article, sourceTitle: parsed.sourceTitle });
    if (batch.length < STEP) continue;
    await stageArticles(db, publication, batch);
    batch = [];
  }
  await stageArticles(db, publication, batch);
  await commitPublication(db, publication, Date.UTC(2026, 0, 1));
}
