// The program as a user runs it: as a process, from the project's root.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Command {
  child: ChildProcess;
  /** What it has printed so far. */
  output: { stdout: string; stderr: string };
  /** Resolves once it prints this; rejects if it ends before. */
  prints(text: string): Promise<void>;
  /** Exit code (null after a signal) and output, once it has ended. */
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** The program, as an argument for Node. */
export const PROGRAM = join(ROOT, 'src/node/broadsheet.cjs');

/** Starts the program, as `startNode` does. */
export function startCommand(
  args: string[],
  environment?: Record<string, string>,
  folder?: string,
): Command {
  return startNode([PROGRAM, ...args], environment, folder);
}

/**
 * Starts Node; it is killed at the end of the test if it still runs.
 *
 * @param environment all that it gets besides PATH
 * @param cwd where it runs; the project's root, if not given
 */
export function startNode(
  args: string[],
  environment: Record<string, string> = {},
  cwd = ROOT,
): Command {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code, ...output }));
  const prints = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => output.stdout.includes(text) && resolve();
      look();
      child.stdout.on('data', look);
      child.once('close', () => reject(new Error(`ended without “${text}”: ${output.stderr}`)));
    });
  return { child, output, prints, ended };
}

/** A folder that is removed at the end of the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
