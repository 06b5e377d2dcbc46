// Database: SQLite's dialect behind two asynchronous methods, in the shape that D1 has.

export type Value = string | number | null | Uint8Array;
export type Row = Record<string, Value>;

/** SQL, whole or a part, with a value for each `?` in it (at most 100, the limit of D1). */
export interface Statement {
  sql: string;
  values: Value[];
}

/** Any number of rows for a table; one whose key exists is left as it is, or replaced. */
export interface Insertion {
  table: string;
  columns: readonly string[];
  rows: Exclude<Value, Uint8Array>[][];
  existing: 'IGNORE' | 'REPLACE';
}

/** What a batch gives: a list of rows for each statement, whose types are `T`. */
export type RowsOf<T extends object[]> = { [K in keyof T]: T[K][] };

export interface Database {
  /** Whether it only reads: who would write does without. */
  readOnly?: boolean;
  /** The rows that a statement gives. One without values may be its text alone. */
  all<T = Row>(statement: Statement | string): Promise<T[]>;
  /** Runs the statements as one transaction: all or none. The rows of each, in order. */
  batch<T extends object[] = Row[]>(statements: (Statement | Insertion)[]): Promise<RowsOf<T>>;
}

/**
 * Writes a statement: sql`SELECT id FROM articles WHERE source IN ${keys} LIMIT ${limit}`. A value
 * is bound; a list is bound as JSON and stands for its values in parentheses; a statement is put
 * in as it is. So only what is written in the program becomes SQL.
 */
export function sql(
  texts: TemplateStringsArray,
  ...parts: (Value | readonly (string | number)[] | Statement)[]
): Statement {
  let text = texts[0] as string;
  const values: Value[] = [];
  for (const [at, part] of parts.entries()) {
    const statement = statementOf(part);
    text += statement.sql + texts[at + 1];
    values.push(...statement.values);
  }
  return { sql: text, values };
}

function statementOf(part: Value | readonly (string | number)[] | Statement): Statement {
  if (Array.isArray(part)) {
    return { sql: '(SELECT value FROM json_each(?))', values: [JSON.stringify(part)] };
  }
  const isStatement = part !== null && typeof part === 'object' && 'sql' in part;
  return isStatement ? part : { sql: '?', values: [part as Value] };
}

/** The rows of an insertion: each object as the list of its columns. */
export function rowsOf<C extends string>(
  columns: readonly C[],
  objects: Record<C, Exclude<Value, Uint8Array>>[],
): Insertion['rows'] {
  return objects.map((object) => columns.map((column) => object[column]));
}

/** The row of a statement that always gives one, such as a count. */
export async function readOne<T>(db: Database, statement: Statement): Promise<T> {
  const [row] = await db.all<T>(statement);
  return row as T;
}

/** An insertion as one statement with one value, for engines that limit the number of both. */
export function asStatement({ table, columns, rows, existing }: Insertion): Statement {
  const values = columns.map((_, at) => `value ->> ${at}`);
  return {
    sql: `INSERT OR ${existing} INTO ${table} (${columns}) SELECT ${values} FROM json_each(?)`,
    values: [JSON.stringify(rows)],
  };
}
