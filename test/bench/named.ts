// The words behind `npm run bench --` → the module of that name in a folder, run.
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Calls the function `kind` of the module that the first argument names, or lists the modules there are and
 * sets exit code 1.
 *
 * @param kind what the modules are called, and the name of the function that they export
 * @param parts modules of the folder that the others are made of
 */
export async function runNamed(
  kind: 'bench' | 'trial',
  folder: string,
  parts: string[],
): Promise<void> {
  const [name = '', ...args] = process.argv.slice(2);
  const names = readdirSync(folder)
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((each) => !parts.includes(each));
  if (names.includes(name)) {
    const module = await import(`${folder}/${name}.ts`);
    await module[kind](args);
    return;
  }
  /** The first line of a module says what it does. */
  const firstComment = (each: string) =>
    readFileSync(`${folder}/${each}.ts`, 'utf8')
      .split('\n', 1)[0]
      ?.replace(/^\/\/ /, '');
  const list = names.map((each) => `  ${each}  ${firstComment(each)}`);
  console.error([`No ${kind} is called '${name}'. There are:`, ...list].join('\n'));
  process.exitCode = 1;
}
