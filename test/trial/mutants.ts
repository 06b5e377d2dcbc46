// [--count 300] [--seed 1] [--in http/routes]: random mutants of the pure rooms; the suites must notice.
import { type ChildProcess, fork } from 'node:child_process';
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
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mulberry32 } from '../archive/random.ts';
import type { Answer, Task } from './mutants.suites.ts';
import { type Mutant, mutantsOf } from './mutate.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What is mutated, and the suites that speak of it and are quick; the longest name that fits counts. */
const SUITES: Record<string, string> = {
  article:
    'rules clean front-matter grammars header identity language media article sources clean.property library publish check',
  feed: 'feed.golden feed.document feed.faults feed.opml cadence channels library',
  http: 'config is-browser conditional encoding app methods deltas channels document-cache ready',
  'http/operators': 'readership operations rate-limit ready config',
  'http/routes': 'app methods channels history search pages feed.opml push-api',
};

/** Milliseconds after which a mutant that runs on and on counts as noticed. */
const TIMEOUT_MS = 300_000;

/**
 * Makes random mutants, one at a time, runs the suites of its room with it, and lists the mutants
 * that nobody noticed. The same seed gives the same mutants of the same code.
 */
export async function trial(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      in: { type: 'string', default: '' },
    },
  });
  const files = [...new Set(Object.keys(SUITES).map((name) => name.split('/')[0] ?? ''))].flatMap(
    filesOf,
  );
  const all = files
    .filter((file) => file.startsWith(`src/${values.in}`))
    .flatMap((file) => mutantsOf(file, readFileSync(join(ROOT, file), 'utf8')));
  const chosen = sample(all, Number(values.count), mulberry32(Number(values.seed)));
  console.log(`${chosen.length} of ${all.length} mutants`);

  const copy = copyProject();
  let child: ChildProcess | undefined;
  const isNoticed = async (mutant: Mutant) => {
    child ??= fork(join(copy, 'test/trial/mutants.suites.ts'), { cwd: copy });
    const answer = await runSuites(child, copy, mutant);
    if (answer === 'hangs') child = undefined;
    return answer !== 'passed';
  };
  try {
    for (const room of new Set(chosen.map(({ file }) => file.split('/')[1] ?? ''))) {
      const file = filesOf(room)[0] ?? '';
      const nothing = { file, line: 0, start: 0, end: 0, before: '', replacement: '' };
      if (await isNoticed(nothing)) throw new Error(`suites of ${room} fail without a mutant`);
    }
    let noticed = 0;
    for (const [at, mutant] of chosen.entries()) {
      if (await isNoticed(mutant)) noticed++;
      else console.log(`${at + 1}: nobody noticed ${describe(mutant)}`);
    }
    const share = ((100 * noticed) / chosen.length).toFixed(1);
    console.log(`${noticed} of ${chosen.length} noticed: ${share} %`);
  } finally {
    child?.disconnect();
    rmSync(copy, { recursive: true, force: true });
  }
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

/** Runs the suites of a mutant's room in another process, which ends with a mutant that hangs. */
async function runSuites(child: ChildProcess, copy: string, mutant: Mutant) {
  const { file, start, end, replacement } = mutant;
  const written = join(copy, file);
  const text = readFileSync(join(ROOT, file), 'utf8');
  const names = Object.keys(SUITES).filter((name) => file.startsWith(`src/${name}/`));
  const suites = SUITES[names.toSorted().at(-1) ?? '']?.split(' ') ?? [];
  writeFileSync(written, text.slice(0, start) + replacement + text.slice(end));
  child.send({
    suites: suites.map((suite) => join(copy, `test/${suite}.test.ts`)),
    written,
  } satisfies Task);
  const limit = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  const listening = new AbortController();
  const answer = once(child, 'message', listening).then(([message]) => message as Answer);
  const hangs = once(child, 'exit', listening).then(() => 'hangs' as const);
  const result = await Promise.race([answer, hangs]);
  clearTimeout(limit);
  listening.abort();
  writeFileSync(written, text);
  return result;
}

function describe({ file, line, before, replacement }: Mutant): string {
  return `${file}:${line}: ${before.slice(0, 80)} → ${replacement.slice(0, 80) || 'nothing'}`;
}
