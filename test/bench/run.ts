// `npm run bench -- NAME …` → the bench of that name, or the list of those there are.
import { readdirSync, readFileSync } from 'node:fs';

/** What benches are made of lies in the same folder. */
const PARTS = ['run', 'harness', 'processes', 'push.parts'];

const [name = '', ...args] = process.argv.slice(2);
const names = readdirSync(import.meta.dirname)
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((bench) => !PARTS.includes(bench));

if (names.includes(name)) {
  const { bench } = await import(`./${name}.ts`);
  await bench(args);
} else {
  const list = names.map((bench) => `  ${bench}  ${firstComment(bench)}`);
  console.error([`No bench is called '${name}'. There are:`, ...list].join('\n'));
  process.exitCode = 1;
}

/** The first line of a bench says what it measures. */
function firstComment(bench: string): string {
  const [line = ''] = readFileSync(`${import.meta.dirname}/${bench}.ts`, 'utf8').split('\n');
  return line.replace(/^\/\/ /, '');
}
