// Archive → store: one publication of what changed.

import type { CompiledArticle } from '../article/article.ts';
import { joinUnknown, type Problem } from '../article/problem.ts';
import type { Database } from '../store/database.ts';
import {
  type Claim,
  claimsOf,
  type KnownFile,
  knownFiles,
  knownProblems,
  knownVersions,
  rememberFiles,
  winner,
} from '../store/files.ts';
import {
  beginPublication,
  commitPublication,
  currentRevision,
  type StagedArticle,
  stageArticles,
  stageWithdrawals,
  unstageArticles,
} from '../store/publication.ts';
import { storeSettings } from '../store/sources.ts';
import { type Archive, compareArchive, type ListedFile } from './archive.ts';
import { type OpenCompiler, type ReadFile, type Reading, readFile } from './read.ts';
import { readSettingsFile } from './settings.ts';

/** What publishing needs from its deps. */
export interface PublishDeps {
  db: Database;
  archive: Archive;
  openCompiler: OpenCompiler;
  /** Version of what compiling makes of files: those read by another are read again. */
  edition: string;
  /** The clock, epoch milliseconds. */
  now: () => number;
  /** Told how many of the changed files have been read. */
  progress?: (done: number, total: number) => void;
  /** Told of every article that was compiled. */
  compiledOne?: (compiled: CompiledArticle) => void;
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
 * Files read, compiled and staged at a time. Few enough to be let go of while they are young: the
 * collector then never has to look for them among what lasts.
 */
const BATCH = 50;
/** Batches between two pauses, in which polls get their answers. */
const PAUSE = 8;

/**
 * Publishes what changed in an archive since it was last published; all of it or nothing.
 * A file that became unreadable or malformed keeps its last good article. An article is
 * withdrawn when no file carries it any more.
 *
 * @param changedPaths the files that may have changed, where the caller knows; else, or where
 *   broadsheet.json changed, all are looked at
 * @throws Error where the archive is missing, or another publication was committed meanwhile;
 *   nothing is changed then
 */
export async function publishArchive(
  { db, archive, openCompiler, edition: program, now, progress, compiledOne }: PublishDeps,
  changedPaths?: string[],
): Promise<Report> {
  const settings = await readSettingsFile(archive, db);
  const paths = settings.changed ? undefined : changedPaths;
  const edition = program + settings.version;
  const began = now();
  const listing = await archive.list(paths);
  const known = paths ? await knownFiles(db, paths) : await knownVersions(db);
  const { changed, gone } = compareArchive(known, listing, edition);
  const emptied = !paths && listing.files.length === 0 && gone.length >= MANY;
  if (emptied) gone.length = 0;
  const done = async (revision: number, news: boolean): Promise<Report> => ({
    revision,
    changed: news,
    read: changed.length,
    seconds: (now() - began) / 1000,
    problems: [
      ...settings.problems,
      ...listing.unreadable.map(unreadable),
      ...(emptied ? [EMPTIED] : []),
      ...joinUnknown(await knownProblems(db)),
    ],
  });
  if (changed.length + gone.length === 0 && !settings.changed) {
    return done(await currentRevision(db), false);
  }

  const publication = await beginPublication(db, 'archive');
  const compile = await openCompiler(settings.sources);
  const reading: Reading = { archive, compile, edition, now: now() };
  const stagedFrom = new Map<string, string>();
  const stage = async (read: ReadFile[]) => {
    const articles: StagedArticle[] = [];
    for (const { file, compiled } of read) {
      if (!compiled) continue;
      stagedFrom.set(compiled.article.id, file.path);
      articles.push({ ...compiled.article, sourceTitle: compiled.sourceTitle });
    }
    if (articles.length > 0) await stageArticles(db, publication, articles);
  };

  const files: KnownFile[] = [];
  const touched = new Set<string>();
  for (const { id } of await knownFiles(db, gone)) if (id) touched.add(id);
  for (let at = 0; at < changed.length; at += BATCH) {
    const batch = changed.slice(at, at + BATCH);
    const before = new Map(
      (await knownFiles(db, batch.map(pathOf))).map((file) => [file.path, file]),
    );
    const read: ReadFile[] = [];
    for (const listed of batch) read.push(await readFile(listed, before.get(listed.path), reading));
    for (const { file, compiled } of read) {
      files.push(file);
      if (compiled) touched.add(compiled.article.id);
      if (compiled) compiledOne?.(compiled);
      const last = before.get(file.path)?.id;
      if (last && last !== file.id) touched.add(last);
    }
    await stage(read);
    progress?.(files.length, changed.length);
    // A pause takes a millisecond, as long as some ten articles.
    const pause = (at / BATCH) % PAUSE === 0;
    if (pause) await new Promise((resolve) => setTimeout(resolve, 0));
  }

  // Which file's version of an article counts is known only now that all have been read.
  const { shown, withdrawn } = await settle(db, touched, files, gone);
  const again = new Map(
    shown.filter(({ id, path }) => path !== stagedFrom.get(id)).map(({ id, path }) => [path, id]),
  );
  const kept: string[] = [];
  for (const listed of (await archive.list([...again.keys()])).files) {
    const read = await readFile(listed, undefined, reading);
    if (read.compiled) await stage([read]);
    // It broke since it was published: its last good version stays, and no other file's comes.
    else kept.push(again.get(listed.path) ?? '');
  }
  if (kept.length > 0) await unstageArticles(db, publication, kept);
  await stageWithdrawals(db, publication, withdrawn);
  const commit = await commitPublication(db, publication, now(), [
    ...rememberFiles(files, gone),
    ...(settings.changed ? storeSettings(settings.sources, publication.base) : []),
  ]);
  if ('conflict' in commit) throw new Error('another publication was committed meanwhile');
  return done(commit.revision, commit.changed);
}

/** For each touched article the file whose version is shown; those that no file carries. */
async function settle(db: Database, touched: Set<string>, files: KnownFile[], gone: string[]) {
  const read = new Set([...gone, ...files.map(pathOf)]);
  const claims = [
    ...(await claimsOf(db, touched)).filter((claim) => !read.has(claim.path)),
    ...files.filter((file): file is KnownFile & Claim => file.id !== null),
  ];
  const winners = new Map<string, Claim>();
  for (const claim of claims) {
    const other = winners.get(claim.id);
    winners.set(claim.id, other ? winner(other, claim) : claim);
  }
  const shown: Claim[] = [];
  const withdrawn: string[] = [];
  for (const id of touched) {
    const claim = winners.get(id);
    if (claim) shown.push(claim);
    else withdrawn.push(id);
  }
  return { shown, withdrawn };
}

/** So many files do not go all at once: more likely their disk is not there. */
const MANY = 10;
const EMPTIED: Problem = {
  path: '.',
  line: 0,
  severity: 'error',
  message:
    'the archive holds no article file any more; expected at least one of those it had: nothing was withdrawn',
};

function unreadable({ path, reason }: { path: string; reason: string }): Problem {
  const message = `it cannot be read: ${reason}; expected a readable file or folder`;
  return { path, line: 0, severity: 'error', message };
}

function pathOf({ path }: Pick<ListedFile, 'path'>): string {
  return path;
}
