// The Worker: deployed to Cloudflare, or run on this machine. Both need a clone of the repository.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FORMATS } from '../feed/types.ts';
import type { Settings } from '../http/config.ts';
import { CommandError } from './console.ts';
import { push } from './push.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** wrangler connects to nothing but what a command is for. */
const QUIET = { WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' };
/** wrangler makes no outside connection at all. */
const OFFLINE = { CLOUDFLARE_CF_FETCH_ENABLED: 'false' };

/** Settings of this machine: the Worker does not get them. */
const LOCAL = new Set(['ARCHIVE', 'DATABASE', 'FOLLOW_LINKS', 'HOST', 'PORT']);

/**
 * Brings the database at Cloudflare up to date, deploys the Worker, and publishes the archive.
 *
 * @throws CommandError where wrangler, a setting or the token is missing
 */
export async function deploy(settings: Settings): Promise<boolean> {
  wranglerProgram();
  const config = readFileSync(join(ROOT, 'wrangler.toml'), 'utf8');
  const variable = (name: string) => new RegExp(`^${name} *= *"(.+)"`, 'm').exec(config)?.[1];
  const to = variable('SITE_URL');
  if (!to) {
    throw new CommandError(
      'SITE_URL is not set; expected the address of the Worker, in wrangler.toml',
    );
  }
  if (!variable('database_id')) {
    throw new CommandError(
      'database_id is not set; expected what `npx wrangler d1 create broadsheet` printed, in wrangler.toml',
    );
  }
  if (!settings.PUBLISH_TOKEN) {
    throw new CommandError('PUBLISH_TOKEN is not set; expected the token of the Worker');
  }
  await wrangler(['d1', 'migrations', 'apply', 'DB', '--remote']);
  await wrangler(['deploy']);
  return push({ ...settings, FEED_LANGUAGE: variable('FEED_LANGUAGE') ?? 'zh-Hans' }, { to });
}

/**
 * Runs the Worker on this machine in Cloudflare's own runtime, offline, with the archive published.
 *
 * @throws CommandError where wrangler is missing
 */
export async function devEdge(settings: Settings): Promise<void> {
  const port = settings.PORT || 8787;
  const url = `http://localhost:${port}`;
  await wrangler(['d1', 'migrations', 'apply', 'DB', '--local'], OFFLINE);

  // The token lives as long as this run, in a file that only its owner can read.
  const PUBLISH_TOKEN = randomBytes(32).toString('hex');
  const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const variables = join(scratch, 'variables');
  const lines = Object.entries({ SITE_URL: url, ...settings, PUBLISH_TOKEN })
    .filter(([name]) => !LOCAL.has(name))
    .map(([name, value]) => `${name}=${JSON.stringify(String(value))}\n`);
  writeFileSync(variables, lines.join(''), { mode: 0o600 });

  const options = `--port ${port} --ip 127.0.0.1 --log-level warn --show-interactive-dev-session=false`;
  const server = startWrangler(['dev', '--env-file', variables, ...options.split(' ')], OFFLINE);
  server.once('exit', (code) => process.exit(code ?? 1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));

  while (!(await fetch(`${url}/health`).catch(() => null))) await sleep(200);
  await push({ ...settings, PUBLISH_TOKEN }, { to: url });
  for (const { file } of Object.values(FORMATS)) console.log(`  ${url}/${file}`);
  console.log(`${settings.FEED_TITLE} is at ${url}/, in the runtime of Cloudflare Workers`);
}

/** The program of wrangler: a dev dependency of the repository, and not part of the package. */
function wranglerProgram(): string {
  const program = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
  if (existsSync(program) && existsSync(join(ROOT, 'wrangler.toml'))) return program;
  throw new CommandError(
    'wrangler is not installed here; expected a clone of the repository after `npm ci`',
  );
}

/** Starts wrangler; it ends with this process. */
function startWrangler(args: string[], environment: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [wranglerProgram(), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...QUIET, ...environment },
  });
  process.once('exit', () => child.kill());
  return child;
}

/** Runs wrangler to its end; where it fails, this process ends as well. */
async function wrangler(args: string[], environment?: Record<string, string>): Promise<void> {
  const [code] = await once(startWrangler(args, environment), 'exit');
  if (code !== 0) process.exit(code ?? 1);
}
