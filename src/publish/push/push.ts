// A folder's articles → one publication on a server, of what is different there.
import type { Digest } from '../../article/digest.ts';
import type { Database } from '../../store/database.ts';
import { articlesAt, manifestPage, type Version } from '../../store/manifest.ts';
import { storedSettings } from '../../store/sources.ts';
import { batchesOf } from './batches.ts';
import type { Rejection } from './check-article.ts';
import { type Difference, differenceOf } from './difference.ts';
import { conflict, type Push, PushError, type Remote } from './remote.ts';

export interface PushOptions {
  /** Holds the articles of the folder, compiled and published there. */
  local: Database;
  remote: Remote;
  /** The server's URL, for messages. */
  url: string;
  digest: Digest;
  /** Whether what only the server has is withdrawn: articles, and names of sources. */
  withdraw: boolean;
  /** Told what there is to do, before anything is sent. */
  begin?: (difference: Difference, alreadyStaged: number) => void;
  /** Told after each batch: articles and withdrawals sent, of so many. */
  progress?: (done: number, total: number) => void;
}

export interface PushReport {
  revision: number;
  difference: Difference;
  rejected: Rejection[];
}

/** What a push would change; nothing is sent. */
export async function comparePush({ local, remote, withdraw }: PushOptions) {
  const here = await manifestPage(local, '', Number.MAX_SAFE_INTEGER);
  const table = await storedSettings(local);
  const there = await remote.manifest();
  const articles = differenceOf(here.versions, there.versions);
  const otherwise = here.sources !== there.sources && (table.size > 0 || withdraw);
  const difference: Difference = {
    ...articles,
    gone: withdraw ? articles.gone : [],
    sources: otherwise ? table : null,
  };
  return { revision: there.revision, difference };
}

/**
 * Publishes the difference: readers see the old state or the new one. A push of the same
 * difference that broke off goes on where it stopped.
 *
 * @throws PushError where it cannot go on; readers then still see the old state
 */
export async function push(options: PushOptions): Promise<PushReport> {
  const { local, remote, url, digest, begin, progress } = options;
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

  const commit = await remote.commit(publication, difference.sources);
  if (commit) return { revision: commit.revision, difference, rejected };
  // If the answer to a commit is lost, its repetition finds its own work published.
  const now = await comparePush(options);
  const left = [...now.difference.added, ...now.difference.changed].filter(
    ([id]) => !rejected.some((each) => each.id === id),
  );
  if (left.length + now.difference.gone.length > 0 || now.difference.sources) {
    throw new PushError(conflict(url));
  }
  return { revision: now.revision, difference, rejected };
}

/** Ids in one request. */
const WITHDRAWALS = 5_000;
/** Articles read from the database at a time. */
const READ = 100;

/** The articles, with what the archive says of their sources' addresses: their ids depend on it. */
async function* readArticles(local: Database, versions: Version[]) {
  const table = await storedSettings(local);
  for (let at = 0; at < versions.length; at += READ) {
    const ids = versions.slice(at, at + READ).map(([id]) => id);
    for (const article of await articlesAt(local, ids)) {
      const identity = table.get(article.source)?.identity;
      yield identity ? { ...article, identity } : article;
    }
  }
}
