// npm run dev:edge [-- --port N]: the Worker on this machine, with seeds/ published. Works offline.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { FORMATS } from '../feed/types.ts';
import { pushAsCommand } from './pushing.ts';
import { commandSettings, fail } from './settings.ts';
import { OFFLINE, startWrangler, wrangler } from './wrangler.ts';

/** Settings that mean this machine, not the Worker. */
const LOCAL = new Set(['ARCHIVE', 'DATABASE', 'PORT']);

const settings = commandSettings();
const port = Number(readPort() ?? settings.PORT);
if (!(port > 0 && port < 65_536)) fail('that is no port; expected npm run dev:edge -- --port 8787');
const url = `http://localhost:${port}`;
const siteUrl = settings.SITE_URL ?? url;

await wrangler(['d1', 'migrations', 'apply', 'DB', '--local'], OFFLINE);

// The token lives as long as this run, in a file that only its owner can read.
const token = randomBytes(32).toString('hex');
const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
const variables = join(scratch, 'variables');
const given = Object.entries({ ...settings, SITE_URL: siteUrl, PUBLISH_TOKEN: token })
  .filter(([name]) => !LOCAL.has(name))
  .map(([name, value]) => `${name}=${JSON.stringify(String(value))}\n`);
writeFileSync(variables, given.join(''), { mode: 0o600 });

const server = startWrangler(
  [
    'dev',
    '--port',
    String(port),
    '--ip',
    '127.0.0.1',
    '--env-file',
    variables,
    '--log-level',
    'warn',
    '--show-interactive-dev-session=false',
  ],
  OFFLINE,
);
server.once('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));

while (!(await fetch(`${url}/health`).catch(() => null))) await sleep(200);
await pushAsCommand({ folder: settings.ARCHIVE, to: url, token, language: settings.FEED_LANGUAGE });
for (const { file } of Object.values(FORMATS)) console.log(`  ${url}/${file}`);
console.log(`${settings.FEED_TITLE} is at ${url}/, in the runtime of Cloudflare Workers`);

function readPort(): string | undefined {
  try {
    return parseArgs({ options: { port: { type: 'string' } } }).values.port;
  } catch (error) {
    return fail((error as Error).message, 'expected npm run dev:edge -- --port 8787');
  }
}
