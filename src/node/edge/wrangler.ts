// wrangler, Cloudflare's command: it comes with a clone of the repository, and is run to its end.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../console.ts';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** wrangler tells nobody what it is used for. */
const QUIET = { WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' };

/** @throws CommandError where it is not there: it is no part of the package */
export function wranglerProgram(): string {
  const program = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
  if (existsSync(program) && existsSync(join(ROOT, 'wrangler.toml'))) return program;
  throw new CommandError(
    'wrangler is not installed here; expected a clone of the repository after `npm ci`',
  );
}

/**
 * Starts wrangler; it ends with this process.
 *
 * @param asks whether it may ask questions, and waits for their answers
 */
export function startWrangler(
  args: readonly string[],
  environment: Record<string, string> = {},
  asks = false,
): ChildProcess {
  const child = spawn(process.execPath, [wranglerProgram(), ...args], {
    cwd: ROOT,
    stdio: [asks ? 'inherit' : 'ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      ...QUIET,
      ...environment,
      PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
    },
  });
  process.once('exit', () => child.kill());
  return child;
}

/** @throws CommandError where it fails: it printed why */
export async function wrangler(
  args: readonly string[],
  environment?: Record<string, string>,
  asks = false,
): Promise<void> {
  const [code] = await once(startWrangler(args, environment, asks), 'exit');
  if (code === 0) return;
  throw new CommandError(
    `wrangler ${args[0]} failed, for the reason above. What was done stays; run the same command again`,
  );
}
