// Database: SQLite's dialect behind two asynchronous methods, in the shape that D1 has.

export type Value = string | number | null | Uint8Array;

/** One SQL statement with the values of its `?1`, `?2` … (at most 100, the limit of D1). */
export interface Statement {
  sql: string;
  values: Value[];
}

export type Row = Record<string, Value>;

export interface Database {
  /** The rows that a statement gives. */
  all<T = Row>(sql: string, ...values: Value[]): Promise<T[]>;
  /** Runs the statements as one transaction: all or none. The rows of each, in order. */
  batch<T = Row>(statements: Statement[]): Promise<T[][]>;
}

/** Shorthand for a Statement. */
export function sql(text: string, ...values: Value[]): Statement {
  return { sql: text, values };
}
