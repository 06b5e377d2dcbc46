// Compiles a folder here and publishes it on a server.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatProblem } from '../article/problem.ts';
import { SETTINGS_FILE } from '../article/sources.ts';
import type { Settings } from '../http/config.ts';
import { publishArchive } from '../publish/publish.ts';
import {
  comparePush,
  type Difference,
  type PushOptions,
  push as pushDifference,
} from '../publish/push/push.ts';
import { openRemote, PushError } from '../publish/push/remote.ts';
import { claimsOf } from '../store/files.ts';
import { CommandError, count, printProblems, progressLine, requireFolder } from './console.ts';
import { openFolder } from './files.ts';
import { digest, loadParser } from './parser.ts';
import { openSqlite, type SqliteDatabase } from './sqlite.ts';

export interface PushCommandOptions {
  /** Absolute URL of the server. */
  to?: string;
  /** Only prints what would change. */
  dryRun?: boolean;
  /** Withdraws what the folder no longer has. */
  delete?: boolean;
}

/**
 * Compiles the archive and pushes what is different; prints problems and progress.
 *
 * @returns whether the server took every article
 * @throws CommandError where the push cannot go on
 */
export async function push(settings: Settings, options: PushCommandOptions): Promise<boolean> {
  if (!/^https?:$/.test(URL.parse(options.to ?? '')?.protocol ?? '')) {
    throw new CommandError(
      '--to: expected the address of a server: --to https://feeds.example.org',
    );
  }
  requireFolder(settings.ARCHIVE);
  if (!settings.PUBLISH_TOKEN) {
    throw new CommandError('PUBLISH_TOKEN is not set; expected the token of the server');
  }
  // What is staged on the server stays there: the same push, run again, goes on with it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(130));
  }
  // In a file: an archive may be larger than the memory.
  const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-'));
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  process.once('exit', remove);
  const local = openSqlite(join(scratch, 'push.db'));
  try {
    return await pushFrom(local, settings, options);
  } catch (error) {
    throw error instanceof PushError ? new CommandError(error.message) : error;
  } finally {
    local.close();
    remove();
    process.off('exit', remove);
  }
}

async function pushFrom(
  local: SqliteDatabase,
  { ARCHIVE: folder, FEED_LANGUAGE: language, PUBLISH_TOKEN: token = '', FOLLOW_LINKS }: Settings,
  { to: url = '', dryRun, delete: withdraw = false }: PushCommandOptions,
): Promise<boolean> {
  const report = await publishArchive({
    db: local,
    archive: openFolder(folder, FOLLOW_LINKS === '1'),
    loadParser: loadParser(language),
    parserId: '',
    now: Date.now,
    progress: progressLine,
  });
  printProblems(report);
  if (report.problems.some(({ path }) => path === SETTINGS_FILE)) {
    // Articles depend on it, and its last valid version is not known here.
    throw new PushError(`${folder}: ${SETTINGS_FILE} has errors; expected none, nothing was sent`);
  }
  const faulty = report.problems.some(({ severity }) => severity === 'error');
  if (withdraw && (faulty || report.revision === 0)) {
    throw new PushError(
      `${folder} has ${faulty ? 'errors' : 'no article'}; expected neither with --delete: what cannot be read would be withdrawn`,
    );
  }

  return sendDifference(local, token, { to: url, dryRun: dryRun ?? false, withdraw });
}

/** How a publication that is stored here is sent. */
interface SendOptions {
  /** Absolute URL of the server. */
  to: string;
  /** Withdraws what is not stored here. */
  withdraw: boolean;
  /** Only prints what would change. */
  dryRun?: boolean;
  /** The files of the server's feeds are sent as well. */
  deploying?: boolean;
}

/**
 * Pushes what is different from the database of this machine; prints progress.
 *
 * @returns whether the server took every article
 * @throws CommandError where the push cannot go on
 */
export async function pushFromStore(
  { DATABASE, PUBLISH_TOKEN: token = '' }: Settings,
  options: SendOptions,
): Promise<boolean> {
  const local = openSqlite(DATABASE);
  try {
    return await sendDifference(local, token, options);
  } catch (error) {
    throw error instanceof PushError ? new CommandError(error.message) : error;
  } finally {
    local.close();
  }
}

async function sendDifference(
  local: SqliteDatabase,
  token: string,
  { to: url, withdraw, dryRun, deploying = false }: SendOptions,
): Promise<boolean> {
  const work: PushOptions = {
    local,
    digest,
    withdraw,
    deploying,
    remote: openRemote({ url, token, fetch, sleep }),
    begin: (difference, staged) => {
      console.log(`${url}: ${summary(difference)}`);
      if (staged > 0) console.log(`going on with a push that broke off: ${staged} are there`);
    },
    progress: batchLine,
  };
  if (dryRun) {
    const { difference } = await comparePush(work);
    for (const [id] of difference.added) console.log(`add ${await nameOf(local, id)}`);
    for (const [id] of difference.changed) console.log(`change ${await nameOf(local, id)}`);
    for (const id of difference.gone) console.log(`withdraw ${id}`);
    if (difference.sources) {
      console.log(`${difference.sources.size > 0 ? 'change' : 'withdraw'} ${SETTINGS_FILE}`);
    }
    console.log(`${url}: ${summary(difference)}; nothing was sent`);
    return true;
  }
  const { revision, difference, rejected } = await pushDifference(work);
  // The search index of a large publication is completed step by step.
  while (!(await work.remote.index()));
  for (const { id, message } of rejected) {
    const [claim] = await claimsOf(local, [id]);
    const path = claim?.path ?? id;
    console.error(formatProblem({ path, line: 0, severity: 'error', message }));
  }
  console.log(
    `${url} is at revision ${revision}: ${summary(difference)}, ${rejected.length} refused`,
  );
  return rejected.length === 0;
}

function summary({ added, changed, gone, sources }: Difference) {
  const articles = `${count(added.length, 'article')} added, ${changed.length} changed, ${gone.length} withdrawn`;
  return sources ? `${articles}, ${SETTINGS_FILE} changed` : articles;
}

async function nameOf(local: SqliteDatabase, id: string): Promise<string> {
  const [claim] = await claimsOf(local, [id]);
  return formatProblem({ path: claim?.path ?? id, line: 0, severity: 'error', message: id });
}

/** A line that counts up on a terminal; a line a batch where the output is kept. */
function batchLine(done: number, total: number): void {
  const counted = `sent ${done} of ${total}`;
  if (!process.stdout.isTTY) console.log(counted);
  else process.stdout.write(`\r${counted}${done === total ? '\n' : ''}`);
}
