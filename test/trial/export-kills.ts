// [--kills 100] [--articles 300]: SIGKILLs during exports; every document in the folder is whole and was true.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { digest } from '../../src/node/parser.ts';
import { writeArchive } from '../archive/generate.ts';
import { table, verdict } from '../bench/harness.ts';

const PROGRAM = join(import.meta.dirname, '../../src/node/broadsheet.cjs');
/** Articles that change in the archive between two kills. */
const CHANGES = 3;

/**
 * Exports an archive that changes again and again, and kills each run after another while. What
 * every document may be is known from exports that nobody killed: those of the archive before and
 * after each change, into another folder.
 */
export async function trial(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      kills: { type: 'string', default: '100' },
      articles: { type: 'string', default: '300' },
    },
  });
  const kills = Number(values.kills);
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-kills-'));
  const archive = join(home, 'archive');
  writeArchive(archive, { count: Number(values.articles) });
  const paths = readdirSync(archive, { recursive: true, encoding: 'utf8' });
  const articles = paths.filter((path) => path.endsWith('.md')).sort();

  /** Digests of what each file was, in a whole export. */
  const known = new Map<string, Set<string>>();
  const faults: string[] = [];
  const run = (out: string) =>
    spawn(process.execPath, [PROGRAM, 'export', join(home, out), archive, '--items', '10'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DATABASE: join(home, 'feeds.db'), SITE_URL: 'https://kill.example/n' },
    });
  const finished = async (out: string) => {
    const child = run(out);
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`an export ended with ${code}: ${said}`);
  };
  const remember = (out: string) => {
    for (const [path, hash] of digestsIn(join(home, out))) {
      known.set(path, (known.get(path) ?? new Set()).add(hash));
    }
  };

  try {
    await finished('whole');
    remember('whole');
    let killed = 0;
    for (let round = 0; killed < kills; round++) {
      for (let change = 0; change < CHANGES; change++) {
        const path = join(
          archive,
          articles[(round * CHANGES + change) % articles.length] as string,
        );
        writeFileSync(path, `${readFileSync(path, 'utf8')}<p>第${round}版。</p>\n`);
      }
      const start = performance.now();
      await finished('whole');
      remember('whole');
      const whole = performance.now() - start;
      // The first run into an empty folder is killed, too; each time a little later.
      if (round % 10 === 0) rmSync(join(home, 'killed'), { recursive: true, force: true });
      const child = run('killed');
      const ended = once(child, 'close');
      await Promise.race([sleep(whole * (0.2 + 0.08 * (round % 10))), ended]);
      if (child.exitCode === null) killed++;
      child.kill('SIGKILL');
      await ended;
      for (const [path, hash] of digestsIn(join(home, 'killed'))) {
        if (!known.get(path)?.has(hash)) faults.push(`kill ${killed}: ${path} was never this`);
      }
    }
    await finished('killed');
    const [left, right] = ['killed', 'whole'].map((out) => digestsIn(join(home, out)));
    for (const path of new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])) {
      // The index of the search has a tail or none, as its history was.
      if (path.startsWith('search/') || left?.get(path) === right?.get(path)) continue;
      faults.push(`after the last run, ${path} is not what it should be`);
    }
  } finally {
    rmSync(home, { recursive: true });
  }
  console.log([...faults.slice(0, 20), ''].join('\n'));
  const row = verdict(
    'documents that are torn, were never true, or are not mended',
    faults.length,
    {
      most: 0,
    },
  );
  console.log(`${table([['', 'measured', 'goal', ''], row])}\n\n${kills} kills`);
  if (faults.length > 0) process.exitCode = 1;
}

/** A digest of every file but those that the export keeps for itself and those of the search. */
function digestsIn(folder: string): Map<string, string> {
  // A run may be killed before it has begun.
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), path] as const)
      .filter(([path]) => !/^(\.broadsheet|search)\//.test(path))
      .map(([path, file]) => [path, digest(readFileSync(file))]),
  );
}
