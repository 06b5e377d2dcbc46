// Standing documents → files: only what changed is composed, and only other bytes are written.

import type { Site } from '../../feed/types.ts';
import { KINDS } from '../../http/standing/document.ts';
import { standingDocuments } from '../../http/standing/documents.ts';
import { currentRevision } from '../../store/revision.ts';
import { buildId } from '../build.ts';
import { CommandError } from '../console.ts';
import { digest } from '../parser.ts';
import type { SqliteDatabase } from '../sqlite.ts';
import { openComposers } from './composers.ts';
import { fileOf } from './file-of.ts';
import { fixedFiles } from './fixed-files.ts';
import type { ExportFolder } from './folder.ts';

/** Digits of digests in the manifest: 96 bits are enough to tell versions of one file apart. */
const DIGITS = 24;

/** A file that the folder is to have. */
interface Wanted {
  path: string;
  kind: string;
  version: string;
  /** Of a document, its address; of any other file, its bytes. */
  content: string | Uint8Array;
}

export interface Written {
  composed: number;
  written: number;
  removed: number;
}

export interface WriteDeps {
  db: SqliteDatabase;
  /** The file that `db` has open. */
  database: string;
  site: Site;
  folder: ExportFolder;
}

/**
 * Brings the folder up to date with the store: what others link to is written before them, and what
 * vanished is removed last. So the folder is a true publication whenever this ends.
 *
 * @throws CommandError where a file cannot be written, or is not ours
 */
export async function writeExport({ db, database, site, folder }: WriteDeps): Promise<Written> {
  const { manifest } = folder;
  const before = new Map(manifest.files);
  const key = short(JSON.stringify([buildId(), site]));
  const { revision, documents } = await standingDocuments(db, site, digest);
  const wanted: Wanted[] = [
    ...fixedFiles().map(({ path, bytes }) => ({
      path,
      kind: 'fixed',
      version: short(bytes),
      content: bytes,
    })),
    ...documents.map(({ address, kind, version }) => ({
      path: fileOf(address),
      kind,
      version: short(version),
      content: address,
    })),
  ];
  const isCurrent = ({ path, version }: Wanted) =>
    manifest.key === key && before.get(path)?.version === version && folder.isThere(path);
  const changed = wanted.filter((file) => !isCurrent(file));
  const kept = new Set(wanted.map(({ path }) => path));
  const gone = [...before.keys()].filter((path) => !kept.has(path));
  const result = { composed: 0, written: 0, removed: gone.length };
  if (changed.length + gone.length === 0) return result;

  const there = new Set(changed.flatMap(({ path }) => (folder.isThere(path) ? path : [])));
  manifest.key = key;
  folder.claim(changed.map(({ path }) => path));
  const put = ({ path, kind, version }: Wanted, bytes: Uint8Array) => {
    const hash = short(bytes);
    if (before.get(path)?.hash !== hash || !there.has(path)) {
      folder.write(path, bytes);
      result.written++;
    }
    manifest.files.set(path, { kind, version, hash, bytes: bytes.length });
  };
  const composers = openComposers(db, database, site, changed.length);
  try {
    for (const kind of ['fixed', ...KINDS]) {
      const files = new Map<string, Wanted>();
      for (const file of changed.filter((each) => each.kind === kind)) {
        if (typeof file.content === 'string') files.set(file.content, file);
        else put(file, file.content);
      }
      await composers.compose([...files.keys()], (answer) => {
        const { address } = answer;
        if ('failure' in answer) throw new CommandError(`${address}: ${answer.failure}`);
        result.composed++;
        put(files.get(address) as Wanted, answer.bytes);
      });
    }
  } finally {
    await composers.close();
  }
  for (const path of gone) folder.remove(path);
  folder.keep();
  // Another program published meanwhile: what it changed is told apart, and written once more.
  if ((await currentRevision(db)) === revision) return result;
  const more = await writeExport({ db, database, site, folder });
  return {
    composed: result.composed + more.composed,
    written: result.written + more.written,
    removed: result.removed + more.removed,
  };
}

function short(content: string | Uint8Array): string {
  return digest(content).slice(0, DIGITS);
}
