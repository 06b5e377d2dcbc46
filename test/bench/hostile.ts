// [--seconds N] [--rounds N] [--articles N]: polls while others do their worst, against an idle server.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeArchive } from '../archive/generate.ts';
import { repeated, type Shape } from '../archive/hostile.ts';
import { median, secondsOf, table, verdict } from './harness.ts';
import { machineLoad, mainThreadSeconds, peakMemory, START, startServer } from './processes.ts';

const FEED = '/feed.xml';
/** Connections that poll, and the pause of each after an answer, milliseconds. */
const POLLERS = 8;
const PAUSE = 5;
/** Bytes of a hostile article. */
const BYTES = 4_900_000;
/** The slowest in a hundred polls may take so many times what it takes when idle, or so long. */
const TIMES = 3;
const MILLISECONDS = 20;
/** Articles that the server begins with, and those of the archive that is measured at the end. */
const BEGIN = 2000;
/** Seconds after which a row gives up. */
const PATIENCE = 300;

/** Articles of the greatest size there may be, which once took more than linear time. */
const HOSTILE: Record<string, Shape> = {
  picture: ['<picture>', '<img src=a>', '</picture>'],
  pre: ['<pre>', '<p>x', '</pre>'],
  figure: ['', '<figure>', ''],
  noscript: ['', '<noscript><p>', ''],
};

/** The dearest searches, as four connections ask for them. */
const DEAR = encodeURIComponent('的 一 是 在 了 国 中 人 有 他 不 这');
const dear = (at: number) => `/filter/feed.xml?limit=500&zh=hant&q=${DEAR}%20-${at}`;
const other = (at: number) => `/filter/feed.xml?limit=${(at % 500) + 1}&lang=x-${at}`;
const OTHERS = 3000;

/** One round of a row: the slowest in a hundred polls, milliseconds, idle and then. */
interface Sample {
  idle: number;
  then: number;
}

/** Measures the goals of making apart from serving; prints one table. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '3' },
      articles: { type: 'string', default: '17000' },
    },
  });
  const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-hostile-'));
  const archive = join(home, 'archive');
  writeArchive(archive, { count: BEGIN });
  const environment = { ARCHIVE: archive, DATABASE: join(home, 'hostile.db'), LOG_LEVEL: 'silent' };
  const server = await startServer(START, { path: FEED, environment });
  const { url } = server;
  const before = machineLoad();
  try {
    await until(async () => (await get(url + FEED)).includes('<rss'));
    const samples = new Map<string, Sample[]>();
    /** The server is idle just before each row: other programs disturb both alike. */
    const during = async (what: string, work: () => Promise<unknown>) => {
      const idle = await poll(url, () => sleep(seconds * 1000));
      const then = await poll(url, work);
      samples.set(what, [...(samples.get(what) ?? []), { idle, then }]);
    };
    const afterwards: number[] = [];
    const dearest: number[] = [];
    const rates: number[] = [];
    let part = 0;
    /** Moves a share of the articles into the archive at once. */
    const arrive = async () => {
      const folder = join(home, `part-${++part}`);
      mkdirSync(folder);
      const count = Math.ceil((Number(values.articles) - BEGIN) / rounds / 2);
      writeArchive(folder, { count, seed: part + 1 });
      return () => renameSync(folder, join(archive, `part-${part}`));
    };

    for (let round = 1; round <= rounds; round++) {
      for (const [name, shape] of Object.entries(HOSTILE)) {
        await during(`a hostile <${name}> is saved`, async () => {
          const article = text(`hostile/${name}${round}`, repeated(shape, BYTES));
          writeFileSync(join(archive, `${name}-${round}.md`), article);
          await publish(url, archive, `${name}-${round}`);
        });
      }
      await during('dear searches and addresses', async () => {
        const end = performance.now() + seconds * 1000;
        let asked = 0;
        const ask = async (address: (at: number) => string, most: number) => {
          while (performance.now() < end && asked < most) await get(url + address(asked++));
        };
        const asking = Array.from({ length: 4 }, () => ask(dear, Number.POSITIVE_INFINITY));
        await Promise.all([...asking, ask(other, OTHERS)]);
      });
      afterwards.push(await secondsOf(() => publish(url, archive, `after-${round}`)));
      dearest.push(await secondsOf(() => get(url + dear(1_000_000 + round))));

      const first = await arrive();
      await during('thousands of files are published', async () => {
        first();
        await publish(url, archive, `last-${round}`);
      });
      const second = await arrive();
      const idleRate = await rate(server.url, server.pid, seconds);
      second();
      // Until the files are found.
      await sleep(500);
      rates.push((await rate(server.url, server.pid, seconds)) / idleRate);
      await publish(url, archive, `rest-${round}`);
    }

    const rows = [...samples].map(([what, of]) => {
      const idle = median(of.map((each) => each.idle));
      const ratio = median(of.map((each) => each.then / each.idle));
      const most = Number(Math.max(TIMES, MILLISECONDS / idle).toFixed(1));
      return verdict(`p99 of 304s, ${what} ÷ idle`, ratio, { most });
    });
    const megabytes = (peakMemory(server.pid) ?? 0) / 1e6;
    rows.push(
      verdict('seconds until one article is seen after searches', median(afterwards), { most: 2 }),
      verdict('seconds of the dearest search alone', median(dearest), { most: 1 }),
      verdict('304s a CPU second of its thread, then ÷ idle', median(rates), { least: 0.8 }),
      verdict(`peak memory at ${values.articles} articles, MB`, megabytes, { most: 450 }),
    );
    console.log(table([['', 'measured', 'goal', ''], ...rows]));
    const idle = median([...samples.values()].flat().map((each) => each.idle));
    console.log(
      `\nMedians of ${rounds} rounds. Idle, the slowest in a hundred 304s takes ${idle.toFixed(1)} ms over ${POLLERS} connections; ${before}, ${machineLoad()} at the end.`,
    );
  } finally {
    await server.stop();
    rmSync(home, { recursive: true });
  }
}

/** Polls until the work is done. @returns the slowest in a hundred 304s, milliseconds */
async function poll(url: string, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  let done = false;
  const polling = Array.from({ length: POLLERS }, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!done) {
      const start = performance.now();
      await get(url + FEED, { 'If-None-Match': '*' }, agent);
      times.push(performance.now() - start);
      await sleep(PAUSE);
    }
    agent.destroy();
  });
  await work().finally(() => {
    done = true;
  });
  await Promise.all(polling);
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
}

/** 304s for each second of CPU time of the thread that sends them: their rate on a core of its own. */
async function rate(url: string, pid: number, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: POLLERS });
  const before = mainThreadSeconds(pid);
  const end = performance.now() + seconds * 1000;
  let answers = 0;
  const asking = Array.from({ length: POLLERS }, async () => {
    for (; performance.now() < end; answers++) {
      await get(url + FEED, { 'If-None-Match': '*' }, agent);
    }
  });
  await Promise.all(asking);
  agent.destroy();
  return answers / (mainThreadSeconds(pid) - before);
}

/** Saves one more article, and waits until readers see it. */
async function publish(url: string, archive: string, name: string): Promise<void> {
  writeFileSync(join(archive, `seen-${name}.md`), text(`seen-${name}`, '<p>seen</p>', Date.now()));
  await until(async () => (await get(url + FEED)).includes(`https://news.example/seen-${name}`));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE * 1000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`nothing was published within ${PATIENCE} s`);
    await sleep(50);
  }
}
function get(url: string, headers = {}, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, ...(agent && { agent }) }, async (answer) =>
      resolve(Buffer.concat(await answer.toArray()).toString()),
    );
    sent.on('error', reject).end();
  });
}

function text(name: string, body: string, published = Date.UTC(2024, 0, 1)): string {
  return `<!--${published}-->\n[${name}](https://news.example/${name})\n------\n\n${body}\n`;
}
