// Mutants → whether suites notice them: one Vitest for all, which loads a file as it is told.
import { createVitest } from 'vitest/node';

export interface Task {
  /** Paths of the suites. */
  suites: string[];
  /** The file of the mutant, and its text. */
  file: string;
  text: string;
}

export type Answer = 'passed' | 'failed';

let task: Task | undefined;

const vitest = await createVitest(
  'test',
  {
    config: false,
    watch: false,
    include: ['test/**/*.test.ts'],
    // Threads end with this process, also those that run on and on.
    pool: 'threads',
    isolate: false,
    maxWorkers: 1,
    bail: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: [{}],
  },
  {
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        load: (id) => (id === task?.file ? task.text : undefined),
      },
    ],
  },
);
await vitest.standalone();
const project = vitest.getRootProject();

process.on('message', async (next: Task) => {
  if (task) vitest.invalidateFile(task.file);
  task = next;
  vitest.invalidateFile(task.file);
  const specifications = task.suites.map((suite) => project.createSpecification(suite));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  const passed = testModules.every((module) => module.ok()) && unhandledErrors.length === 0;
  process.send?.((passed ? 'passed' : 'failed') satisfies Answer);
});
process.on('disconnect', () => process.exit());
