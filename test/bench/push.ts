// The hub: 10,000 subscribers of one topic beside a bare loop, and from saved file to subscriber.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openSqlite, type SqliteDatabase } from '../../src/node/sqlite.ts';
import { sql } from '../../src/store/database.ts';
import { writeArchive } from '../archive/generate.ts';
import { median, table, verdict } from './harness.ts';
import {
  LOAD_TOOL,
  type RunningServer,
  requestsPerSecond,
  run,
  START,
  startServer,
} from './processes.ts';

const SITE_URL = 'https://feeds.example';
const TOPIC = `${SITE_URL}/feed.xml`;
const PARTS = fileURLToPath(new URL('push.parts.ts', import.meta.url));
/** Deliveries to one host at once, as the hub has them: the loop gets as many. */
const AT_ONCE = '6';

/** Options: `--subscribers 10000 --rounds 3`. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      subscribers: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const subscribers = Number(values.subscribers);
  const root = mkdtempSync(join(tmpdir(), 'push-'));
  const stub = await startServer([PARTS, 'stub']);
  let server: RunningServer | undefined;
  try {
    const folder = join(root, 'archive');
    writeArchive(folder, { count: 500 });
    mkdirSync(join(folder, 'bench'));
    const database = join(root, 'broadsheet.db');
    const environment = { SITE_URL, DATABASE: database, ALLOW_PRIVATE_CALLBACKS: '1' };
    server = await startServer([...START, folder], { path: '/feed.xml', environment });
    const setup = { folder, db: openSqlite(database), stub, server };

    const one = await delays(setup);
    await subscribe(setup, subscribers);
    const feed = `${server.url}/feed.xml`;
    const loops: number[] = [];
    const pushes: number[] = [];
    const secret: number[] = [];
    const before = residentMemory(server.pid);
    for (let round = 0; round < Number(values.rounds); round++) {
      const loop = ['loop', `${stub.url}/`, feed, String(subscribers), AT_ONCE];
      loops.push(Number((await run([PARTS, ...loop])).stdout));
      pushes.push(await push(setup, subscribers));
    }
    const after = residentMemory(server.pid);
    await setup.db.all("UPDATE hub_subscriptions SET secret = 'a secret of the subscriber'");
    secret.push(await push(setup, subscribers));
    await setup.db.all('UPDATE hub_subscriptions SET secret = NULL');

    const ratios = await pollsMeanwhile(setup, subscribers);
    setup.db.close();
    const ratio = median(pushes.map((seconds, round) => seconds / (loops[round] ?? Number.NaN)));
    console.log(
      table([
        ['what', 'measured', 'goal', ''],
        verdict(`${subscribers} deliveries ÷ bare loop of the same client`, ratio, { most: 3 }),
        verdict('  the same, each signed', median(secret) / median(loops), { most: 3 }),
        verdict('memory after ÷ before', after / before, { most: 1.25 }),
        verdict(`polls meanwhile ÷ alone (304, ${LOAD_TOOL})`, median(ratios), { least: 0.7 }),
        verdict('saved file → one subscriber, median seconds', median(one), { most: 1 }),
        ['bare loop, deliveries a second', subscribers / median(loops), '', ''],
        ['hub, deliveries a second', subscribers / median(pushes), '', ''],
        ['memory of the server, MiB', after / 2 ** 20, '', ''],
        ['saved file → one subscriber, slowest', Math.max(...one), '', ''],
      ]),
    );
  } finally {
    await server?.stop();
    await stub.stop();
    rmSync(root, { recursive: true });
  }
}

interface Setup {
  folder: string;
  db: SqliteDatabase;
  stub: RunningServer;
  server: RunningServer;
}

let articles = 0;
function save(folder: string): number {
  articles++;
  const text = `<!--${1_780_000_000_000 + articles * 1000}-->\n[Bench ${articles}](https://bench.example/${articles})\n------\n\n<p>Text</p>\n`;
  writeFileSync(join(folder, `bench/${articles}.md`), text);
  return Date.now();
}

/** Seconds from a saved file to its arrival at the only subscriber, ten times. */
async function delays(setup: Setup): Promise<number[]> {
  await subscribe(setup, 1);
  const seconds: number[] = [];
  for (let round = 0; round < 10; round++) {
    const { count } = await stateOf(setup);
    const saved = save(setup.folder);
    seconds.push(((await arrivals(setup, count + 1)) - saved) / 1000);
    await sleep(300);
  }
  return seconds;
}

/** Seconds from a new document to its arrival at the last of the subscribers. */
async function push(setup: Setup, subscribers: number): Promise<number> {
  const { count } = await stateOf(setup);
  save(setup.folder);
  await arrivals(setup, count + 1);
  const [delivery] = await setup.db.all<{ made: number }>(
    'SELECT max(made) AS made FROM hub_deliveries',
  );
  const last = await arrivals(setup, count + subscribers);
  await recorded(setup);
  return (last - (delivery?.made ?? Number.NaN)) / 1000;
}

/** Rates of polls while deliveries go on, by the rate without them. */
async function pollsMeanwhile(setup: Setup, subscribers: number): Promise<number[]> {
  const url = `${setup.server.url}/feed.xml`;
  const ratios: number[] = [];
  for (let round = 0; round < 3; round++) {
    const rate = async () => {
      const etag = (await fetch(url)).headers.get('etag') ?? '';
      return requestsPerSecond(url, { headers: { 'if-none-match': etag }, seconds: 3 });
    };
    const alone = await rate();
    const { count } = await stateOf(setup);
    save(setup.folder);
    await arrivals(setup, count + 1);
    const meanwhile = await rate();
    const { count: then } = await stateOf(setup);
    if (then >= count + subscribers) console.error('deliveries ended before the polls did');
    ratios.push(meanwhile / alone);
    await arrivals(setup, count + subscribers);
    await recorded(setup);
  }
  return ratios;
}

async function subscribe({ db, stub, server }: Setup, count: number): Promise<void> {
  const etag = (await fetch(`${server.url}/feed.xml`)).headers.get('etag') ?? '';
  await db.all(sql`INSERT OR IGNORE INTO hub_topics VALUES (${TOPIC}, ${etag}, 0)`);
  const [topic] = await db.all<{ latest: number }>('SELECT latest FROM hub_topics');
  const rows = Array.from({ length: count }, (_, at) => [
    TOPIC,
    `${stub.url}/${at}`,
    '127.0.0.1',
    0,
    9e15,
    topic?.latest ?? 0,
    0,
  ]);
  const columns = ['topic', 'callback', 'host', 'made', 'expires', 'position', 'failures'];
  await db.batch([{ table: 'hub_subscriptions', columns, rows, existing: 'IGNORE' }]);
}

async function stateOf({ stub }: Setup): Promise<{ count: number; last: number }> {
  return (await fetch(stub.url)).json() as Promise<{ count: number; last: number }>;
}

/** Waits for so many arrivals, and says when the last was, epoch milliseconds. */
async function arrivals(setup: Setup, count: number): Promise<number> {
  for (;;) {
    const state = await stateOf(setup);
    if (state.count >= count) return state.last;
    await sleep(20);
  }
}

/** Waits until the hub has recorded all it delivered. */
async function recorded({ db }: Setup): Promise<void> {
  for (;;) {
    const [row] = await db.all<{ due: number }>('SELECT count(due) AS due FROM hub_subscriptions');
    if (row?.due === 0) return;
    await sleep(20);
  }
}

/** Bytes that a process has in memory now (Linux). */
function residentMemory(pid: number): number {
  const kilobytes = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
