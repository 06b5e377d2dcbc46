// [--seconds N] [--rounds N] [--minutes N]: polls against bare node:http, and their bytes a day.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeArchive } from '../archive/generate.ts';
import { bytesADay } from '../polls/day.ts';
import { endurance } from '../polls/endurance.ts';
import { interleave, table, verdict } from './harness.ts';
import {
  cpuSeconds,
  LOAD_TOOL,
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
      seconds: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '5' },
      minutes: { type: 'string', default: '0.5' },
    },
  });
  const load = { seconds: Number(values.seconds), rounds: Number(values.rounds) };
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
      `\n64 connections, ${READERS} User-Agents, the gzip of a feed of 50 items; medians of ${load.rounds} interleaved rounds of ${load.seconds} s.`,
    );
  } finally {
    rmSync(home, { recursive: true });
  }
}

/**
 * Answers of one process for each second of its CPU time, against those of bare node:http with the
 * same header fields. On a core of its own that is the rate; other programs do not change it.
 */
async function rates(home: string, { seconds, rounds }: Load): Promise<Row[]> {
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
  const polls = {
    Unchanged: { ...gzip, 'If-None-Match': tag },
    UnchangedAnew: { ...gzip, 'If-None-Match': tag, Connection: 'close' },
    // A condition that fails: a fetch without any counts against the rate limit.
    Whole: { ...gzip, 'If-Modified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
  };
  const contenders = Object.entries(polls).flatMap(([name, fields]) => {
    const file = join(home, `${name}.lua`);
    writeFileSync(file, script(fields));
    const ask = (of: RunningServer) => async () => {
      const before = cpuSeconds(of.pid);
      const rate = await requestsPerSecond(of.url + PATH, { seconds, script: file });
      return (rate * seconds) / (cpuSeconds(of.pid) - before);
    };
    return [
      [`bare${name}`, ask(bare)],
      [`our${name}`, ask(server)],
    ];
  });
  try {
    const rate: Record<string, number> = await interleave(Object.fromEntries(contenders), {
      rounds,
    });
    console.log(`Answers for each second of CPU time:\n${table(Object.entries(rate))}\n`);
    const ratio = (name: string) => (rate[`our${name}`] ?? 0) / (rate[`bare${name}`] ?? 0);
    return [
      verdict('304s over kept connections ÷ node:http', ratio('Unchanged'), { least: 0.85 }),
      verdict('304s over new connections ÷ node:http', ratio('UnchangedAnew'), { least: 0.85 }),
      verdict('200s over kept connections ÷ node:http', ratio('Whole'), { least: 0.85 }),
    ];
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
