// Database: SQLite's dialect behind two asynchronous methods, in the shape that D1 has.

export type Value = string | number | null | Uint8Array;

/** One SQL statement with the values of its `?1`, `?2` … (at most 100, the limit of D1). */
export interface Statement {
  sql: string;
  values: Value[];
}

/** Any number of rows for a table; one whose key is there already is passed over, or replaced. */
export interface Insertion {
  table: string;
  columns: string[];
  rows: Exclude<Value, Uint8Array>[][];
  existing: 'IGNORE' | 'REPLACE';
}

export type Row = Record<string, Value>;

export interface Database {
  /** The rows that a statement gives. */
  all<T = Row>(sql: string, ...values: Value[]): Promise<T[]>;
  /** Runs the statements as one transaction: all or none. The rows of each, in order. */
  batch<T = Row>(statements: (Statement | Insertion)[]): Promise<T[][]>;
}

/** Shorthand for a Statement. */
export function sql(text: string, ...values: Value[]): Statement {
  return { sql: text, values };
}

/** An insertion as one statement with one bound value, for engines that count either. */
export function asStatement({ table, columns, rows, existing }: Insertion): Statement {
  const values = columns.map((_, at) => `value ->> ${at}`);
  return sql(
    `INSERT OR ${existing} INTO ${table} (${columns}) SELECT ${values} FROM json_each(?1)`,
    JSON.stringify(rows),
  );
}
