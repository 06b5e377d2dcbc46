// Archive → store: one publication of what changed.
import type { CompiledArticle } from '../article/article.ts';
import { joinUnknown, type Problem } from '../article/problem.ts';
import type { Database } from '../store/database.ts';
import { knownProblems, recordFiles } from '../store/files.ts';
import {
  beginPublication,
  type Commit,
  commitPublication,
  discardPublication,
  type Publication,
  stageWithdrawals,
} from '../store/publication.ts';
import { currentRevision } from '../store/revision.ts';
import { storeSettings } from '../store/sources.ts';
import type { Archive } from './archive.ts';
import { type Changes, findChanges } from './changes.ts';
import { resolveDuplicates } from './duplicates.ts';
import { type Hold, holdWithdrawals, OtherArchiveError, withoutHeld } from './guard.ts';
import type { LoadParser } from './read.ts';
import { type ArchiveSettings, lastSettings, readSettingsFile } from './settings.ts';
import { stageFiles } from './stage.ts';

export interface PublishDeps {
  db: Database;
  archive: Archive;
  loadParser: LoadParser;
  /** Id of the parser's code and options: files that another parser read are read again. */
  parserId: string;
  /** The clock, epoch milliseconds. */
  now: () => number;
  /**
   * What is done where more than half of the articles are gone: by default they stay, and that is
   * a problem. `withdraw` withdraws them; `refuse` throws OtherArchiveError, unless the archive is
   * empty.
   */
  mostGone?: 'keep' | 'withdraw' | 'refuse';
  /** Told how many of the changed files have been read. */
  progress?: (done: number, total: number) => void;
  /** Told of every article that was read. */
  onArticle?: (article: CompiledArticle) => void;
}

/** What a publication did. */
export interface Report {
  revision: number;
  /** Whether readers see anything new. */
  changed: boolean;
  /** Files that were read. */
  read: number;
  /** How long it took. */
  seconds: number;
  /** All that is wrong in the archive, also in files that did not change. */
  problems: Problem[];
  /** Withdrawals that were not made, because they would have been most of the archive. */
  hold: Hold | null;
}

/** Another publication was committed meanwhile. */
export class PublicationConflict extends Error {
  override message = 'another publication was committed meanwhile';
}

/**
 * Publishes what changed in an archive since it was last published; all of it or nothing.
 * A file that became unreadable or malformed keeps its last good article. An article is
 * withdrawn when no file carries it any more, unless most of the archive would go at once.
 *
 * @param changedPaths the files that may have changed, where the caller knows; otherwise, or where
 *   broadsheet.json changed, all files are looked at
 * @throws Error where the archive is missing; PublicationConflict. Nothing is changed then
 */
export async function publishArchive(deps: PublishDeps, changedPaths?: string[]): Promise<Report> {
  const { db, archive, now } = deps;
  const began = now();
  const settings = await readSettingsFile(archive, db);
  const parserId = deps.parserId + settings.version;
  const paths = settings.changed ? undefined : changedPaths;
  const changes = await findChanges(db, archive, parserId, paths);
  const report = async (
    { revision, changed }: Pick<Report, 'revision' | 'changed'>,
    hold: Hold | null = null,
  ): Promise<Report> => ({
    revision,
    changed,
    read: changes.changed.length,
    seconds: (now() - began) / 1000,
    problems: [
      ...settings.problems,
      ...changes.problems,
      ...(hold ? [hold.problem] : []),
      ...joinUnknown(await knownProblems(db)),
    ],
    hold,
  });
  if (changes.changed.length + changes.gone.length === 0 && !settings.changed) {
    return report({ revision: await currentRevision(db), changed: false });
  }

  const publication = await beginPublication(db, 'archive');
  try {
    const { commit, hold } = await publishChanges(deps, publication, changes, settings);
    if ('conflict' in commit) throw new PublicationConflict();
    return report(commit, hold);
  } catch (error) {
    // Nothing is left behind: each attempt would take room, also where the disk is full already.
    await discardPublication(db, publication.name).catch(() => {});
    throw error;
  }
}

async function publishChanges(
  deps: PublishDeps,
  publication: Publication,
  changes: Changes,
  settings: ArchiveSettings,
): Promise<{ commit: Commit; hold: Hold | null }> {
  const { db, archive, loadParser, now, progress, onArticle, mostGone = 'keep' } = deps;
  const prepare = async (changes: Changes, { sources, version, changed }: ArchiveSettings) => {
    const parse = await loadParser(sources);
    const parserId = deps.parserId + version;
    const staging = { db, publication, archive, parse, parserId, now: now(), progress, onArticle };
    const staged = await stageFiles(changes, staging);
    const withdrawn = await resolveDuplicates(changes, staged, staging);
    const alongside = [
      ...recordFiles(staged.files, changes.gone),
      ...(changed ? storeSettings(sources, publication.base) : []),
    ];
    return { articles: staged.stagedFrom.size, withdrawn, alongside };
  };
  let prepared = await prepare(changes, settings);
  const mayHold = mostGone !== 'withdraw';
  const hold = mayHold ? await holdWithdrawals(db, archive, changes, prepared.withdrawn) : null;
  if (hold) {
    const isEmpty = hold.lost === hold.carried && prepared.articles === 0;
    if (mostGone === 'refuse' && !isEmpty) throw new OtherArchiveError(hold.problem.message);
    // The rest is published, as if the files that are held had not changed.
    await discardPublication(db, publication.name);
    prepared = await prepare(withoutHeld(changes, hold), await lastSettings(db));
  }
  await stageWithdrawals(db, publication, prepared.withdrawn);
  const commit = await commitPublication(db, publication, now(), prepared.alongside);
  return { commit, hold };
}
