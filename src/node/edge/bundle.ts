// The Worker's source → the modules that are uploaded: wrangler runs this before it reads them.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const OUT = join(ROOT, '.wrangler/worker');

/**
 * What is imported only when it is needed (dictionaries, the Public Suffix List) is a module of its
 * own, which an isolate loads then; wrangler's own bundle would be one script of two megabytes.
 */
const { outputFiles, metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: ['src/worker/index.ts'],
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2024',
  conditions: ['workerd', 'worker', 'browser'],
  external: ['cloudflare:*'],
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  outdir: OUT,
  write: false,
  metafile: true,
});

mkdirSync(OUT, { recursive: true });
const meta = { path: join(OUT, 'meta.json'), contents: Buffer.from(JSON.stringify(metafile)) };
for (const { path, contents } of [...outputFiles, meta]) {
  // Several may build at once, and others read meanwhile: a file is replaced whole, or left.
  if (isSame(path, contents)) continue;
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, contents);
  renameSync(aside, path);
}
const names = new Set(outputFiles.map(({ path }) => basename(path)));
for (const name of readdirSync(OUT)) {
  if (/\.js(\.map)?$/.test(name) && !names.has(name)) rmSync(join(OUT, name), { force: true });
}

function isSame(path: string, contents: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}
