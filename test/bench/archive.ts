// [FOLDER | --articles N] [--large]: publishing an archive, starting on it and serving it.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeArchive } from '../archive/generate.ts';
import { interleave, median, table, verdict } from './harness.ts';
import { LOAD_TOOL, requestsPerSecond, run, START, startServer } from './processes.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LARGE = 100_000;
const ROUNDS = 5;

type Row = ReturnType<typeof verdict>;

/** Measures the goals of the archive, each against its measure in the same run; prints one table. */
export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { articles: { type: 'string', default: '10000' }, large: { type: 'boolean' } },
  });
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-bench-'));
  try {
    const archive = join(home, 'archive');
    // A copy, because files will be changed.
    if (positionals[0]) cpSync(positionals[0], archive, { recursive: true });
    else writeArchive(archive, { count: Number(values.articles) });

    const { rows, peaks } = await publications(home, archive);
    const memory = Math.max(...peaks);
    rows.push(verdict('peak memory of the first publication, MB', memory / 1e6, { most: 300 }));
    if (values.large) rows.push(await growth(home, memory));
    rows.push(...(await starts(home, archive)), ...(await serving(home, archive)));
    console.log(table([['', 'measured', 'goal', ''], ...rows]));
    const subject = positionals[0] ?? `${values.articles} generated articles`;
    console.log(
      `\n${subject}; medians of ${ROUNDS} interleaved rounds; load by ${LOAD_TOOL}.` +
        (values.large ? '' : `\nMemory at ${LARGE} articles was not measured: --large does.`),
    );
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** The first publication, whole processes; then those that find one change, or none. */
async function publications(home: string, archive: string) {
  const peaks: number[] = [];
  const firsts: number[] = [];
  const database = join(home, 'bench.db');
  const seconds = await interleave(
    {
      cheerio: async () => (await run([step('cheerio'), archive])).seconds,
      first: async () => {
        removeDatabase(database);
        const { seconds, peakBytes, stdout } = await publish(archive, database);
        firsts.push(JSON.parse(stdout).publication);
        peaks.push(peakBytes);
        return seconds;
      },
    },
    { rounds: ROUNDS },
  );
  const again: { publication: number; change: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    again.push(JSON.parse((await publish(archive, database, 'change')).stdout));
  }
  const first = median(firsts);
  const unchanged = median(again.map(({ publication }) => publication));
  const change = median(again.map(({ change }) => change));
  const rows: Row[] = [
    verdict('first publication ÷ cheerio over the bodies', seconds.first / seconds.cheerio, {
      most: 1.2,
    }),
    verdict('publication of nothing new, % of the first', (unchanged / first) * 100, { most: 5 }),
    verdict('one file changed until it is served, % of the first', (change / first) * 100, {
      most: 2,
    }),
  ];
  return { rows, peaks };
}

/** Peak memory with many more articles. */
async function growth(home: string, memory: number): Promise<Row> {
  const archive = join(home, 'large');
  writeArchive(archive, { count: LARGE });
  const { peakBytes } = await publish(archive, join(home, 'large.db'));
  return verdict(`peak memory at ${LARGE} articles ÷ that`, peakBytes / memory, { most: 1.5 });
}

/** From the command to the first answer, on an archive that was published before. */
async function starts(home: string, archive: string): Promise<Row[]> {
  const { npm_execpath: npm } = process.env;
  const start = (args: string[]) => async () => {
    const server = await startServer(args, { path: '/feed.xml', ...settings(home, archive) });
    await server.stop();
    return server.secondsToFirstAnswer;
  };
  const seconds = await interleave(
    {
      node: start(START),
      // Without npm around this bench there is none to start.
      ...(npm && { npm: start([npm, '--prefix', ROOT, 'start']) }),
    },
    { rounds: ROUNDS },
  );
  return Object.entries(seconds).map(([by, figure]) =>
    verdict(`start of ${by} to the first answer, s`, figure, { most: 0.5 }),
  );
}

/** Answers a second, against a bare server that answers the same bytes with the same headers. */
async function serving(home: string, archive: string): Promise<Row[]> {
  const path = '/feed.xml';
  const server = await startServer(START, { path, ...settings(home, archive) });
  const bare = await startServer([step('bare'), server.url + path], { path });
  try {
    // The load tool asks for no coding; each coding has a tag of its own.
    const plain = await fetch(server.url + path, { headers: { 'Accept-Encoding': 'identity' } });
    const etag = plain.headers.get('ETag') ?? '';
    await plain.arrayBuffer();
    const load = (url: string, headers: Record<string, string> = {}) => {
      return () => requestsPerSecond(url + path, { headers, seconds: 2 });
    };
    const known = { 'If-None-Match': etag };
    const rates = await interleave(
      {
        bare200: load(bare.url),
        our200: load(server.url),
        bare304: load(bare.url, known),
        our304: load(server.url, known),
      },
      { rounds: ROUNDS },
    );
    return [
      verdict('200s a second ÷ those of node:http', rates.our200 / rates.bare200, { least: 0.8 }),
      verdict('304s a second ÷ those of node:http', rates.our304 / rates.bare304, { least: 0.8 }),
    ];
  } finally {
    await bare.stop();
    await server.stop();
  }
}

function publish(archive: string, database: string, ...more: string[]) {
  return run([step('publish'), archive, database, ...more]);
}

function settings(home: string, archive: string) {
  const environment = {
    ARCHIVE: archive,
    DATABASE: join(home, 'start.db'),
    // Bash becomes the command it is to run, so that npm ends after it; with other shells, before.
    npm_config_script_shell: 'bash',
  };
  return { environment };
}

function step(name: string): string {
  return fileURLToPath(new URL(`../archive/bench/${name}.ts`, import.meta.url));
}

function removeDatabase(file: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
}
