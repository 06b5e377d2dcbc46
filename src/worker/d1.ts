// D1 as a Database, within D1's limits.
import type { D1DatabaseSession } from '@cloudflare/workers-types';
import { asStatement, type Database, type Insertion, type Statement } from '../store/database.ts';

/**
 * Characters of rows that one statement inserts. A bound value may have 2 MB, and a character
 * takes up to three bytes.
 */
const MAX_CHARACTERS = 600_000;

/**
 * @param session opens a session for each access (read replication): with `first-unconstrained`
 *   the nearest replica answers, with `first-primary` the one database that takes writes
 */
export function openD1(session: () => D1DatabaseSession): Database {
  return {
    async all(statement) {
      const { sql, values } =
        typeof statement === 'string' ? { sql: statement, values: [] } : statement;
      const prepared = session().prepare(sql);
      return (await prepared.bind(...values).all()).results as never;
    },
    async batch(steps) {
      const d1 = session();
      const groups = steps.map(statementsOf);
      const results = await d1.batch(
        groups.flat().map(({ sql, values }) => d1.prepare(sql).bind(...values)),
      );
      let at = 0;
      return groups.map((group) => {
        const rows = results.slice(at, at + group.length).flatMap((result) => result.results);
        at += group.length;
        return rows;
      }) as never;
    },
  };
}

/** A step as statements that are not too large for D1. */
function statementsOf(step: Statement | Insertion): Statement[] {
  if ('sql' in step) return [step];
  const statements: Statement[] = [];
  let rows: Insertion['rows'] = [];
  let characters = 0;
  for (const row of step.rows) {
    const size = row.reduce<number>((sum, value) => sum + String(value).length, 0);
    if (rows.length > 0 && characters + size > MAX_CHARACTERS) {
      statements.push(asStatement({ ...step, rows }));
      rows = [];
      characters = 0;
    }
    rows.push(row);
    characters += size;
  }
  return [...statements, asStatement({ ...step, rows })];
}
