// Published articles → an index that browsers search without a server, as files.
import { sha256 } from '../../../article/digest.ts';
import type { Database } from '../../database.ts';
import { gunzip, gzip } from '../../gzip.ts';
import { currentRevision } from '../../revision.ts';
import { SIMPLIFIED } from '../script.ts';
import { addWords, type Listed, listAll, recordsOf, versionOf } from './articles.ts';
import { changesBetween } from './changes.ts';
import { createPostings } from './postings.ts';

/** Raised where the files change their form, or articles their words: then all are made again. */
const FORMAT = 1;

/** Articles whose records are in one file. */
const PER_BLOCK = 32;

/** Shards of a large archive; a smaller one has one for so many articles. */
const MAX_SHARDS = 1024;
const ARTICLES_PER_SHARD = 8;

/** Shards of the tail. */
const TAIL_SHARDS = 4;

/** The file that names the others. */
const INDEX = 'search/index.json';

/** A file of the index. */
export interface IndexFile {
  /** Below the root of the site, such as `search/index.json`. */
  path: string;
  /** Its bytes; null where it stays as an earlier call made it. */
  bytes: Uint8Array<ArrayBuffer> | null;
}

export interface SearchIndexOptions {
  /** The bytes of a file that an earlier call made, or null: they tell what is to be made. */
  earlier(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Whether an article has a page here; a result without one links to the original. */
  hasPage?(id: string): boolean;
}

/**
 * The files of the index, in an order in which they can be written while readers use the earlier
 * one: the file that names the others comes last. What an earlier call yielded and this one does not
 * can be removed after that.
 *
 * Where at most 64 articles are new or changed and at most 64 gone since the index was built, only
 * these are written, as its tail. Otherwise it is built again: some 2 ms an article. The same
 * articles and the same earlier index give the same files; those with the ending `.bin` are gzip,
 * whose bytes depend on the runtime's zlib, too.
 *
 * @throws Error where another publication is committed meanwhile: what was yielded is of no use
 */
export async function* searchIndex(
  db: Database,
  { earlier, hasPage = () => true }: SearchIndexOptions,
): AsyncGenerator<IndexFile> {
  const { revision, articles, sources } = await listAll(db, hasPage);
  const versions = articles.map(versionOf);
  const former = await readFormer(earlier);
  const changes = former && changesBetween(former.versions, versions);
  const base = former && changes ? former : await newBase(versions);

  if (changes) for (const path of pathsOf(base)) yield { path, bytes: null };
  else yield* writtenBase(db, base, articles);
  const characters = [SIMPLIFIED.keys(), SIMPLIFIED.values()].map((each) => [...each].join(''));
  yield { path: 'search/characters.bin', bytes: await gzip(characters.join('\n')) };

  const added = (changes?.added ?? []).map((place) => articles[place] as Listed);
  const tailName = `tail-${(await sha256(added.map(versionOf).join('\n'))).slice(0, 16)}`;
  if (added.length > 0) {
    const postings = createPostings(TAIL_SHARDS);
    await addWords(db, postings, added, 0);
    for (let at = 0; at < TAIL_SHARDS; at++) {
      const bytes = await gzip(postings.shard(at));
      yield { path: `search/${base.build}/${tailName}-${at}.bin`, bytes };
    }
  }
  if ((await currentRevision(db)) !== revision) {
    throw new Error('another publication was committed while the search index was made');
  }
  const index = {
    format: FORMAT,
    build: base.build,
    articles: base.versions.length,
    shards: base.shards,
    perBlock: PER_BLOCK,
    sources,
    gone: changes?.gone ?? [],
    tail: {
      name: tailName,
      shards: added.length > 0 ? TAIL_SHARDS : 0,
      before: changes?.before ?? [],
      records: JSON.parse(recordsOf(added)),
    },
  };
  yield { path: INDEX, bytes: new TextEncoder().encode(`${JSON.stringify(index)}\n`) };
}

/** An index without its tail. */
interface Base {
  /** Digest of all it says: its files are in a folder of this name. */
  build: string;
  shards: number;
  /** Of its articles, in the order of their numbers. */
  versions: string[];
}

async function newBase(versions: string[]): Promise<Base> {
  const wanted = Math.ceil(versions.length / ARTICLES_PER_SHARD);
  const shards = Math.min(Math.max(wanted, 1), MAX_SHARDS);
  const all = [FORMAT, PER_BLOCK, shards, ...versions].join('\n');
  return { build: (await sha256(all)).slice(0, 16), shards, versions };
}

function* pathsOf({ build, shards, versions }: Base): Generator<string> {
  const blocks = Math.ceil(versions.length / PER_BLOCK);
  for (let at = 0; at < blocks; at++) yield `search/${build}/titles-${at}.bin`;
  for (let at = 0; at < shards; at++) yield `search/${build}/words-${at}.bin`;
  yield `search/${build}/versions.bin`;
}

async function* writtenBase(
  db: Database,
  base: Base,
  articles: Listed[],
): AsyncGenerator<IndexFile> {
  const { build, shards, versions } = base;
  const postings = createPostings(shards);
  for (let at = 0; at < articles.length; at += PER_BLOCK) {
    const block = articles.slice(at, at + PER_BLOCK);
    await addWords(db, postings, block, at);
    const path = `search/${build}/titles-${at / PER_BLOCK}.bin`;
    yield { path, bytes: await gzip(recordsOf(block)) };
  }
  for (let at = 0; at < shards; at++) {
    yield { path: `search/${build}/words-${at}.bin`, bytes: await gzip(postings.shard(at)) };
  }
  yield { path: `search/${build}/versions.bin`, bytes: await gzip(versions.join('\n')) };
}

/** The index that was made before; null where there is none, or none of this form. */
async function readFormer(earlier: SearchIndexOptions['earlier']): Promise<Base | null> {
  const index = await earlier(INDEX);
  if (!index) return null;
  try {
    const { format, build, shards, articles } = JSON.parse(new TextDecoder().decode(index));
    if (format !== FORMAT) return null;
    const bytes = await earlier(`search/${build}/versions.bin`);
    const text = bytes ? await gunzip(bytes) : '';
    const versions = text === '' ? [] : text.split('\n');
    return bytes && versions.length === articles ? { build, shards, versions } : null;
  } catch {
    // What cannot be read is made again.
    return null;
  }
}
