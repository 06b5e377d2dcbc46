// wrangler as a child process that ends with this one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(
  new URL('../../node_modules/wrangler/bin/wrangler.js', import.meta.url),
);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Nothing is asked of the network but what a command is for. */
const QUIET = { WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' };

/** Settings under which wrangler makes no outside connection at all. */
export const OFFLINE = { CLOUDFLARE_CF_FETCH_ENABLED: 'false' };

export function startWrangler(
  args: string[],
  environment: Record<string, string> = {},
): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...QUIET, ...environment },
  });
  process.once('exit', () => child.kill());
  return child;
}

/** Runs wrangler to its end; where it fails, this process ends as well. */
export async function wrangler(
  args: string[],
  environment: Record<string, string> = {},
): Promise<void> {
  const [code] = await once(startWrangler(args, environment), 'exit');
  if (code !== 0) process.exit(code ?? 1);
}
