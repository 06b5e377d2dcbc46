// Archive → store: one publication of what changed.
import { type Archive, compareArchive, type ListedFile } from './archive.ts';
import type { Problem } from './problem.ts';
import { type ReadFile, readFile } from './publish/read.ts';
import type { Database } from './store/database.ts';
import {
  type Claim,
  claimsOf,
  type KnownFile,
  knownFiles,
  knownProblems,
  knownVersions,
  rememberFiles,
  winner,
} from './store/files.ts';
import {
  beginPublication,
  commitPublication,
  currentRevision,
  type StagedArticle,
  stageArticles,
  stageWithdrawals,
} from './store/publication.ts';

/** What publishing needs from its surroundings. */
export interface Surroundings {
  db: Database;
  archive: Archive;
  /** BCP 47 tag for articles whose text does not tell its language. */
  language: string;
  /** Version of the code that compiles articles: files read by another are read again. */
  edition: string;
  /** The clock, epoch milliseconds. */
  now: () => number;
  /** Told how many of the changed files have been read. */
  progress?: (done: number, total: number) => void;
}

/** What a publication did. */
export interface Report {
  revision: number;
  /** Whether readers see anything new. */
  changed: boolean;
  /** Files that were read. */
  read: number;
  /** All that is wrong in the archive, also in files that did not change. */
  problems: Problem[];
  /** By source, of the files that were read: articles, and body bytes before and after cleaning. */
  sources: Map<string, { articles: number; bytesBefore: number; bytesAfter: number }>;
}

/** Files read, compiled and staged at a time: bounds memory, and how long polls wait meanwhile. */
const BATCH = 200;

/**
 * Publishes what changed in an archive since it was last published; all of it or nothing.
 * A file that became unreadable or malformed keeps its last good article. An article is
 * withdrawn when no file carries it any more.
 *
 * @param paths the files that may have changed, where the caller knows; else all are looked at
 * @throws Error where the archive is missing, or another publication was committed meanwhile;
 *   nothing is changed then
 */
export async function publishArchive(
  { db, archive, language, edition, now, progress }: Surroundings,
  paths?: string[],
): Promise<Report> {
  const listing = await archive.list(paths);
  const known = paths ? await knownFiles(db, paths) : await knownVersions(db);
  const compiler = `${edition} ${language}`;
  const { changed, gone } = compareArchive(known, listing, compiler);
  const sources: Report['sources'] = new Map();
  const done = async (revision: number, news: boolean): Promise<Report> => ({
    revision,
    changed: news,
    read: changed.length,
    problems: [...listing.unreadable.map(unreadableFolder), ...(await knownProblems(db))],
    sources,
  });
  if (changed.length + gone.length === 0) return done(await currentRevision(db), false);

  // Loaded only here, with the HTML parser behind it: most starts find nothing changed.
  const { compileArticle: compile } = await import('./article.ts');
  const reading = { archive, compile, circumstances: { now: now(), language }, compiler };
  const publication = await beginPublication(db, 'archive');
  const stagedFrom = new Map<string, string>();
  const stage = async (read: ReadFile[]) => {
    const articles: StagedArticle[] = [];
    for (const { file, compiled } of read) {
      if (!compiled) continue;
      stagedFrom.set(compiled.article.id, file.path);
      articles.push({ ...compiled.article, sourceTitle: compiled.sourceTitle });
      tally(sources, compiled);
    }
    if (articles.length > 0) await stageArticles(db, publication, articles);
  };

  const files: KnownFile[] = [];
  const touched = new Set<string>();
  for (const { id } of await knownFiles(db, gone)) if (id) touched.add(id);
  for (let at = 0; at < changed.length; at += BATCH) {
    const batch = changed.slice(at, at + BATCH);
    const before = Map.groupBy(await knownFiles(db, batch.map(pathOf)), pathOf);
    const read = await Promise.all(
      batch.map((listed) => readFile(listed, before.get(listed.path)?.[0], reading)),
    );
    for (const { file, compiled } of read) {
      files.push(file);
      const last = before.get(file.path)?.[0]?.id;
      if (compiled) touched.add(compiled.article.id);
      if (compiled && last) touched.add(last);
    }
    await stage(read);
    progress?.(Math.min(at + BATCH, changed.length), changed.length);
  }

  // Which file's version of an article counts is known only now that all have been read.
  const { shown, withdrawn } = await settle(db, touched, files, gone);
  const again = shown.filter((claim) => claim.path !== stagedFrom.get(claim.id)).map(pathOf);
  const { files: listed } = await archive.list(again);
  await stage(await Promise.all(listed.map((file) => readFile(file, undefined, reading))));
  await stageWithdrawals(db, publication, withdrawn);
  const commit = await commitPublication(db, publication, now(), rememberFiles(files, gone));
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
  const byArticle = Map.groupBy(claims, (claim) => claim.id);
  const shown: Claim[] = [];
  const withdrawn: string[] = [];
  for (const id of touched) {
    const claim = winner(byArticle.get(id) ?? []);
    if (claim) shown.push(claim);
    else withdrawn.push(id);
  }
  return { shown, withdrawn };
}

function tally(sources: Report['sources'], compiled: NonNullable<ReadFile['compiled']>): void {
  const { article, bytesBefore, bytesAfter } = compiled;
  const sum = sources.get(article.source) ?? { articles: 0, bytesBefore: 0, bytesAfter: 0 };
  sources.set(article.source, {
    articles: sum.articles + 1,
    bytesBefore: sum.bytesBefore + bytesBefore,
    bytesAfter: sum.bytesAfter + bytesAfter,
  });
}

function unreadableFolder({ path, reason }: { path: string; reason: string }): Problem {
  const message = `the folder cannot be read: ${reason}; expected a readable folder`;
  return { path, line: 0, severity: 'error', message };
}

function pathOf({ path }: Pick<ListedFile, 'path'>): string {
  return path;
}
