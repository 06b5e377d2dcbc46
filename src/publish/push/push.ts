// A folder's articles → one publication on a server, of what is different there.
import type { Digest } from '../../article/digest.ts';
import type { SourceTable } from '../../article/sources.ts';
import type { Database } from '../../store/database.ts';
import { articlesWithIds, manifestPage, type Version } from '../../store/manifest.ts';
import type { StagedArticle } from '../../store/publication.ts';
import { storedSettings } from '../../store/sources.ts';
import type { Rejection } from './check.ts';
import { ConflictError, type Push, PushError, type Remote } from './remote.ts';

export interface PushOptions {
  /** Holds the articles of the folder, compiled and published there. */
  local: Database;
  remote: Remote;
  digest: Digest;
  /** Whether what only the server has is withdrawn: articles, and names of sources. */
  withdraw: boolean;
  /** Whether the files of the feeds are brought up to date with it, where feeds are files. */
  deploying?: boolean;
  /** Told what there is to do, before anything is sent. */
  begin?: (difference: Difference, alreadyStaged: number) => void;
  /** Told after each batch: articles and withdrawals sent, of so many. */
  progress?: (done: number, total: number) => void;
}

/** What a push would change. */
export interface Difference {
  /** Articles that the server lacks. */
  added: Version[];
  /** Articles that the server has in another version. */
  changed: Version[];
  /** Ids of articles that only the server has, where they are to be withdrawn. */
  gone: string[];
  /** What broadsheet.json says, where the server has it otherwise; empty where there is none. */
  sources: SourceTable | null;
}

export interface PushReport {
  revision: number;
  difference: Difference;
  rejected: Rejection[];
}

/** What a push would change; nothing is sent. */
export async function comparePush({ local, remote, withdraw, deploying }: PushOptions) {
  const here = await manifestPage(local, '', Number.MAX_SAFE_INTEGER);
  const table = await storedSettings(local);
  const there = await remote.manifest();
  if (there.files && !deploying) {
    throw new PushError(
      'the feeds there are files, which a push does not change; expected `npm run deploy -- FOLDER`',
    );
  }
  const ids = new Set(here.versions.map(([id]) => id));
  const hashes = new Map(there.versions);
  const otherwise = here.sources !== there.sources && (table.size > 0 || withdraw);
  const difference: Difference = {
    added: here.versions.filter(([id]) => !hashes.has(id)),
    changed: here.versions.filter(([id, hash]) => hashes.has(id) && hashes.get(id) !== hash),
    gone: withdraw ? [...hashes.keys()].filter((id) => !ids.has(id)) : [],
    sources: otherwise ? table : null,
  };
  return { revision: there.revision, difference };
}

/** Ids in one request. */
const WITHDRAWALS = 5_000;

/**
 * Publishes the difference: readers see the old state or the new one. A push of the same
 * difference that broke off goes on where it stopped.
 *
 * @throws PushError where it cannot go on; readers then still see the old state
 */
export async function push(options: PushOptions): Promise<PushReport> {
  const { local, remote, digest, begin, progress } = options;
  const { revision, difference } = await comparePush(options);
  const versions = [...difference.added, ...difference.changed];
  const total = versions.length + difference.gone.length;
  if (total === 0 && !difference.sources) return { revision, difference, rejected: [] };

  // The same work has the same name, so that what an earlier attempt has staged is found.
  const name = (await digest(JSON.stringify([versions, difference.gone]))).slice(0, 32);
  const publication: Push = { base: revision, name };
  const staged = await remote.stagedIds(publication);
  const withdrawn = difference.gone.filter((id) => !staged.has(id));
  const missing = versions.filter(([id]) => !staged.has(id));
  let done = total - missing.length - withdrawn.length;
  begin?.(difference, done);

  const rejected: Rejection[] = [];
  for await (const batch of batchesOf(readArticles(local, missing))) {
    rejected.push(...(await remote.stage(publication, batch)).rejected);
    done += batch.length;
    progress?.(done, total);
  }
  for (let at = 0; at < withdrawn.length; at += WITHDRAWALS) {
    const ids = withdrawn.slice(at, at + WITHDRAWALS);
    await remote.withdraw(publication, ids);
    done += ids.length;
    progress?.(done, total);
  }

  try {
    const commit = await remote.commit(publication, difference.sources);
    return { revision: commit.revision, difference, rejected };
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    // If the answer to a commit is lost, its repetition finds its own work published.
    const now = await comparePush(options);
    const { added, changed, gone, sources } = now.difference;
    const refused = new Set(rejected.map(({ id }) => id));
    const missing = [...added, ...changed].filter(([id]) => !refused.has(id));
    if (missing.length + gone.length > 0 || sources) throw error;
    return { revision: now.revision, difference, rejected };
  }
}

/**
 * Articles in a batch at most, and read at a time. Checking one takes a Worker some 50 µs, of the
 * 10 ms of CPU time that the free plan gives a request.
 */
const ARTICLES = 100;
/** Bytes of a batch in JSON; an article that is larger has one to itself. */
const BYTES = 500_000;

/** The articles, with what the archive says of their sources' addresses: their ids depend on it. */
async function* readArticles(local: Database, versions: Version[]) {
  const table = await storedSettings(local);
  const ids = versions.map(([id]) => id);
  for (let at = 0; at < ids.length; at += ARTICLES) {
    for (const article of await articlesWithIds(local, ids.slice(at, at + ARTICLES))) {
      const identity = table.get(article.source)?.identity;
      yield identity ? { ...article, identity } : article;
    }
  }
}

/** Puts articles into batches that a Worker can take, in their order; holds one at a time. */
export async function* batchesOf(articles: AsyncIterable<StagedArticle>) {
  let batch: StagedArticle[] = [];
  let bytes = 0;
  for await (const article of articles) {
    const size = new TextEncoder().encode(JSON.stringify(article)).length;
    if (batch.length === ARTICLES || (batch.length > 0 && bytes + size > BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(article);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
