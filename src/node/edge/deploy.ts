// An archive → its site at Cloudflare: files, and with answers a database behind them.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { FORMATS } from '../../feed/types.ts';
import type { Settings } from '../../http/config.ts';
import { countArticles } from '../../store/articles.ts';
import { CommandError, requireFolder } from '../console.ts';
import { exportSite } from '../export/export.ts';
import { pushFromStore } from '../push.ts';
import { openSqlite } from '../sqlite.ts';
import { countFiles, writeIgnored } from './files.ts';
import { memoryFile, type Remembered, recall, remember, type Way } from './memory.ts';
import { planOf, tableOf } from './plan.ts';
import { secretsOf, variablesOf } from './settings.ts';
import { wrangler, wranglerProgram } from './wrangler.ts';

export interface DeployOptions {
  /** A database for filters, search and push to subscribers. */
  withAnswers?: boolean;
  /** Files only. */
  filesOnly?: boolean;
  /** Only prints what would be done. */
  dryRun?: boolean;
  /** How many readers a dry run reckons with. */
  readers?: string;
  /** Withdraws what is gone from the archive, even if that is most of it. */
  withdraw?: boolean;
}

/** What a dry run shows in the place of an address that is not known yet. */
const STAND_IN = 'https://address-of-the-first-deployment.workers.dev';
const READERS = '1000';

/**
 * Publishes an archive at Cloudflare. Each step may be repeated: the whole command, run again, goes
 * on where it broke off, and changes nothing where nothing changed.
 *
 * @returns whether all of it is published
 * @throws CommandError where a setting is missing, or wrangler fails
 */
export async function deploy(given: Settings, options: DeployOptions): Promise<boolean> {
  wranglerProgram();
  requireFolder(given.ARCHIVE);
  const file = memoryFile(given.DATABASE);
  const memory = recall(file);
  const way = await chooseWay(options, memory);
  const known = given.SITE_URL ?? memory.url;
  if (options.dryRun) return dryRun({ ...given, SITE_URL: known ?? STAND_IN }, way, options);

  const note = (more: Remembered) => remember(file, Object.assign(memory, more));
  if (memory.way !== way) note({ way });
  if (way === 'answers' && !given.PUBLISH_TOKEN && !memory.token) {
    note({ token: randomBytes(32).toString('hex') });
  }
  if (!known) note({ url: await learnAddress() });
  const SITE_URL = known ?? (memory.url as string);
  const PUBLISH_TOKEN = given.PUBLISH_TOKEN ?? memory.token;
  const settings = { ...given, SITE_URL, ...(way === 'answers' && { PUBLISH_TOKEN }) };

  const folder = await exportFiles(settings, way, options);
  const { over } = planOf({ way, files: countFiles(folder, way), articles: 0, readers: 0 });
  for (const sentence of over) console.error(sentence);
  let whole = true;
  if (way === 'files') await upload(settings, way, folder);
  else {
    // A Worker that takes pushes gets them first: no feed names what the database does not have.
    const first = await takesPushes(settings);
    if (!first) await upload(settings, way, folder);
    await wrangler(['d1', 'migrations', 'apply', 'DB', '--remote', ...environmentOf(way)]);
    whole = await pushFromStore(settings, { to: SITE_URL, withdraw: true, deploying: true });
    // The upload is the last step: the hub announces each version of the Worker within a minute.
    if (first) await upload(settings, way, folder);
  }
  for (const { file } of Object.values(FORMATS)) console.log(`  ${SITE_URL}/${file}`);
  console.log(`${settings.FEED_TITLE} is at ${SITE_URL}/`);
  return whole;
}

/** What was said, or is remembered, or is answered; files only where nobody can be asked. */
async function chooseWay(
  { withAnswers, filesOnly, dryRun }: DeployOptions,
  { way }: Remembered,
): Promise<Way> {
  if (withAnswers && filesOnly) {
    throw new CommandError('--with-answers and --files-only are both given; expected one of them');
  }
  if (withAnswers || filesOnly) return withAnswers ? 'answers' : 'files';
  if (way) return way;
  if (dryRun || !process.stdin.isTTY) {
    console.log('files only, as nothing else was said: --with-answers adds a database');
    return 'files';
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  console.log(
    'Files only need nothing but an account, and are free. With answers there are filters, search on\nthe server and push to subscribers: that needs a database, and Workers Paid for a public site.',
  );
  const answer = await terminal.question('With answers? [y/N] ');
  terminal.close();
  return /^y/i.test(answer.trim()) ? 'answers' : 'files';
}

/** Deploys the Worker without any article, and reads where that was. */
async function learnAddress(): Promise<string> {
  if (process.env.CI) {
    throw new CommandError(
      'SITE_URL is not set; expected the address of the site: here nothing is remembered',
    );
  }
  console.log('The first deployment finds out the address: readers are told to come back.');
  const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-'));
  const output = join(scratch, 'output');
  try {
    const environment = { WRANGLER_OUTPUT_FILE_PATH: output };
    // It may ask: who has no name at workers.dev yet chooses one.
    await wrangler(['deploy', ...environmentOf('files')], environment, true);
    return addressIn(readFileSync(output, 'utf8'));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param output of wrangler: a line of JSON for each thing that it did */
export function addressIn(output: string): string {
  const targets = output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { type: string; targets?: string[] })
    .flatMap(({ type, targets }) => (type === 'deploy' ? (targets ?? []) : []));
  const address = targets.find((target) => /^https:\/\/[^/]+\.workers\.dev\/?$/.test(target));
  if (address) return address.replace(/\/$/, '');
  throw new CommandError(
    'the deployment has no address at workers.dev; expected SITE_URL, such as --site-url https://feeds.example.org',
  );
}

/** @returns the folder with all files of the site */
async function exportFiles(
  settings: Settings,
  way: Way,
  { withdraw }: DeployOptions,
): Promise<string> {
  const { pathname, origin } = new URL(settings.SITE_URL as string);
  if (pathname !== '/') {
    throw new CommandError(
      `SITE_URL: ${settings.SITE_URL} has a path; expected an address without one: ${origin}`,
    );
  }
  const folder = resolve(dirname(settings.DATABASE), 'edge');
  const hub = way === 'answers' ? { HUB_URL: settings.HUB_URL ?? `${settings.SITE_URL}/hub` } : {};
  await exportSite({ ...settings, ...hub }, { withdraw: withdraw ?? false }, [folder]);
  writeIgnored(folder, way);
  return folder;
}

/** Uploads the Worker with its settings, and the files that changed. */
async function upload(settings: Settings, way: Way, folder: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-'));
  const secrets = join(scratch, 'secrets.json');
  try {
    writeFileSync(secrets, secretsOf(settings), { mode: 0o600 });
    await wrangler(['deploy', ...uploadOptions(settings, way, folder), '--secrets-file', secrets]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function uploadOptions(settings: Settings, way: Way, folder: string): string[] {
  const { hostname } = new URL(settings.SITE_URL as string);
  const domain = hostname.endsWith('.workers.dev') ? [] : ['--domain', hostname];
  return [...environmentOf(way), '--assets', folder, ...domain, ...variablesOf(settings)];
}

/** The part of `wrangler.toml`. */
function environmentOf(way: Way): string[] {
  return ['--env', way === 'answers' ? 'answers' : ''];
}

/** Whether the Worker that is there now takes pushes with this token. */
async function takesPushes({ SITE_URL, PUBLISH_TOKEN }: Settings): Promise<boolean> {
  const headers = { Authorization: `Bearer ${PUBLISH_TOKEN}` };
  const answer = await fetch(`${SITE_URL}/publishing/manifest`, { headers }).catch(() => null);
  await answer?.body?.cancel();
  return answer?.status === 200;
}

async function dryRun(settings: Settings, way: Way, options: DeployOptions): Promise<boolean> {
  const stands =
    settings.SITE_URL === STAND_IN ? ' (it stands for the one that is not known yet)' : '';
  console.log(
    `${way === 'answers' ? 'with answers' : 'files only'}, for ${settings.SITE_URL}/${stands}`,
  );
  const folder = await exportFiles(settings, way, options);
  await wrangler(['deploy', '--dry-run', ...uploadOptions(settings, way, folder)]);
  const db = openSqlite(settings.DATABASE);
  const articles = await countArticles(db);
  db.close();
  const readers = Number(options.readers ?? READERS);
  const { rows, over } = planOf({ way, files: countFiles(folder, way), articles, readers });
  console.log(tableOf(rows));
  for (const sentence of over) console.error(sentence);
  console.log('Nothing was deployed.');
  return over.length === 0;
}
