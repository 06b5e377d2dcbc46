// The Worker's source → the modules that are uploaded: wrangler runs this before it reads them.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './wrangler.ts';

const OUT = join(ROOT, '.wrangler/worker');

/** `feed` writes JSON Feed for us; its writer of XML, a tenth of the script, is never called. */
const UNUSED = { 'xml-js': join(ROOT, 'src/worker/no-xml.ts') };

/**
 * What is imported only when it is needed (dictionaries, the Public Suffix List) is a module of its
 * own, which an isolate loads then; wrangler's own bundle would be one script of two megabytes.
 *
 * @param instead modules in the place of others
 */
export async function bundleWorker(instead: Record<string, string> = {}) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/worker/index.ts'],
    alias: { ...UNUSED, ...instead },
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
  const meta = { path: join(OUT, 'meta.json'), contents: Buffer.from(JSON.stringify(metafile)) };
  return [...outputFiles, meta];
}

/** Several may build at once, and others read meanwhile: a file is replaced whole, or left. */
function write(files: Awaited<ReturnType<typeof bundleWorker>>): void {
  mkdirSync(OUT, { recursive: true });
  for (const { path, contents } of files) {
    if (isSame(path, contents)) continue;
    const aside = `${path}.${process.pid}`;
    writeFileSync(aside, contents);
    renameSync(aside, path);
  }
  const names = new Set(files.map(({ path }) => basename(path)));
  for (const name of readdirSync(OUT)) {
    if (/\.js(\.map)?$/.test(name) && !names.has(name)) rmSync(join(OUT, name), { force: true });
  }
}

function isSame(path: string, contents: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}

if (import.meta.main) write(await bundleWorker());
