// A program that is killed and started again while it publishes, answers and delivers → what was lost.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchWhole, isWhole } from '../polls/endurance.ts';
import { openSubscriber, willing } from './subscriber.ts';

/** When the program is killed: in which state, or while what happens. */
export const MOMENTS = ['published', 'queued', 'arriving', 'answered', 'any'] as const;

/** Old articles that come with that of a round, so that compiling and storing take their time. */
const BULK = 40;
/** What readers ask for meanwhile: it is ready, or composed, or searched for. */
const ASKED = [
  '/feed.xml',
  '/filter/feed.xml?limit=500&zh=hant',
  '/search/?q=全文',
  '/archive/1/atom.xml',
];
/** What must be whole after each start. */
const WHOLE = ['/feed.xml', '/atom.xml', '/feed.json', '/sources/bulk/feed.xml'];

/** What came of it. */
export interface Killed {
  /** The newest article of each document that the subscriber got, in the order of arrival. */
  received: number[];
  /** What was wrong after a start. */
  faults: string[];
}

/**
 * Publishes articles each round, kills the program at a moment of it while readers ask, and starts it
 * again: the database must be whole, each document as well, and no article missing.
 *
 * @param home number of the run: it shifts the moments
 */
export async function killWhileDelivering(home: number, rounds: number): Promise<Killed> {
  const faults: string[] = [];
  const root = mkdtempSync(join(tmpdir(), 'kill-'));
  const folder = join(root, 'archive');
  const database = join(root, 'broadsheet.db');
  for (const source of ['voa', 'bulk']) mkdirSync(join(folder, source), { recursive: true });
  const subscriber = await openSubscriber();
  let program = await start(folder, database);
  try {
    await subscribe(program.url, `${subscriber.url}/cb`);
    await subscriber.until(1, 'GET');
    const kill = () => program.child.kill('SIGKILL');

    for (let round = 1; round <= rounds; round++) {
      const moment = MOMENTS[(round + home) % MOMENTS.length];
      subscriber.behave((call) => {
        if (call.method === 'POST' && moment === 'arriving') kill();
        return call.method === 'POST' && moment === 'arriving' ? 'silent' : willing(call);
      });
      const before = stateOf(database);
      const ended = once(program.child, 'exit');
      const arrived = subscriber.of('POST').length;
      for (const path of ASKED) void fetch(program.url + path).catch(() => {});
      for (let at = 1; at <= BULK; at++) {
        const number = round * 1000 + at;
        writeFileSync(join(folder, `bulk/${number}.md`), oldFile(number));
      }
      writeFileSync(join(folder, `voa/${round}.md`), file(round));
      if (moment === 'any') await sleep((home * 97 + round * 41) % 500).then(kill);
      if (moment === 'published')
        await changes(() => stateOf(database).revision > before.revision).then(kill);
      if (moment === 'queued')
        await changes(() => stateOf(database).edition > before.edition).then(kill);
      if (moment === 'answered') await subscriber.until(arrived + 1).then(kill);
      await ended;
      if (checkOf(database) !== 'ok') faults.push(`round ${round}: the database is damaged`);

      subscriber.behave(willing);
      program = await start(folder, database);
      await changes(() => newest(subscriber.of('POST').at(-1)?.body) === round);
      await changes(() => stateOf(database).waiting === 0);
      faults.push(...(await look(program.url, round)));
    }
  } finally {
    program.child.kill('SIGKILL');
    subscriber.close();
    // What was killed may not have ended yet.
    rmSync(root, { recursive: true, force: true, maxRetries: 10 });
  }
  return { received: subscriber.of('POST').map(({ body }) => newest(body)), faults };
}

/** What is wrong with what readers get after a round. */
async function look(url: string, round: number): Promise<string[]> {
  const faults: string[] = [];
  const health = (await (await fetch(`${url}/health`)).json()) as { articles: number };
  const missing = round * (BULK + 1) - health.articles;
  if (missing !== 0) faults.push(`round ${round}: ${missing} articles are missing`);
  for (const path of WHOLE) {
    const answer = await fetchWhole(url + path, '');
    if (answer.status !== 200 || !isWhole(answer)) faults.push(`round ${round}: ${path} is torn`);
  }
  return faults;
}

function oldFile(number: number): string {
  return `<!--${1_600_000_000_000 + number * 1000}-->\n[旧闻${number}](https://news.example/old/${number})\n------\n\n<p>${'旧全文，很长。'.repeat(300)}</p>\n`;
}

function file(number: number): string {
  return `<!--17067263${String(number).padStart(2, '0')}000-->\n[第${number}篇](https://news.example/${number})\n------\n\n<p>全文</p>\n`;
}

/** The number of the newest article in a feed; 0 where there is none. */
function newest(body: Buffer | undefined): number {
  const numbers = [...String(body).matchAll(/第(\d+)篇/g)].map(([, number]) => Number(number));
  return Math.max(0, ...numbers);
}

async function start(folder: string, database: string) {
  const port = await freePort();
  const child: ChildProcess = spawn(
    process.execPath,
    ['src/node/broadsheet.cjs', 'serve', folder],
    {
      env: {
        ...process.env,
        SITE_URL: 'https://feeds.example',
        PORT: String(port),
        DATABASE: database,
        ALLOW_PRIVATE_CALLBACKS: '1',
      },
      stdio: 'ignore',
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await changes(() =>
    fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return { child, url };
}

async function subscribe(url: string, callback: string) {
  const body = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': 'https://feeds.example/feed.xml',
    'hub.callback': callback,
  });
  const answer = await fetch(`${url}/hub`, { method: 'POST', body });
  if (answer.status !== 202) throw new Error(`the hub answered ${answer.status}`);
}

/** What the database says, as a bystander sees it. */
function stateOf(file: string) {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 60_000 });
  const row = database
    .prepare(
      `SELECT (SELECT revision FROM state) AS revision,
         (SELECT coalesce(max(latest), 0) FROM hub_topics) AS edition,
         (SELECT count(*) FROM hub_subscriptions WHERE due IS NOT NULL) AS waiting`,
    )
    .get();
  database.close();
  return row as { revision: number; edition: number; waiting: number };
}

function checkOf(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 60_000 });
  const row = database.prepare('PRAGMA quick_check').get();
  database.close();
  return row?.quick_check;
}

async function changes(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(3);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
