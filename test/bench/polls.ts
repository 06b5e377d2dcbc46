// [--seconds N] [--rounds N] [--starts N] [--minutes N]: polls against bare node:http, and their bytes a day.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeArchive } from '../archive/generate.ts';
import { bytesADay } from '../polls/day.ts';
import { endurance } from '../polls/endurance.ts';
import { interleave, median, table, verdict } from './harness.ts';
import {
  LOAD_TOOL,
  machineLoad,
  mainThreadSeconds,
  type RunningServer,
  requestsPerSecond,
  START,
  startServer,
} from './processes.ts';

const BARE = fileURLToPath(new URL('../archive/bench/bare.ts', import.meta.url));
const PATH = '/feed.xml';
const READERS = 1000;

/** What is measured with, and how long. */
interface Load {
  seconds: number;
  rounds: number;
  /** Starts of both servers: one may happen to be compiled worse than the next. */
  starts: number;
}
type Row = ReturnType<typeof verdict>;

/** A thousand readers in turn: each has its own User-Agent, as behind a proxy or on its own. */
const script = (fields: Record<string, string>) => `
local requests, last = {}, 0
init = function()
${Object.entries(fields)
  .map(([name, value]) => `  wrk.headers["${name}"] = ${JSON.stringify(value)}`)
  .join('\n')}
  for reader = 1, ${READERS} do
    wrk.headers["User-Agent"] = "Reader/" .. reader .. ".0 (some feed reader; +https://reader.example/)"
    wrk.headers["X-Forwarded-For"] = "203.0.113." .. reader % 250
    requests[reader] = wrk.format()
  end
end
request = function()
  last = last % ${READERS} + 1
  return requests[last]
end
`;

/** Measures the goals of polling, each against its measure in the same run; prints one table. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '3' },
      starts: { type: 'string', default: '3' },
      minutes: { type: 'string', default: '0.5' },
    },
  });
  const { seconds, rounds, starts } = values;
  const load = { seconds: Number(seconds), rounds: Number(rounds), starts: Number(starts) };
  const minutes = Number(values.minutes);
  if (LOAD_TOOL !== 'wrk') throw new Error("this bench needs Debian's package wrk");
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-polls-'));
  try {
    writeArchive(join(home, 'archive'), { count: 500 });
    const rows = [
      ...(await rates(home, load)),
      ...(minutes > 0 ? await endurance(home, START, minutes) : []),
      ...(minutes > 0 ? await bytes() : []),
    ];
    console.log(table([['', 'measured', 'goal', ''], ...rows]));
    console.log(
      `\n64 connections, ${READERS} User-Agents, the gzip of a feed of 50 items; medians of ${load.starts} starts, each of ${load.rounds} interleaved rounds of ${load.seconds} s; ${machineLoad()}.`,
    );
  } finally {
    rmSync(home, { recursive: true });
  }
}

const GOALS = {
  Unchanged: '304s over kept connections ÷ node:http',
  UnchangedAnew: '304s over new connections ÷ node:http',
  Whole: '200s over kept connections ÷ node:http',
};

/**
 * Answers of the thread that sends them for each second of its CPU time, against those of bare
 * node:http with the same header fields. On a core of its own that is the rate; other programs do not
 * change it, nor do the threads that publish, compose and encode.
 */
async function rates(home: string, load: Load): Promise<Row[]> {
  const all: Record<string, number>[] = [];
  for (let start = 0; start < load.starts; start++) all.push(await ratesOfOne(home, load));
  const of = (name: string) => median(all.map((each) => each[name] ?? Number.NaN));
  const rate = Object.keys(all[0] ?? {}).map((name) => [name, of(name)] as const);
  console.log(`Answers for each second of CPU time:\n${table(rate)}\n`);
  return Object.entries(GOALS).map(([name, what]) => {
    const ratios = all.map((each) => (each[`our${name}`] ?? 0) / (each[`bare${name}`] ?? 0));
    return verdict(what, median(ratios), { least: 0.85 });
  });
}

async function ratesOfOne(home: string, { seconds, rounds }: Load) {
  const server = await startServer(START, {
    path: PATH,
    environment: {
      ARCHIVE: join(home, 'archive'),
      DATABASE: join(home, 'polls.db'),
      TRUSTED_PROXIES: '127.0.0.1',
    },
  });
  const tag = await tagOfGzip(server.url + PATH);
  const bare = await startServer([BARE, server.url + PATH, 'gzip'], { path: PATH });
  const gzip = { 'Accept-Encoding': 'gzip' };
  const polls: Record<keyof typeof GOALS, Record<string, string>> = {
    Unchanged: { ...gzip, 'If-None-Match': tag },
    UnchangedAnew: { ...gzip, 'If-None-Match': tag, Connection: 'close' },
    // A condition that fails: a fetch without any counts against the rate limit.
    Whole: { ...gzip, 'If-Modified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
  };
  const contenders = Object.entries(polls).flatMap(([name, fields]) => {
    const file = join(home, `${name}.lua`);
    writeFileSync(file, script(fields));
    const ask = (of: RunningServer) => async () => {
      const before = mainThreadSeconds(of.pid);
      const rate = await requestsPerSecond(of.url + PATH, { seconds, script: file });
      return (rate * seconds) / (mainThreadSeconds(of.pid) - before);
    };
    return [
      [`bare${name}`, ask(bare)],
      [`our${name}`, ask(server)],
    ];
  });
  try {
    return await interleave(Object.fromEntries(contenders), { rounds });
  } finally {
    await Promise.all([server, bare].map((each) => each.stop()));
  }
}

/** The tag of a document's gzip, once that has been made. */
async function tagOfGzip(url: string): Promise<string> {
  for (;;) {
    const answer = await fetch(url, { headers: { 'Accept-Encoding': 'gzip' } });
    await answer.arrayBuffer();
    if (answer.headers.get('Content-Encoding') === 'gzip') return answer.headers.get('ETag') ?? '';
    await sleep(100);
  }
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
