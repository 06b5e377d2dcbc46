// Log: one line of JSON for each event, from the configured level on.
import type { LogLevel } from '../config.ts';

const LEVELS: readonly LogLevel[] = ['silent', 'error', 'warn', 'info'];

export interface Log {
  /** Whether lines of this level are written; where not, their fields need not be made. */
  writes(level: LogLevel): boolean;
  /** @param fields of the line besides its time and level, in their order */
  write(level: LogLevel, fields: Record<string, unknown>): void;
}

/**
 * @param now the clock, epoch milliseconds
 * @param out takes each line, with its line break
 */
export function createLog(maxLevel: LogLevel, now: () => number, out: (line: string) => void): Log {
  const writes = (level: LogLevel) => LEVELS.indexOf(level) <= LEVELS.indexOf(maxLevel);
  return {
    writes,
    write(level, fields) {
      if (!writes(level)) return;
      out(`${JSON.stringify({ time: new Date(now()).toISOString(), level, ...fields })}\n`);
    },
  };
}

/** A request's level: our faults are errors, the client's are warnings. */
export function levelOf(status: number): LogLevel {
  if (status >= 500) return 'error';
  return status >= 400 ? 'warn' : 'info';
}
