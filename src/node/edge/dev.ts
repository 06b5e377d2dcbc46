// The site as at Cloudflare, on this machine: files and answers, in Cloudflare's own runtime.
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FORMATS } from '../../feed/types.ts';
import type { Settings } from '../../http/config.ts';
import { requireFolder } from '../console.ts';
import { exportSite } from '../export/export.ts';
import { pushFromStore } from '../push.ts';
import { writeIgnored } from './files.ts';
import { secretsOf, variablesOf } from './settings.ts';
import { startWrangler, wrangler } from './wrangler.ts';

/** wrangler makes no outside connection at all. */
const OFFLINE = { CLOUDFLARE_CF_FETCH_ENABLED: 'false' };
const ANSWERS = ['--env', 'answers'];

/**
 * Runs the Worker behind its files, offline. Each archive has a folder of its own for what is made
 * of it: another one begins anew.
 *
 * @throws CommandError where wrangler is missing, or it fails
 */
export async function devEdge(given: Settings): Promise<void> {
  requireFolder(given.ARCHIVE);
  const port = given.PORT || 8787;
  const SITE_URL = given.SITE_URL ?? `http://localhost:${port}`;
  const url = `http://localhost:${port}`;
  const home = resolve(dirname(given.DATABASE), 'dev-edge', nameOf(given.ARCHIVE));
  const [files, state] = [join(home, 'files'), join(home, 'state')];
  mkdirSync(home, { recursive: true });
  const settings: Settings = {
    ...given,
    SITE_URL,
    DATABASE: join(home, 'broadsheet.db'),
    PUBLISH_TOKEN: randomBytes(32).toString('hex'),
  };
  await exportSite({ ...settings, HUB_URL: given.HUB_URL ?? `${SITE_URL}/hub` }, {}, [files]);
  writeIgnored(files, 'answers');
  const persist = ['--persist-to', state];
  await wrangler(['d1', 'migrations', 'apply', 'DB', '--local', ...ANSWERS, ...persist], OFFLINE);

  // The token lives as long as this run, in a file that only its owner can read.
  const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const secrets = join(scratch, 'secrets');
  const lines = Object.entries(JSON.parse(secretsOf(settings)) as Record<string, string>);
  writeFileSync(secrets, lines.map(([name, value]) => `${name}=${value}\n`).join(''), {
    mode: 0o600,
  });
  const options = [
    ...`--port ${port} --ip 127.0.0.1 --log-level warn --show-interactive-dev-session=false`.split(
      ' ',
    ),
    ...['--env-file', secrets, '--assets', files, ...ANSWERS, ...persist],
    ...variablesOf(settings),
  ];
  const server = startWrangler(['dev', ...options], OFFLINE);
  server.once('exit', (code) => process.exit(code ?? 1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));

  while (!(await fetch(`${url}/health`).catch(() => null))) await sleep(200);
  await pushFromStore(settings, { to: url, withdraw: true, deploying: true });
  for (const { file } of Object.values(FORMATS)) console.log(`  ${url}/${file}`);
  console.log(`${settings.FEED_TITLE} is at ${url}/, in the runtime of Cloudflare Workers`);
}

/** A name for the folder of an archive. */
function nameOf(archive: string): string {
  return createHash('sha256').update(realpathSync(archive)).digest('hex').slice(0, 16);
}
