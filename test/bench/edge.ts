// [--articles N]: the Worker: its bundle, its cold start, CPU time in workerd, and pushing to it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { createTestHarness } from 'wrangler';
import { bundleWorker } from '../../src/node/edge/bundle.ts';
import { writeArchive } from '../archive/generate.ts';
import { figure, interleave, table, verdict } from './harness.ts';
import { run, startServer } from './processes.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = join(ROOT, 'src/node/broadsheet.cjs');
const TOKEN = 'a-token-of-the-bench-0123456789-abcdef';
const ROUNDS = 3;
const POLLS = 500;
const COMPOSED = 50;
/** CPU time is counted in these: 10 ms on Linux. */
const TICK = 1 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false';
process.env.WRANGLER_SEND_METRICS = 'false';

/** Measures the goals of the edge; prints one table. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { articles: { type: 'string', default: '10000' } },
  });
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  try {
    const rows = [...(await bundles(home)), ...(await coldStarts(home)), ...(await cpuTimes(home))];
    rows.push(await pushes(home, Number(values.articles)));
    console.log(table([['', 'measured', 'goal', ''], ...rows]));
    console.log(
      '\nCPU time is that of all of workerd: HTTP, its proxy and the simulated D1 with the Worker.',
    );
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** Sizes as they would be deployed, compressed. */
async function bundles(home: string) {
  const nothing = join(home, 'nothing.js');
  writeFileSync(nothing, 'export default "";\n');
  const sizes = async (instead?: Record<string, string>) => {
    const files = (await bundleWorker(instead)).filter(({ path }) => path.endsWith('.js'));
    return new Map(
      files.map(({ path, contents }) => [basename(path), gzipSync(contents, { level: 9 }).length]),
    );
  };
  const whole = await sizes();
  const poll = await sizes({ 'opencc-js/dict/TSCharacters': nothing });
  const sum = [...whole.values()].reduce((bytes, each) => bytes + each, 0);
  const kibibytes = (of: Map<string, number>) => (of.get('index.js') ?? 0) / 1024;
  return [
    verdict('all modules, KiB gzipped', sum / 1024, { most: 3072 }),
    ['what is read at the start, KiB gzipped', figure(kibibytes(whole)), '', ''],
    verdict('… without dictionaries', kibibytes(poll), { most: 64 }),
  ];
}

/** workerd with the deployed Worker and an empty D1. */
async function startWorker() {
  const vars = { SITE_URL: 'https://feeds.example' };
  const harness = createTestHarness({
    root: ROOT,
    workers: [
      {
        configPath: 'wrangler.toml',
        env: 'answers',
        vars,
        secrets: { PUBLISH_TOKEN: TOKEN },
      },
    ],
  });
  const { url } = await harness.listen();
  await harness.getWorker().applyD1Migrations('DB');
  return { url: url.origin, close: () => harness.close() };
}

/** From the start of workerd to the first byte, beside a Worker that does nothing. */
async function coldStarts(home: string) {
  const folder = join(home, 'idle');
  mkdirSync(folder);
  const main = join(folder, 'idle.js');
  writeFileSync(main, 'export default { fetch: () => new Response("") };\n');
  const idle = { config: configOf('idle', main) };
  const ours = {
    configPath: 'wrangler.toml',
    env: 'answers',
    vars: { SITE_URL: 'https://feeds.example' },
  };
  const start = async (worker: typeof idle | typeof ours) => {
    const harness = createTestHarness({ root: ROOT, workers: [worker] });
    const began = performance.now();
    await harness.listen();
    // No page: its database is empty.
    await (await harness.fetch('/nothing')).arrayBuffer();
    const milliseconds = performance.now() - began;
    await harness.close();
    return milliseconds;
  };
  const { broadsheet, nothing } = await interleave(
    { broadsheet: () => start(ours), nothing: () => start(idle) },
    { rounds: 5 },
  );
  return [
    ['cold start to first byte, ms', figure(broadsheet), '', ''],
    ['… of a Worker that does nothing, bundled on the way', figure(nothing), '', ''],
  ];
}

async function cpuTimes(home: string) {
  const archive = join(home, 'thousand');
  writeArchive(archive, { count: 1000 });
  const worker = await startWorker();
  try {
    const before = cpuSeconds();
    await run([PROGRAM, 'push', archive, '--to', worker.url], { PUBLISH_TOKEN: TOKEN });
    const published = cpuSeconds() - before;
    const feed = `${worker.url}/feed.xml`;
    const constant = await startConstant(home, await (await get(feed)).text());
    const poll = await interleave({
      ours: () => cpuOf(POLLS, () => get(feed)),
      constant: () => cpuOf(POLLS, () => get(constant.url)),
    }).finally(constant.close);
    // No two alike, with 50 items on average.
    const limits = Array.from({ length: COMPOSED }, (_, at) => 25 + at + (at >= 25 ? 1 : 0));
    const composed = await cpuOf(COMPOSED, () => get(`${feed}?limit=${limits.pop()}`));
    return [
      verdict('CPU of a cached poll, ms more than …', poll.ours - poll.constant, { most: 1 }),
      ['… of a Worker that answers the same from a constant', figure(poll.constant), '', ''],
      ['CPU of composing a document of 50 items, ms', figure(composed - poll.ours), '', ''],
      ['CPU of publishing 1,000 articles, ms', figure(published * 1000), '', ''],
    ];
  } finally {
    await worker.close();
  }
}

/** A Worker that only answers, with these bytes. */
async function startConstant(home: string, text: string) {
  const main = join(home, 'constant.js');
  writeFileSync(
    main,
    `const text = ${JSON.stringify(text)};
    export default { fetch: () => new Response(text, { headers: { ETag: '"1"' } }) };`,
  );
  const harness = createTestHarness({
    root: ROOT,
    workers: [{ config: configOf('constant', main) }],
  });
  const { url } = await harness.listen();
  return { url: url.href, close: () => harness.close() };
}

function configOf(name: string, main: string) {
  return { name, main, compatibility_date: '2026-11-17' };
}

async function get(url: string): Promise<Response> {
  const headers = {
    // Encoding is done by what is in front of a Worker, on Cloudflare as here.
    'Accept-Encoding': 'identity',
    // A date before every change: the whole document, but not to a client without manners.
    'If-Modified-Since': new Date(0).toUTCString(),
  };
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Response(await answer.arrayBuffer());
}

/** The same push to a local Worker and to Node, each empty. */
async function pushes(home: string, count: number) {
  const archive = join(home, 'archive');
  writeArchive(archive, { count });
  const empty = join(home, 'empty');
  mkdirSync(empty);
  const secret = { PUBLISH_TOKEN: TOKEN };
  const push = async (url: string) =>
    (await run([PROGRAM, 'push', archive, '--to', url], secret)).seconds;
  const seconds = await interleave(
    {
      worker: async () => {
        const worker = await startWorker();
        return push(worker.url).finally(worker.close);
      },
      node: async () => {
        const DATABASE = join(home, 'node.db');
        for (const suffix of ['', '-wal', '-shm']) rmSync(DATABASE + suffix, { force: true });
        const environment = { ...secret, DATABASE, ARCHIVE: empty };
        const server = await startServer([PROGRAM, 'serve'], { environment });
        return push(server.url).finally(server.stop);
      },
    },
    { rounds: ROUNDS, warmUps: 0 },
  );
  const what = `pushing ${count} articles: Worker ${figure(seconds.worker)} s ÷ Node ${figure(seconds.node)} s`;
  return verdict(what, seconds.worker / seconds.node, { most: 3 });
}

/** Milliseconds of CPU time that one of so many takes. */
async function cpuOf(times: number, work: () => Promise<unknown>): Promise<number> {
  const before = cpuSeconds();
  for (let time = 0; time < times; time++) await work();
  return ((cpuSeconds() - before) / times) * 1000;
}

/** CPU time so far of every workerd that this process started, in seconds (proc(5)). */
function cpuSeconds(): number {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = readStat(pid);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (!stat.includes('(workerd)') || fields[1] !== String(process.pid)) continue;
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * TICK;
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
