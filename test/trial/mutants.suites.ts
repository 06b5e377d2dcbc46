// Suites → whether they pass: one Vitest for all mutants, run in the folder of a copy.
import { createVitest } from 'vitest/node';

/** What to run, once a file of the copy was written. */
export interface Task {
  suites: string[];
  written: string;
}

export type Answer = 'passed' | 'failed';

const vitest = await createVitest('test', {
  config: 'test/vitest.config.ts',
  project: ['node'],
  watch: false,
  // Threads end with this process, also those that run on and on.
  pool: 'threads',
  maxWorkers: 1,
  bail: 1,
  reporters: [{}],
});
await vitest.standalone();
const project = vitest.getProjectByName('node');

let last = '';
process.on('message', async ({ suites, written }: Task) => {
  // The file of the last mutant is as it was again.
  for (const file of [last, written]) vitest.invalidateFile(file);
  last = written;
  const specifications = suites.map((suite) => project.createSpecification(suite));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  const passed = testModules.every((module) => module.ok()) && unhandledErrors.length === 0;
  process.send?.((passed ? 'passed' : 'failed') satisfies Answer);
});
process.on('disconnect', () => process.exit());
