// The files of an export that are the same whatever is published: style sheets, icons, and more.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PUBLIC = fileURLToPath(new URL('../../../public/', import.meta.url));

export interface FixedFile {
  path: string;
  bytes: Uint8Array;
}

export function fixedFiles(): FixedFile[] {
  const names = readdirSync(PUBLIC).filter((name) => !name.startsWith('_'));
  return names.map((path) => ({ path, bytes: readFileSync(join(PUBLIC, path)) }));
}
