// [--count 300] [--seed 1] [--in http/routes]: random mutants of the pure rooms; the suites must notice.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mulberry32 } from '../archive/random.ts';
import type { Answer, Task } from './mutants.suites.ts';
import { type Mutant, mutantsOf } from './mutate.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The rooms that are mutated, and the suites that speak of them and are quick. */
const SUITES: Record<string, string> = {
  article: 'header identity language media article sources clean clean.property library publish',
  feed: 'feed.document feed.faults feed.golden feed.opml feed.readback cadence channels history pages',
  http: 'config is-browser conditional encoding app methods deltas channels history search pages rate-limit readership operations document-cache ready',
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
  const files = Object.keys(SUITES).flatMap(filesOf);
  const all = files
    .filter((file) => file.startsWith(`src/${values.in}`))
    .flatMap((file) => mutantsOf(file, readFileSync(join(ROOT, file), 'utf8')));
  const chosen = sample(all, Number(values.count), mulberry32(Number(values.seed)));
  console.log(`${chosen.length} of ${all.length} mutants`);

  const untouched = [...new Set(chosen.map(({ file }) => file.split('/')[1]))].map((room) => {
    const file = files.find((each) => each.startsWith(`src/${room}/`)) ?? '';
    return { file, line: 0, start: 0, end: 0, before: '', replacement: '' };
  });
  let child: ChildProcess | undefined;
  const isNoticed = async (mutant: Mutant) => {
    child ??= fork(join(import.meta.dirname, 'mutants.suites.ts'), { cwd: ROOT });
    const answer = await runSuites(child, mutant);
    if (answer === 'hangs') child = undefined;
    return answer !== 'passed';
  };
  for (const each of untouched) {
    if (await isNoticed(each)) throw new Error(`the suites fail without a mutant: ${each.file}`);
  }
  let noticed = 0;
  for (const [at, mutant] of chosen.entries()) {
    if (await isNoticed(mutant)) noticed++;
    else console.log(`${at + 1}: nobody noticed ${describe(mutant)}`);
  }
  child?.disconnect();
  const share = ((100 * noticed) / chosen.length).toFixed(1);
  console.log(`${noticed} of ${chosen.length} noticed: ${share} %`);
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

/** Runs the suites of a mutant's room in another process, which ends with a mutant that hangs. */
async function runSuites(child: ChildProcess, mutant: Mutant): Promise<Answer | 'hangs'> {
  const { file, start, end, replacement } = mutant;
  const text = readFileSync(join(ROOT, file), 'utf8');
  const room = file.split('/')[1] ?? '';
  child.send({
    suites: SUITES[room]?.split(' ').map((suite) => join(ROOT, `test/${suite}.test.ts`)) ?? [],
    file: join(ROOT, file),
    text: text.slice(0, start) + replacement + text.slice(end),
  } satisfies Task);
  const limit = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  const answer = once(child, 'message').then(([message]) => message as Answer);
  const hangs = once(child, 'exit').then(() => 'hangs' as const);
  return Promise.race([answer, hangs]).finally(() => clearTimeout(limit));
}

function describe({ file, line, before, replacement }: Mutant): string {
  return `${file}:${line}: ${before.slice(0, 80)} → ${replacement.slice(0, 80) || 'nothing'}`;
}
