// Standing documents → files: only what changed is composed, and only other bytes are written.
import type { Site } from '../../feed/types.ts';
import { standingDocuments } from '../../http/standing/documents.ts';
import { hasSearch } from '../../http/standing/pages.ts';
import { currentRevision } from '../../store/revision.ts';
import { buildId } from '../build.ts';
import { CommandError } from '../console.ts';
import { digest } from '../parser.ts';
import type { SqliteDatabase } from '../sqlite.ts';
import { openComposers } from './composers.ts';
import { isCoding } from './compress.ts';
import { fileOf } from './file-of.ts';
import { fixedFiles } from './fixed-files.ts';
import type { ExportFolder } from './folder.ts';
import { shortDigest } from './manifest.ts';
import { INDEX, indexFiles, isIndexed, SEARCH } from './search.ts';

/** Kinds in the order in which they are written: what others link to comes before them. */
const ORDER = ['fixed', 'article', 'history', 'feed', SEARCH, 'page', 'list'];

/** A file that the folder is to have. */
interface Wanted {
  path: string;
  kind: string;
  version: string;
  /** Of a document, its address; of any other file, its bytes; null where it stays as it is. */
  content: string | Uint8Array | null;
}

/** What an export did. */
export interface Written {
  /** Documents. */
  composed: number;
  /** Files. */
  written: number;
  removed: number;
}

export interface WriteDeps {
  db: SqliteDatabase;
  /** The file that `db` has open. */
  database: string;
  site: Site;
  folder: ExportFolder;
  /** Writes the file that tells GitHub Pages its own domain. */
  cname?: boolean;
}

/**
 * Brings the folder up to date with the store: what others link to is written before them, and what
 * vanished is removed last. So every document is whole and was true, whenever this ends.
 *
 * @throws CommandError where a file cannot be written, or is not ours
 */
export async function writeExport(deps: WriteDeps): Promise<Written> {
  const { db, site, folder } = deps;
  const { manifest } = folder;
  const key = shortDigest(JSON.stringify([buildId(), site]));
  const { revision, wanted } = await wantedFiles(deps, key);
  const isCurrent = ({ path, version, content }: Wanted) =>
    content === null ||
    (manifest.key === key && manifest.files.get(path)?.version === version && folder.isThere(path));
  const changed = wanted.filter((file) => !isCurrent(file));
  const kept = new Set(wanted.map(({ path }) => path));
  const gone = [...manifest.files.keys()].filter((path) => !kept.has(path) && !isCoding(path));
  const result = { composed: 0, written: 0, removed: gone.length };
  if (changed.length + gone.length === 0) return result;

  const there = changed.filter(({ path }) => folder.isThere(path));
  const hashes = new Map(there.map(({ path }) => [path, manifest.files.get(path)?.hash]));
  manifest.key = key;
  folder.claim(changed.map(({ path }) => path));
  const put = ({ path, kind, version }: Wanted, bytes: Uint8Array) => {
    const hash = shortDigest(bytes);
    if (hashes.get(path) !== hash) {
      folder.write(path, bytes);
      result.written++;
    }
    manifest.files.set(path, { kind, version, hash, bytes: bytes.length });
  };
  const composers = openComposers(db, deps.database, site, changed.length);
  try {
    for (const kind of ORDER) {
      const documents = new Map<string, Wanted>();
      for (const file of changed.filter((each) => each.kind === kind)) {
        if (typeof file.content === 'string') documents.set(file.content, file);
        else if (file.content) put(file, file.content);
      }
      await composers.compose([...documents.keys()], (answer) => {
        const { address } = answer;
        if ('failure' in answer) throw new CommandError(`${address}: ${answer.failure}`);
        result.composed++;
        put(documents.get(address) as Wanted, answer.bytes);
      });
    }
  } finally {
    await composers.close();
  }
  for (const path of gone) folder.remove(path);
  folder.keep();
  // Where another program published meanwhile, documents of both revisions were written.
  if ((await currentRevision(db)) === revision) return result;
  const more = await writeExport(deps);
  return {
    composed: result.composed + more.composed,
    written: result.written + more.written,
    removed: result.removed + more.removed,
  };
}

async function wantedFiles({ db, site, folder, cname = false }: WriteDeps, key: string) {
  const { revision, version, documents } = await standingDocuments(db, site, digest);
  const wanted: Wanted[] = [
    ...fixedFiles(site, cname).map(({ path, bytes }) => ({
      path,
      kind: 'fixed',
      version: shortDigest(bytes),
      content: bytes,
    })),
    ...documents.map(({ address, kind, version }) => ({
      path: fileOf(address),
      kind,
      version: shortDigest(version),
      content: address,
    })),
    ...(hasSearch(site) ? await searchFiles(shortDigest(version + key)) : []),
  ];
  return { revision, wanted };

  async function searchFiles(version: string): Promise<Wanted[]> {
    if (isIndexed(folder, version)) {
      const paths = [...folder.manifest.files].filter(([, { kind }]) => kind === SEARCH);
      return paths.map(([path, { kind, version }]) => ({ path, kind, version, content: null }));
    }
    return (await indexFiles(db, folder)).map(({ path, bytes }) => ({
      path,
      kind: SEARCH,
      version: path === INDEX ? version : shortDigest(bytes ?? ''),
      content: bytes,
    }));
  }
}
