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

/** @param print takes each line */
export function printProblems(
  { problems }: Pick<Report, 'problems'>,
  all = false,
  print: (line: string) => void = console.error,
): void {
  const shown = all ? problems : problems.slice(0, SHOWN);
  for (const problem of shown) print(formatProblem(problem));
  const hidden = problems.length - shown.length;
  if (hidden > 0) print(`… and ${hidden} more: broadsheet check ARCHIVE prints all`);
}

/** Prints the problems of one report after another, each when it appears. */
export function createProblemPrinter(print: (line: string) => void): (report: Report) => void {
  let before = new Set<string>();
  return ({ problems }) => {
    const last = before;
    before = new Set(problems.map(formatProblem));
    const fresh = problems.filter((each) => !last.has(formatProblem(each)));
    printProblems({ problems: fresh }, false, print);
  };
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
