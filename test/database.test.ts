// Statements as they are written in the code: what is bound, and what becomes SQL.
import { expect, test } from 'vitest';
import { openSqlite } from '../src/node/sqlite.ts';
import { sql } from '../src/store/database.ts';

const db = openSqlite(':memory:');

test('a value is bound, whatever is in it', async () => {
  const hostile = `'); DROP TABLE articles; --`;
  expect(await db.all(sql`SELECT ${hostile} AS text, ${null} AS none`)).toEqual([
    { text: hostile, none: null },
  ]);
});

test('a list stands for its values', async () => {
  const keys = ['a', "b'", '?'];
  const rows = await db.all(
    sql`SELECT column1 AS key FROM (VALUES ('a'), ('b'''), ('c')) WHERE column1 IN ${keys}`,
  );
  expect(rows).toEqual([{ key: 'a' }, { key: "b'" }]);
  expect(await db.all(sql`SELECT 1 WHERE 'a' IN ${[]}`)).toEqual([]);
});

test('a statement is put into another with its values in their order', async () => {
  const inner = sql`SELECT ${2} AS two`;
  expect(await db.all(sql`SELECT ${1} AS one, two, ${3} AS three FROM (${inner})`)).toEqual([
    { one: 1, two: 2, three: 3 },
  ]);
});
