// [--seconds N] [--articles N]: polls while others do their worst, against polls of an idle server.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeArchive } from '../archive/generate.ts';
import { table, verdict } from './harness.ts';
import { peakMemory, START, startServer } from './processes.ts';

type Row = ReturnType<typeof verdict>;

const FEED = '/feed.xml';
/** Connections that poll, and the pause of each after an answer, milliseconds. */
const POLLERS = 8;
const PAUSE = 5;
/** Bytes of a hostile article. */
const BYTES = 4_900_000;
/** The slowest in a hundred polls may take so many times what it takes when idle, or so long. */
const TIMES = 3;
const MILLISECONDS = 20;

/** Articles whose growth was once more than linear, by their elements. */
const HOSTILE: Record<string, (bytes: number) => string> = {
  picture: (bytes) => `<picture>${repeated('<img src=a>', bytes)}</picture>`,
  pre: (bytes) => `<pre>${repeated('<p>x', bytes)}</pre>`,
  figure: (bytes) => repeated('<figure>', bytes),
  noscript: (bytes) => repeated('<noscript><p>', bytes),
};

/** The dearest searches, as four connections ask for them. */
const DEAR = encodeURIComponent('的 一 是 在 了 国 中 人 有 他 不 这');
const dear = (at: number) => `/filter/feed.xml?limit=500&zh=hant&q=${DEAR}%20-${at}`;
const other = (at: number) => `/filter/feed.xml?limit=${(at % 500) + 1}&lang=x-${at}`;
const OTHERS = 3000;

/** Measures the goals of part 7; prints one table. */
export async function bench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '8' },
      articles: { type: 'string', default: '10000' },
    },
  });
  const seconds = Number(values.seconds);
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-hostile-'));
  const archive = join(home, 'archive');
  writeArchive(archive, { count: 2000 });
  const environment = {
    ARCHIVE: archive,
    DATABASE: join(home, 'hostile.db'),
    LOG_LEVEL: 'silent',
  };
  const server = await startServer(START, { path: FEED, environment });
  const { url } = server;
  try {
    await ready(url);
    const idle = await poll(url, () => sleep(seconds * 1000));
    const rows: Row[] = [];
    const during = async (what: string, work: () => Promise<unknown>) => {
      const { slowest } = await poll(url, work);
      const most = Math.max(TIMES, MILLISECONDS / idle.slowest);
      rows.push(verdict(`p99 of 304s, ${what} ÷ idle`, slowest / idle.slowest, { most }));
    };

    for (const [name, make] of Object.entries(HOSTILE)) {
      await during(`a hostile <${name}> is saved`, async () => {
        writeFileSync(join(archive, `${name}.md`), text(`hostile/${name}`, make(BYTES)));
        await publish(url, archive, name);
      });
    }
    await during('dear searches and addresses', async () => {
      const end = performance.now() + seconds * 1000;
      let asked = 0;
      const ask = async (address: (at: number) => string, most: number) => {
        while (performance.now() < end && asked < most) await get(url + address(asked++));
      };
      const dearest = Array.from({ length: 4 }, () => ask(dear, Number.POSITIVE_INFINITY));
      await Promise.all([...dearest, ask(other, OTHERS)]);
    });
    const start = performance.now();
    await publish(url, archive, 'after');
    const published = (performance.now() - start) / 1000;
    rows.push(verdict('seconds until one article is seen after that', published, { most: 2 }));

    const many = join(home, 'many');
    mkdirSync(many);
    writeArchive(many, { count: Number(values.articles), seed: 2 });
    const idleRate = await rate(url, seconds);
    let busyRate = Number.NaN;
    await during(`${values.articles} files are published`, async () => {
      renameSync(many, join(archive, 'many'));
      busyRate = await rate(url, seconds);
      await publish(url, archive, 'last');
    });
    rows.push(verdict('304s a second then ÷ idle', busyRate / idleRate, { least: 0.8 }));
    const megabytes = (peakMemory(server.pid) ?? 0) / 1e6;
    rows.push(verdict('peak memory of the process, MB', megabytes, { most: 450 }));
    console.log(table([['', 'measured', 'goal', ''], ...rows]));
    console.log(
      `\nIdle, the slowest in a hundred 304s takes ${idle.slowest.toFixed(1)} ms over ${POLLERS} connections; load ${readFileSync('/proc/loadavg', 'utf8').trim()}`,
    );
  } finally {
    await server.stop();
    rmSync(home, { recursive: true });
  }
}

/** Polls until the work is done. @returns the slowest in a hundred 304s, milliseconds */
async function poll(url: string, work: () => Promise<unknown>): Promise<{ slowest: number }> {
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
  await work();
  done = true;
  await Promise.all(polling);
  return { slowest: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0 };
}

/** 304s a second that one process gets over kept connections. */
async function rate(url: string, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: POLLERS });
  const end = performance.now() + seconds * 1000;
  let answers = 0;
  const asking = Array.from({ length: POLLERS }, async () => {
    for (; performance.now() < end; answers++) {
      await get(url + FEED, { 'If-None-Match': '*' }, agent);
    }
  });
  await Promise.all(asking);
  agent.destroy();
  return answers / seconds;
}

/** Saves one more article, and waits until readers see it. */
async function publish(url: string, archive: string, name: string): Promise<void> {
  writeFileSync(join(archive, `seen-${name}.md`), text(`seen-${name}`, '<p>seen</p>', Date.now()));
  while (!(await get(url + FEED)).includes(`https://news.example/seen-${name}`)) await sleep(50);
}

/** Waits until the archive is published. */
async function ready(url: string): Promise<void> {
  while (!(await get(url + FEED)).includes('<rss')) await sleep(100);
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

function repeated(part: string, bytes: number): string {
  return part.repeat(Math.floor(bytes / part.length));
}
