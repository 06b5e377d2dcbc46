// The D1 adapter keeps within D1's limits, which its local simulation does not enforce.
import type { D1DatabaseSession } from '@cloudflare/workers-types';
import { expect, test } from 'vitest';
import { type StagedArticle, stageArticles } from '../src/store/publication.ts';
import { openD1 } from '../src/worker/d1.ts';
import { article } from './support/home.ts';

/** A session that runs nothing; the values bound to each statement of its batches. */
function record() {
  const statements: unknown[][] = [];
  const prepare = () => ({ bind: (...values: unknown[]) => values });
  const batch = async (batch: unknown[][]) => {
    statements.push(...batch);
    return batch.map((_, at) => ({ results: [{ statement: at }] }));
  };
  return { statements, db: openD1(() => ({ prepare, batch }) as unknown as D1DatabaseSession) };
}

const bytes = (value: unknown) => new TextEncoder().encode(String(value)).length;
const sized = (count: number, characters: number): StagedArticle[] =>
  Array.from({ length: count }, (_, at) => article(at + 1, { html: '文"'.repeat(characters / 2) }));

test.each([
  ['as many as a body of 10 MB holds', sized(1000, 3000)],
  ['a few large ones', sized(5, 700_000)],
  ['small ones', sized(100, 100)],
])('articles, %s', async (_, articles) => {
  const { statements, db } = record();
  await stageArticles(db, { name: 'push 0 x', base: 0 }, articles);
  // Of 2,000,000 bytes a value, 100 values a statement, 50 statements a request.
  for (const values of statements) {
    expect(values.length).toBeLessThanOrEqual(100);
    for (const value of values) expect(bytes(value)).toBeLessThanOrEqual(2_000_000);
  }
  expect(statements.length).toBeLessThanOrEqual(40);
  const rows = statements.flatMap(([value]) => JSON.parse(String(value)));
  expect(rows.filter((row) => row.length === 2)).toEqual(
    articles.map(({ hash, html }) => [hash, html]),
  );
});

test('rows come back by the steps of a batch, however many statements one was', async () => {
  const { db } = record();
  const rows = sized(3, 600_000).map(({ html }) => [html]);
  const [first, inserted, last] = await db.batch([
    { sql: 'SELECT 1', values: [] },
    { table: 't', columns: ['a'], rows, existing: 'IGNORE' },
    { sql: 'SELECT 2', values: [] },
  ]);
  expect(first).toEqual([{ statement: 0 }]);
  expect(inserted).toHaveLength(3);
  expect(last).toEqual([{ statement: 4 }]);
});
