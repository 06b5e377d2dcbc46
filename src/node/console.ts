// What the commands print, and the errors that are for their users.
import { statSync } from 'node:fs';
import { formatProblem } from '../article/problem.ts';
import type { Report } from '../publish/publish.ts';

/** Problems shown by `serve` and `push`; `check` shows all. */
const SHOWN = 20;

/** A command cannot go on. The message is for its user: one line or more, without a stack trace. */
export class CommandError extends Error {}

/** @throws CommandError where `folder` is not the path of a folder */
export function requireFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new CommandError(`ARCHIVE: ${folder} is no folder; expected the folder of an archive`);
}

/** The problems, one a line; of many only the first, and how many more there are. */
export function problemLines({ problems }: Report, all = false): string[] {
  const shown = all ? problems : problems.slice(0, SHOWN);
  const lines = shown.map(formatProblem);
  const hidden = problems.length - shown.length;
  return hidden > 0
    ? [...lines, `… and ${hidden} more: broadsheet check ARCHIVE prints all`]
    : lines;
}

export function printProblems(report: Report, all = false): void {
  for (const line of problemLines(report, all)) console.error(line);
}

/** The report with only the problems at these paths: the others were printed before. */
export function problemsAt(report: Report, paths: string[]): Report {
  const here = new Set(paths);
  return { ...report, problems: report.problems.filter(({ path }) => here.has(path)) };
}

/** "3 errors, 1 notice" */
export function countProblems({ problems }: Report): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return `${count(errors, 'error')}, ${count(problems.length - errors, 'notice')}`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A line that counts up on a terminal; nothing where the output is a file or a pipe. */
export function progressLine(done: number, total: number): void {
  if (!process.stderr.isTTY || total < 1000) return;
  process.stderr.write(`\rreading ${done} of ${total} files${done === total ? '\n' : ''}`);
}
