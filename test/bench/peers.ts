// [FOLDER] [--counts 2000,10000] [--rounds N]: a first publication against Eleventy and Hugo.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readTree } from '../../src/node/files.ts';
import { type ArticleFile, generateArticles } from '../archive/generate.ts';
import { median, table, verdict } from './harness.ts';
import { PEERS, type Peer, writeAll } from './peers.projects.ts';
import { machineLoad, run, START, startServer } from './processes.ts';

const PUBLISH = fileURLToPath(new URL('../archive/bench/publish.ts', import.meta.url));

type Row = ReturnType<typeof verdict>;

/** The time of the whole process, and what it took of the processors. */
interface Figures {
  seconds: number;
  cpu: number;
}

/** Measures the goals for a first publication and a start, each beside its measure; prints one table. */
export async function bench(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      counts: { type: 'string', default: '2000,10000' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const [folder] = positionals;
  const rounds = Number(values.rounds);
  const peers = PEERS.filter(({ command: [program] }) => isInstalled(program));
  const rows: Row[] = [];
  for (const count of values.counts.split(',').map(Number)) {
    const articles = folder ? copies(folder, count) : [...generateArticles({ count })];
    const home = mkdtempSync(join(tmpdir(), 'broadsheet-peers-'));
    try {
      rows.push(...(await compare(home, articles, peers, rounds)));
      rows.push(await start(home, count, rounds));
    } finally {
      rmSync(home, { recursive: true });
    }
  }
  console.log(table([['', 'measured', 'goal', ''], ...rows]));
  const missing = PEERS.filter((peer) => !peers.includes(peer)).map(({ name }) => name);
  const left = missing.length > 0 ? ` Not in the PATH, and left out: ${missing.join(', ')}.` : '';
  console.log(
    `\n${folder ?? 'Generated articles'}; medians of ${rounds} interleaved rounds; ${machineLoad()}.${left}`,
  );
}

/** Whole processes, in turn; the first round warms up the cache of the disk. */
async function compare(home: string, articles: ArticleFile[], peers: Peer[], rounds: number) {
  const archive = join(home, 'archive');
  writeAll(archive, articles);
  for (const { name, write } of peers) write(join(home, name), articles);
  const taken = new Map<string, Figures[]>();
  for (let round = 0; round <= rounds; round++) {
    const note = (name: string, figures: Figures) => {
      if (round > 0) taken.set(name, [...(taken.get(name) ?? []), figures]);
    };
    for (const ending of ['', '-wal', '-shm']) {
      rmSync(join(home, `peers.db${ending}`), { force: true });
    }
    note('ours', await run([PUBLISH, archive, join(home, 'peers.db')]));
    for (const peer of peers) {
      const [program, ...args] = peer.command;
      const cwd = join(home, peer.name);
      for (const output of ['_site', 'public'])
        rmSync(join(cwd, output), { recursive: true, force: true });
      note(peer.name, await run(args, {}, { program, cwd }));
    }
  }
  const of = (name: string, figure: keyof Figures) =>
    median((taken.get(name) ?? []).map((each) => each[figure]));
  console.log(`${articles.length} articles, ours: ${of('ours', 'seconds').toFixed(2)} s`);
  return peers.flatMap(({ name, most }) => {
    const ratio = (figure: keyof Figures) => of('ours', figure) / of(name, figure);
    const what = `first publication of ${articles.length} ÷ ${name}`;
    return [
      verdict(what, ratio('seconds'), { most: most(articles.length) }),
      [`  the same, CPU time`, ratio('cpu').toFixed(2), '', ''],
    ];
  });
}

/** From the command to the first answer on an archive that did not change, against a bare Node. */
async function start(home: string, count: number, rounds: number): Promise<Row> {
  const environment = { ARCHIVE: join(home, 'archive'), DATABASE: join(home, 'start.db') };
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    bare.push((await run(['-e', '0'])).seconds);
    const server = await startServer(START, { path: '/feed.xml', environment });
    // The first start publishes; it ends when readers are served.
    while ((await fetch(`${server.url}/feed.xml`)).status === 503) await pause();
    await server.stop();
    if (round > 0) ours.push(server.secondsToFirstAnswer);
  }
  const ratio = median(ours) / median(bare);
  return verdict(`start on ${count} unchanged, first answer ÷ node -e 0`, ratio, { most: 5 });
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

/** Real articles; where they are fewer, they come again under other addresses. */
function copies(folder: string, count: number): ArticleFile[] {
  const paths = readTree(folder).files.sort();
  return Array.from({ length: count }, (_, at) => {
    const path = paths[at % paths.length] ?? '';
    const text = readFileSync(join(folder, path), 'utf8');
    const copy = Math.floor(at / paths.length);
    if (copy === 0) return { path, text };
    return { path: `copy${copy}/${path}`, text: text.replace(/\)\s*\n-{3,}/, `/copy${copy}$&`) };
  });
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, [program === 'hugo' ? 'version' : '--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
