// [--minutes N]: a server killed every 30 s while it publishes; nothing published may be missing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { table, verdict } from '../bench/harness.ts';
import { START, startServer } from '../bench/processes.ts';
import { fetchWhole, isWhole } from '../polls/endurance.ts';

const PATHS = ['/feed.xml', '/atom.xml', '/feed.json', '/'];
const BETWEEN_KILLS = 30_000;

/** Saves an article every 200 ms, kills the server every 30 s, and looks at all of it after each. */
export async function trial(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { minutes: { type: 'string', default: '1' } } });
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-soak-'));
  const archive = join(home, 'archive');
  mkdirSync(archive);
  const environment = { ARCHIVE: archive, DATABASE: join(home, 'soak.db'), ITEMS: '500' };
  const faults = { torn: 0, missing: 0 };
  const counts = { saved: 0, kills: 0, polls: 0 };
  const end = performance.now() + Number(values.minutes) * 60_000;
  let seen = new Set<string>();
  let running = true;

  const save = async () => {
    while (running) {
      const number = counts.saved++;
      writeFileSync(join(archive, `${number}.md`), articleText(number));
      await sleep(200);
    }
  };
  /** Looks at every document: each is whole, and what was shown once is shown still. */
  const look = async (url: string) => {
    for (const path of PATHS) {
      const answer = await fetchWhole(url + path, '');
      counts.polls++;
      if (answer.status !== 200 || !isWhole(answer)) faults.torn++;
      if (path !== '/feed.json' || answer.status !== 200) continue;
      const shown = new Set(answer.text.match(/news\.example\/\d+/g));
      // A feed shows the newest 500: what is older has left it.
      const newest = Math.max(...[...shown].map(numberOf), 0);
      for (const link of seen) {
        if (numberOf(link) > newest - 400 && !shown.has(link)) faults.missing++;
      }
      seen = shown;
    }
  };
  const saving = save();
  try {
    while (performance.now() < end) {
      const server = await startServer(START, { path: '/feed.xml', environment });
      const kill = performance.now() + BETWEEN_KILLS;
      await look(server.url);
      while (performance.now() < Math.min(kill, end)) {
        await look(server.url);
        await sleep(50);
      }
      process.kill(server.pid, 'SIGKILL');
      await server.stop();
      counts.kills++;
    }
    running = false;
    await saving;
    // The last start finds every article that was ever saved.
    const server = await startServer(START, { path: '/feed.xml', environment });
    await look(server.url);
    const health = (await (await fetch(`${server.url}/health`)).json()) as { articles: number };
    faults.missing += counts.saved - health.articles;
    await server.stop();
  } finally {
    running = false;
    await saving;
    rmSync(home, { recursive: true });
  }
  console.log(
    table([
      ['', 'measured', 'goal', ''],
      verdict('documents that were not whole', faults.torn, { most: 0 }),
      verdict('published articles that were missing', faults.missing, { most: 0 }),
    ]),
  );
  console.log(`\n${counts.kills} kills, ${counts.saved} articles, ${counts.polls} documents`);
}

function articleText(number: number): string {
  return `<!--${Date.UTC(2024, 0, 1) + number * 1000}-->\n[第${number}条](https://news.example/${number})\n------\n\n<p>第${number}条的全文。</p>\n`;
}

function numberOf(link: string): number {
  return Number(link.split('/').at(-1));
}
