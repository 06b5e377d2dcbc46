// Archive → store: one publication of what changed.
import type { CompiledArticle } from '../article/article.ts';
import { joinUnknown, type Problem } from '../article/problem.ts';
import type { Database } from '../store/database.ts';
import { knownProblems, recordFiles } from '../store/files.ts';
import { beginPublication, commitPublication } from '../store/publication.ts';
import { currentRevision } from '../store/revision.ts';
import { storeSettings } from '../store/sources.ts';
import type { Archive } from './archive.ts';
import { findChanges } from './changes.ts';
import { resolveDuplicates } from './duplicates.ts';
import type { LoadParser } from './read.ts';
import { readSettingsFile } from './settings.ts';
import { stageFiles } from './stage.ts';

export interface PublishDeps {
  db: Database;
  archive: Archive;
  loadParser: LoadParser;
  /** Id of the parser's code and options: files that another parser read are read again. */
  parserId: string;
  /** The clock, epoch milliseconds. */
  now: () => number;
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
}

/**
 * Publishes what changed in an archive since it was last published; all of it or nothing.
 * A file that became unreadable or malformed keeps its last good article. An article is
 * withdrawn when no file carries it any more.
 *
 * @param changedPaths the files that may have changed, where the caller knows; otherwise, or where
 *   broadsheet.json changed, all files are looked at
 * @throws Error where the archive is missing, or another publication was committed meanwhile;
 *   nothing is changed then
 */
export async function publishArchive(deps: PublishDeps, changedPaths?: string[]): Promise<Report> {
  const { db, archive, loadParser, now, progress, onArticle } = deps;
  const began = now();
  const settings = await readSettingsFile(archive, db);
  const parserId = deps.parserId + settings.version;
  const paths = settings.changed ? undefined : changedPaths;
  const changes = await findChanges(db, archive, parserId, paths);
  const report = async (revision: number, changed: boolean): Promise<Report> => ({
    revision,
    changed,
    read: changes.changed.length,
    seconds: (now() - began) / 1000,
    problems: [...settings.problems, ...changes.problems, ...joinUnknown(await knownProblems(db))],
  });
  if (changes.changed.length + changes.gone.length === 0 && !settings.changed) {
    return report(await currentRevision(db), false);
  }

  const publication = await beginPublication(db, 'archive');
  const parse = await loadParser(settings.sources);
  const staging = { db, publication, archive, parse, parserId, now: now(), progress, onArticle };
  const staged = await stageFiles(changes, staging);
  await resolveDuplicates(changes, staged, staging);
  const commit = await commitPublication(db, publication, now(), [
    ...recordFiles(staged.files, changes.gone),
    ...(settings.changed ? storeSettings(settings.sources, publication.base) : []),
  ]);
  if ('conflict' in commit) throw new Error('another publication was committed meanwhile');
  return report(commit.revision, commit.changed);
}
