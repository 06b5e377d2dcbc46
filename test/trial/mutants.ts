// [--count 300] [--seed 1] [--room article]: random mutants of the pure rooms; the suites must notice.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mulberry32 } from '../archive/random.ts';
import { type Mutant, mutantsOf } from './mutate.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The rooms that are mutated, and the suites that speak of them and are quick. */
const SUITES: Record<string, string[]> = {
  article: 'header identity language media article.test sources clean.test clean.property'.split(
    ' ',
  ),
  feed: 'feed cadence channels'.split(' '),
  http: 'config browser.test conditional encoding app deltas fairness readership operations pages'.split(
    ' ',
  ),
};

/** Milliseconds after which a mutant that runs on and on counts as noticed. */
const TIMEOUT_MS = 180_000;

/**
 * Makes random mutants, one at a time in a copy of the project, runs the suites of its room, and
 * lists the mutants that nobody noticed. The same seed gives the same mutants of the same code.
 */
export async function trial(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      room: { type: 'string' },
    },
  });
  const rooms = Object.keys(SUITES).filter((room) => !values.room || room === values.room);
  const all = rooms.flatMap(filesOf).flatMap((file) => {
    return mutantsOf(file, readFileSync(join(ROOT, file), 'utf8'));
  });
  const waiting = sample(all, Number(values.count), mulberry32(Number(values.seed)));
  const total = waiting.length;
  console.log(`${total} of ${all.length} mutants`);

  const survivors: Mutant[] = [];
  let done = 0;
  const work = async () => {
    const copy = copyProject();
    try {
      for (let mutant = waiting.pop(); mutant; mutant = waiting.pop()) {
        const noticed = await isNoticed(copy, mutant);
        done++;
        if (noticed) continue;
        survivors.push(mutant);
        console.log(`${done} of ${total}: nobody noticed ${describe(mutant)}`);
      }
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const noticed = total - survivors.length;
  console.log(`${noticed} of ${total} noticed: ${((100 * noticed) / total).toFixed(1)} %`);
}

function filesOf(room: string): string[] {
  return readdirSync(join(ROOT, 'src', room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${room}/${name}`)
    .sort();
}

function sample<T>(all: T[], count: number, random: ReturnType<typeof mulberry32>): T[] {
  const left = [...all];
  const chosen: T[] = [];
  while (chosen.length < count && left.length > 0) {
    chosen.push(...left.splice(random.between(0, left.length - 1), 1));
  }
  return chosen;
}

/** All that the suites need; the packages are shared. */
function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'broadsheet-mutants-'));
  for (const name of readdirSync(ROOT)) {
    if (['.git', 'node_modules', 'data', '.wrangler', '.vitest'].includes(name)) continue;
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

async function isNoticed(copy: string, mutant: Mutant): Promise<boolean> {
  const path = join(copy, mutant.file);
  const text = readFileSync(path, 'utf8');
  const { start, end, replacement } = mutant;
  writeFileSync(path, text.slice(0, start) + replacement + text.slice(end));
  const room = mutant.file.split('/')[1] ?? '';
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs');
  const config = [
    'run',
    '--config',
    'test/vitest.config.ts',
    '--project',
    'node',
    '--bail',
    '1',
    '--no-isolate',
  ];
  const suites = SUITES[room]?.map((suite) => `test/${suite}`) ?? [];
  const child = spawn(process.execPath, [vitest, ...config, '--maxWorkers', '1', ...suites], {
    cwd: copy,
    stdio: 'ignore',
    timeout: TIMEOUT_MS,
  });
  const [code] = await once(child, 'exit');
  writeFileSync(path, text);
  return code !== 0;
}

function describe({ file, line, before, replacement }: Mutant): string {
  return `${file}:${line}: ${before.slice(0, 80)} → ${replacement.slice(0, 80) || 'nothing'}`;
}
