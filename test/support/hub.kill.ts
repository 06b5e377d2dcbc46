// A program with a hub that is killed and started again, and a subscriber that notes what it gets.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSubscriber, willing } from './subscriber.ts';

/** When the program is killed: in which state, or while what happens. */
export const MOMENTS = ['published', 'queued', 'arriving', 'answered', 'any'] as const;

/**
 * Publishes an article a round, kills the program at a moment of each round, and starts it again.
 *
 * @param home number of the run: it shifts the moments
 * @returns the newest article of each document that the subscriber got, in the order of arrival
 */
export async function killWhileDelivering(home: number, rounds: number): Promise<number[]> {
  const root = mkdtempSync(join(tmpdir(), 'kill-'));
  const folder = join(root, 'archive');
  const database = join(root, 'broadsheet.db');
  mkdirSync(join(folder, 'voa'), { recursive: true });
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
      writeFileSync(join(folder, `voa/${round}.md`), file(round));
      if (moment === 'any') await sleep((home * 97 + round * 41) % 500).then(kill);
      if (moment === 'published')
        await changes(() => stateOf(database).revision > before.revision).then(kill);
      if (moment === 'queued')
        await changes(() => stateOf(database).edition > before.edition).then(kill);
      if (moment === 'answered') await subscriber.until(arrived + 1).then(kill);
      await ended;

      subscriber.behave(willing);
      program = await start(folder, database);
      await changes(() => newest(subscriber.of('POST').at(-1)?.body) === round);
      await changes(() => stateOf(database).waiting === 0);
    }
  } finally {
    program.child.kill('SIGKILL');
    subscriber.close();
    rmSync(root, { recursive: true, force: true });
  }
  return subscriber.of('POST').map(({ body }) => newest(body));
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
