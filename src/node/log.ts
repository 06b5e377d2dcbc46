// Events → one line of JSON each, from the configured level on.
import type { LogLevel } from '../http/config.ts';

type Level = LogLevel;

const LEVELS: readonly Level[] = ['silent', 'error', 'warn', 'info'];

export interface Log {
  /** Whether lines of this level are written: to spare making them. */
  writes(level: Level): boolean;
  /** @param fields of the line besides its time and level, in their order */
  write(level: Level, fields: Record<string, unknown>): void;
}

/** @param now the clock, epoch milliseconds */
export function createLog(
  most: Level,
  now: () => number = Date.now,
  out: (line: string) => void = (line) => void process.stdout.write(line),
): Log {
  const rank = LEVELS.indexOf(most);
  const writes = (level: Level) => LEVELS.indexOf(level) <= rank;
  return {
    writes,
    write(level, fields) {
      if (!writes(level)) return;
      out(`${JSON.stringify({ time: new Date(now()).toISOString(), level, ...fields })}\n`);
    },
  };
}

/** A request's level: our faults are errors, the client's are warnings. */
export function levelOf(status: number): Level {
  if (status >= 500) return 'error';
  return status >= 400 ? 'warn' : 'info';
}
