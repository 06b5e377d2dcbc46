// [--articles N] [--topics N]: a publication into local D1, step by step, beside the limits of the plans.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createTestHarness } from 'wrangler';
import { openFolder } from '../../src/node/files.ts';
import { digest, loadParser } from '../../src/node/parser.ts';
import { openSqlite } from '../../src/node/sqlite.ts';
import { publishArchive } from '../../src/publish/publish.ts';
import { push } from '../../src/publish/push/push.ts';
import { openRemote } from '../../src/publish/push/remote.ts';
import { writeArchive } from '../archive/generate.ts';
import { figure, table } from './harness.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SITE_URL = 'https://feeds.example';
const TOKEN = 'a-token-of-the-bench-0123456789-abcdef';

/** One run of the Worker, as it counted itself. */
interface Run {
  step: string;
  /** Statements that D1 ran, and calls to it, of which a batch is one. */
  statements: number;
  calls: number;
  rowsWritten: number;
  rowsRead: number;
  /** Milliseconds that the longest call to D1 took there. */
  longest: number;
  /** Calls to D1, caches, the queue and the files. */
  subrequests: number;
}

process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false';
process.env.WRANGLER_SEND_METRICS = 'false';

/** Prints, for each step, the largest figures of all its runs. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      articles: { type: 'string', default: '17000' },
      topics: { type: 'string', default: '30' },
    },
  });
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  const harness = createTestHarness({
    root: ROOT,
    workers: [
      {
        configPath: configure(home),
        env: 'answers',
        vars: { SITE_URL, HISTORY: 'compact' },
        secrets: { PUBLISH_TOKEN: TOKEN },
      },
    ],
  });
  try {
    const local = await publishHere(home, Number(values.articles));
    const { url } = await harness.listen();
    await harness.getWorker().applyD1Migrations('DB');
    const rows = await publishThere(harness, url.origin, local, Number(values.topics));
    local.close();
    console.log(`${values.articles} articles, ${values.topics} topics; the largest of each step\n`);
    console.log(table([HEAD, ...rows, FREE, PAID]));
    console.log(
      '\nCPU time is that of all of workerd: HTTP, its proxy and the simulated D1 with the Worker.',
    );
  } finally {
    await harness.close();
    rmSync(home, { recursive: true });
  }
}

const HEAD = 'step,runs,statements,subrequests,rows written,rows read,D1 ms,CPU ms'.split(',');
const FREE = ['Workers Free', '', '50', '50', '100,000 a day', '5 million a day', '30,000', '10'];
const PAID = ['Workers Paid', '', '1,000', '10,000', '50 million a month', '', '30,000', '300,000'];

async function publishHere(home: string, count: number) {
  const folder = join(home, 'archive');
  writeArchive(folder, { count });
  const db = openSqlite(join(home, 'local.db'));
  await publishArchive({
    db,
    archive: openFolder(folder),
    loadParser: loadParser('zh-Hans'),
    parserId: '',
    now: Date.now,
  });
  return db;
}

async function publishThere(
  harness: ReturnType<typeof createTestHarness>,
  origin: string,
  local: ReturnType<typeof openSqlite>,
  topics: number,
) {
  const cpu = new Map<string, number>();
  const measured = async (step: string, work: () => Promise<Response>) => {
    const before = cpuSeconds();
    const answer = await work();
    await answer.clone().arrayBuffer();
    cpu.set(step, Math.max(cpu.get(step) ?? 0, (cpuSeconds() - before) * 1000));
    return answer;
  };
  const remote = openRemote({
    url: origin,
    token: TOKEN,
    fetch: (url, init) =>
      measured(stepOf(init.method ?? '', new URL(url).pathname), () => fetch(url, init)),
    sleep: (delay) => new Promise((resolve) => setTimeout(resolve, delay)),
  });
  await push({ local, remote, digest, withdraw: false });
  while (!(await remote.index()));

  // Topics that somebody follows, of which none was announced as it is now.
  const { DB } = (await harness.getWorker().getEnv()) as { DB: D1 };
  for (let topic = 1; topic <= topics; topic++) {
    const url = `${SITE_URL}/filter/feed.xml?limit=${topic + 50}`;
    await DB.prepare("INSERT INTO hub_topics VALUES (?, 'before', 0)").bind(url).run();
    await DB.prepare(
      `INSERT INTO hub_subscriptions (topic, callback, host, made, expires, position, failures)
        VALUES (?, 'https://subscriber.invalid/', 'subscriber.invalid', 1, 1e15, 0, 0)`,
    )
      .bind(url)
      .run();
  }
  // The commit was announced before there was any topic.
  await DB.prepare('UPDATE hub_totals SET announced = ?').bind('').run();
  await measured('announce', async () => {
    await harness.getWorker().scheduled({});
    for (;;) {
      const row = await DB.prepare('SELECT count(*) AS n FROM hub_topics WHERE latest = 0').first();
      if (row?.n === 0) return new Response();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });
  const runs = (await (await fetch(`${origin}/runs`)).json()) as Run[];
  return [...Map.groupBy(runs, ({ step }) => step)].map(([step, of]) => {
    const largest = (what: keyof Omit<Run, 'step'>) =>
      figure(Math.max(...of.map((run) => run[what])));
    const time = cpu.get(step);
    return [
      step,
      String(of.length),
      largest('statements'),
      largest('subrequests'),
      largest('rowsWritten'),
      largest('rowsRead'),
      largest('longest'),
      time === undefined || step === 'announce' ? '' : figure(time),
    ];
  });
}

interface D1 {
  prepare(sql: string): {
    bind(...values: unknown[]): { run(): Promise<unknown> };
    first(): Promise<Record<string, unknown> | null>;
  };
}

/** What a request to the push API is for. */
function stepOf(method: string, path: string): string {
  if (path.endsWith('/manifest')) return 'compare';
  if (path.endsWith('/index')) return 'index';
  if (method === 'PUT') return 'stage';
  return method === 'POST' ? 'commit' : 'look';
}

/** wrangler.toml with a Worker that counts what each of its runs asks for. */
function configure(home: string): string {
  const main = join(home, 'counting.ts');
  writeFileSync(main, COUNTING.replaceAll('ROOT', ROOT).replace('STEP_OF', stepOf.toString()));
  const config = readFileSync(`${ROOT}wrangler.toml`, 'utf8')
    .replace('directory = "public"', `directory = "${ROOT}public"`)
    .replace('migrations_dir = "', `migrations_dir = "${ROOT}`)
    .replace('main = ".wrangler/worker/index.js"', `main = "${main}"`)
    .replace(/no_bundle[\s\S]*?rules = .*/, '')
    .replace(/\[build\][\s\S]*?(?=\n\n)/, '');
  const path = join(home, 'wrangler.toml');
  writeFileSync(path, config);
  return path;
}

const COUNTING = `
import { AsyncLocalStorage } from 'node:async_hooks';
import { env, waitUntil } from 'cloudflare:workers';
import { openEdge } from 'ROOTsrc/worker/edge.ts';
import { tickAtEdge, workAtEdge } from 'ROOTsrc/worker/hub.ts';

const current = new AsyncLocalStorage();
const runs = [];
STEP_OF

const count = (changes) => {
  const run = current.getStore();
  if (run) for (const [name, by] of Object.entries(changes)) run[name] += by;
};
const note = (result) => {
  const run = current.getStore();
  const { rows_written = 0, rows_read = 0, duration = 0 } = result.meta ?? {};
  count({ statements: 1, rowsWritten: rows_written, rowsRead: rows_read });
  return duration;
};
const longest = (time) => {
  const run = current.getStore();
  if (run) run.longest = Math.max(run.longest, time);
};
const statement = (real) => ({
  real,
  bind: (...values) => statement(real.bind(...values)),
  async all() {
    count({ calls: 1, subrequests: 1 });
    const result = await real.all();
    longest(note(result));
    return result;
  },
});
const DB = {
  withSession: (...mode) => {
    const session = env.DB.withSession(...mode);
    return {
      prepare: (sql) => statement(session.prepare(sql)),
      async batch(statements) {
        count({ calls: 1, subrequests: 1 });
        const results = await session.batch(statements.map(({ real }) => real));
        longest(results.reduce((sum, result) => sum + note(result), 0));
        return results;
      },
    };
  },
};
const HUB = {
  sendBatch(batch) {
    count({ subrequests: 1 });
    return env.HUB.sendBatch(batch);
  },
};
const cache = {
  match(key) {
    count({ subrequests: 1 });
    return caches.default.match(key);
  },
  put(key, answer) {
    count({ subrequests: 1 });
    return caches.default.put(key, answer);
  },
};
const { app, hub } = openEdge({ ...env, DB, HUB }, { cache, waitUntil, now: Date.now });
const counted = (step, work) => {
  const run = { step, statements: 0, calls: 0, rowsWritten: 0, rowsRead: 0, longest: 0, subrequests: 0 };
  runs.push(run);
  return current.run(run, work);
};
export default {
  fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/runs') return Response.json(runs);
    return counted(stepOf(request.method, pathname), () => app.fetch(request));
  },
  async queue({ messages }) {
    for (const { body } of messages) await counted(body, () => workAtEdge(hub, body));
  },
  scheduled: () => counted('announce', () => tickAtEdge(hub)),
};
`;

/** CPU time so far of every workerd that this process started, in seconds (proc(5)). */
function cpuSeconds(): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let stat = '';
    try {
      stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    } catch {
      // It has ended.
    }
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (!stat.includes('(workerd)') || fields[1] !== String(process.pid)) continue;
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  // Linux counts a hundred a second.
  return ticks / 100;
}
