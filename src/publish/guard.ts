// Withdrawals → those that are more likely a fault, such as a disk that is not mounted.
import type { Problem } from '../article/problem.ts';
import type { Database } from '../store/database.ts';
import { claimsOf, countCarried, knownVersions } from '../store/files.ts';
import type { Archive } from './archive.ts';
import { type Changes, compareListing } from './changes.ts';

/** An archive of fewer articles may lose most of them in one step. */
const MIN_ARTICLES = 10;

/** Withdrawals that are not made. */
export interface Hold {
  /** The files that carried the articles: they stay known as they were. */
  paths: ReadonlySet<string>;
  /** Articles that no file seems to carry any more, and all that files carried. */
  lost: number;
  carried: number;
  problem: Problem;
}

/** The database was made for another archive. */
export class OtherArchiveError extends Error {}

/**
 * Decides whether these articles may be withdrawn: not if more than half of what the archive
 * carried were gone then. Files count by their paths below the root and by what they hold, so a
 * copy of the archive is the same archive. All files are looked at, also where a publication is
 * about a few: it may be one of many.
 *
 * @param withdrawn ids of the articles that no file carries after this publication
 * @returns null where they may
 */
export async function holdWithdrawals(
  db: Database,
  archive: Archive,
  { changed, gone }: Changes,
  withdrawn: string[],
): Promise<Hold | null> {
  if (withdrawn.length === 0) return null;
  const carried = await countCarried(db);
  if (carried < MIN_ARTICLES) return null;
  const here = new Set([...gone, ...changed.map(({ path }) => path)]);
  const now = compareListing(await knownVersions(db), await archive.list(), null);
  const elsewhere = [...now.gone, ...now.changed.map(({ path }) => path)];
  const pending = elsewhere.filter((path) => !here.has(path));
  const lost = withdrawn.length + (await countCarried(db, pending));
  if (lost <= carried / 2) return null;
  const claims = await claimsOf(db, withdrawn);
  const message = `${lost} of ${carried} articles are in no file of the archive any more; expected at least half of them: nothing was withdrawn. If a disk is missing, mount it; if this is another archive, give it a DATABASE of its own; if they are to go, start once with --withdraw`;
  return {
    paths: new Set(claims.map(({ path }) => path)),
    lost,
    carried,
    problem: { path: '.', line: 0, severity: 'error', message },
  };
}

/** The changes without those of the files that a hold keeps as they were. */
export function withoutHeld(changes: Changes, { paths }: Hold): Changes {
  return {
    ...changes,
    changed: changes.changed.filter(({ path }) => !paths.has(path)),
    gone: changes.gone.filter((path) => !paths.has(path)),
  };
}
