// [--seconds N] [--rounds N] [--minutes N]: polls against nginx and node:http, and their bytes a day.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { writeArchive } from '../archive/generate.ts';
import { bytesADay } from '../polls/day.ts';
import { endurance } from '../polls/endurance.ts';
import { startNginx } from '../polls/nginx.ts';
import { interleave, table, verdict } from './harness.ts';
import { LOAD_TOOL, requestsPerSecond, START, startServer } from './processes.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BARE = join(ROOT, 'test/archive/bench/bare.ts');
const PATH = '/feed.xml';
const CORES = availableParallelism();

/** What is measured with, and how long. */
interface Load {
  seconds: number;
  rounds: number;
  minutes: number;
}
type Row = ReturnType<typeof verdict>;

/** Polls as a proxy passes them on: no two in a row are of the same reader. */
const PROXY = `
local requests, last = {}, 0
init = function()
  for reader = 1, 250 do
    wrk.headers["X-Forwarded-For"] = "203.0.113." .. reader
    requests[reader] = wrk.format()
  end
end
request = function()
  last = last % 250 + 1
  return requests[last]
end
`;

/** Measures the goals of polling, each against its measure in the same run; prints one table. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '5' },
      minutes: { type: 'string', default: '0.5' },
    },
  });
  const load = {
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    minutes: Number(values.minutes),
  };
  if (LOAD_TOOL !== 'wrk') throw new Error("this bench needs Debian's packages nginx and wrk");
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-polls-'));
  try {
    writeArchive(join(home, 'archive'), { count: 500 });
    const rows = [
      ...(await rates(home, load)),
      ...(await endurance(home, START, load.minutes)),
      ...(await bytes()),
    ];
    console.log(table([['', 'measured', 'goal', ''], ...rows]));
    console.log(
      `\n64 connections, the gzip of a feed of 50 items; medians of ${load.rounds} interleaved rounds of ${load.seconds} s; ${CORES} cores, which wrk shares.`,
    );
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** Answers a second: one process each, then as many as there are cores. */
async function rates(home: string, { seconds, rounds }: Load): Promise<Row[]> {
  const environment = { ARCHIVE: join(home, 'archive'), TRUSTED_PROXIES: '127.0.0.1' };
  const server = await startServer(START, {
    path: PATH,
    environment: { ...environment, DATABASE: join(home, 'one.db') },
  });
  const gzip = { 'Accept-Encoding': 'gzip' };
  const document = await encoded(server.url + PATH);
  const bare = await startServer([BARE, server.url + PATH, 'gzip'], { path: PATH });
  const nginx = await startNginx(document, 1);
  const all = await startServer(START, {
    path: PATH,
    environment: { ...environment, DATABASE: join(home, 'all.db'), WORKERS: String(CORES) },
  });
  await encoded(all.url + PATH);
  const allNginx = await startNginx(document, CORES);
  const proxy = join(home, 'proxy.lua');
  writeFileSync(proxy, PROXY);
  const ask = (url: string, fields: Record<string, string>, script?: string) =>
    requestsPerSecond(url + PATH, { headers: { ...gzip, ...fields }, seconds, script });
  const tagged = async (url: string) => {
    const answer = await fetch(url + PATH, { headers: gzip });
    await answer.arrayBuffer();
    return { 'If-None-Match': answer.headers.get('ETag') ?? '' };
  };
  try {
    const [ours, bares, theirs] = await Promise.all(
      [server, bare, nginx].map((each) => tagged(each.url)),
    );
    const [allOurs, allTheirs] = await Promise.all([all, allNginx].map((each) => tagged(each.url)));
    const rate = await interleave(
      {
        nginx304: () => ask(nginx.url, theirs ?? {}),
        bare304: () => ask(bare.url, bares ?? {}),
        our304: () => ask(server.url, ours ?? {}),
        bareProxied304: () => ask(bare.url, bares ?? {}, proxy),
        ourProxied304: () => ask(server.url, ours ?? {}, proxy),
        nginx200: () => ask(nginx.url, {}),
        bare200: () => ask(bare.url, {}),
        our200: () => ask(server.url, {}),
        allNginx304: () => ask(allNginx.url, allTheirs ?? {}),
        all304: () => ask(all.url, allOurs ?? {}),
        nginxTail: () => tail(nginx.url + PATH, theirs ?? {}, seconds),
        bareTail: () => tail(bare.url + PATH, bares ?? {}, seconds),
        ourTail: () => tail(server.url + PATH, ours ?? {}, seconds),
      },
      { rounds },
    );
    console.log(table(Object.entries(rate)));
    return [
      verdict('304s a second ÷ nginx', rate.our304 / rate.nginx304, { least: 0.55 }),
      verdict('304s a second ÷ node:http', rate.our304 / rate.bare304, { least: 0.97 }),
      verdict(
        '304s a second behind a proxy ÷ node:http',
        rate.ourProxied304 / rate.bareProxied304,
        { least: 0.97 },
      ),
      verdict('200s a second ÷ nginx', rate.our200 / rate.nginx200, { least: 0.63 }),
      verdict('200s a second ÷ node:http', rate.our200 / rate.bare200, { least: 0.95 }),
      verdict(`304s a second on ${CORES} cores ÷ nginx`, rate.all304 / rate.allNginx304, {
        least: 0.8,
      }),
      verdict('slowest in a hundred ÷ median', rate.ourTail, { most: 3 }),
    ];
  } finally {
    await Promise.all([server, bare, nginx, all, allNginx].map((each) => each.stop()));
  }
}

/** A document, once its gzip has been made: until then it is sent as it is. */
async function encoded(url: string): Promise<Uint8Array> {
  for (;;) {
    const answer = await fetch(url, { headers: { 'Accept-Encoding': 'gzip' } });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (answer.headers.get('Content-Encoding') === 'gzip') return bytes;
    await sleep(100);
  }
}

/** The slowest in a hundred of the answers, in medians. */
async function tail(url: string, headers: Record<string, string>, seconds: number) {
  const heads = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const { stdout } = await promisify(execFile)('wrk', [
    ...['-t', '1', '-c', '64', '-d', String(seconds), '--latency'],
    ...heads,
    url,
  ]);
  const at = (percent: number) => {
    const [, figure, unit = ''] =
      new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s)`).exec(stdout) ?? [];
    return Number(figure) * ({ us: 1e-6, ms: 1e-3, s: 1 }[unit] ?? Number.NaN);
  };
  return at(99) / at(50);
}

/** Bytes that a reader costs a day, in percent of one that sends no condition. */
async function bytes(): Promise<Row[]> {
  const { naive, ...others } = await bytesADay(2, 60);
  const goals = { conditional: 58, 'conditional + brotli': 17, 'delta + brotli': 1 };
  return Object.entries(goals).map(([name, most]) =>
    verdict(
      `bytes a day, ${name}, % of ${Math.round(naive / 1e4) / 100} MB`,
      (others[name as keyof typeof others] / naive) * 100,
      { most },
    ),
  );
}
