// The program's own code → ids that change when it does: nobody has to remember to raise a number.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest } from './parser.ts';

/** The folder of the rooms, as source (`src/`) or compiled (`dist/`). */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The id of all code: documents that another build composed are composed anew. */
export function buildId(root = ROOT): string {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const code = names.filter((name) => /(?<!\.d)\.[jt]s$/.test(name)).sort();
  const texts = code.map((name) => `${name}\n${readFileSync(join(root, name), 'utf8')}`);
  return digest(texts.join('\n')).slice(0, 16);
}

/** The id of the code that reads articles: files that another build read are read again. */
export function articleBuildId(root = ROOT): string {
  return buildId(join(root, 'article'));
}
