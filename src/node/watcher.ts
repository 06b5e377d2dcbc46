// Archive folder → a publication of what changed in it, each time something has.
import { closeSync, type FSWatcher, fstatSync, openSync, readSync, statSync, watch } from 'node:fs';
import { join, posix } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SETTINGS_FILE } from '../article/sources.ts';
import { ARTICLE_FILE, type Archive } from '../publish/archive.ts';
import { compareListing } from '../publish/changes.ts';
import type { Hold } from '../publish/guard.ts';
import { type PublishDeps, publishArchive, type Report } from '../publish/publish.ts';
import { knownVersions } from '../store/files.ts';
import { isFolder, readTree } from './files.ts';
import { createPending, type FileStat, isSame } from './pending.ts';
import { OPEN_TO_READ } from './regular-file.ts';

export interface WatchOptions {
  deps: PublishDeps;
  /** The archive's folder. */
  folder: string;
  /** Whether links that lead out of the folder are followed. */
  followLinks?: boolean;
  /** Told of every publication. */
  published(report: Report): Promise<void>;
  /** Mends the database, and says what was done; null where there was nothing to do. */
  mend?: () => string | null;
  /** Told that all files were looked at, and that all that changed is published. */
  looked?: () => void;
  settled?: (hold: Hold | null) => void;
  /** Told what went wrong, with the error if that stops the publication. It is tried again. */
  failed(message: string, error?: unknown): void;
}

/** Milliseconds between looks at what is pending. */
const TICK = 50;
/** Files that one publication reads: so many take a fraction of a second. */
const MAX_FILES = 1000;
/** Milliseconds between looks at all files: network folders send no events. */
const RESCAN = 600_000;
/** The same where most of the archive is missing: a disk that is mounted sends none either. */
const RESCAN_MISSING = 30_000;
/** Milliseconds until a failure is tried again, or lost events are looked for. */
const RETRY = 5000;

/**
 * Publishes what changes in an archive, until it is closed. Begins with a look at all files.
 *
 * It watches each folder by itself: `fs.watch` with `recursive` takes one of the system's watches
 * for every file on Linux, and so does chokidar. An archive has 100,000 files in twenty folders.
 */
export function watchArchive(options: WatchOptions) {
  const { deps, folder, followLinks, published, mend, failed } = options;
  const { db, archive } = deps;
  const pending = createPending((path) => statFile(join(folder, path)));
  const watchers = new Map<string, FSWatcher>();
  const closing = new AbortController();
  let taken = new Map<string, FileStat>();
  /** What the last looks found missing, if that was most of the archive. */
  let hold: Hold | null = null;
  /** Whether some of it came back since the rest was judged. */
  let holdShrank = false;
  /** Which folder is under the name. */
  let root = '';
  /** When to look at all files. */
  let nextScan = 0;

  const heard = (parent: string, event: string, name: string | null) => {
    if (name?.startsWith('.')) return;
    const path = posix.join(parent, name ?? '');
    const moved = event === 'rename';
    const foldersChanged =
      moved && (watchers.has(path) || isFolder(join(folder, path)) || !isFolder(folder));
    if (name === null || foldersChanged) nextScan = 0;
    else if (ARTICLE_FILE.test(path) || path === SETTINGS_FILE) {
      pending.changed(path, moved, performance.now());
    }
  };

  const unwatch = () => {
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };

  /** What is mounted or moved in the place of the archive sends no event. */
  const lookAtRoot = () => {
    // Without its root nothing is known of the archive, least of all that files are gone.
    const { dev, ino } = statSync(folder);
    if (root !== `${dev} ${ino}`) nextScan = 0;
    root = `${dev} ${ino}`;
  };

  const scan = async () => {
    const now = performance.now();
    nextScan = now + (hold ? RESCAN_MISSING : RESCAN);
    const { folders } = readTree(folder, followLinks);
    // A watch follows its folder where it is moved, and another one may now be in its place.
    unwatch();
    for (const path of folders) {
      try {
        const watcher = watch(join(folder, path), (event, name) => heard(path, event, name));
        watchers.set(path, watcher);
        watcher.on('error', () => {
          nextScan = 0;
        });
      } catch (error) {
        failed(`${join(folder, path)} cannot be watched: ${(error as Error).message}`);
      }
    }
    // The next publication itself finds files that another parser has read.
    const { changed, gone } = compareListing(await knownVersions(db), await archive.list(), null);
    for (const { path } of changed) pending.found(path, now);
    // What is missing still is no news; what is back is, and then, once no more comes, the rest.
    const missing = new Set(gone);
    const back = [...(hold?.paths ?? [])].filter((path) => !missing.has(path));
    const judgeAgain = holdShrank && back.length === 0;
    if (judgeAgain) holdShrank = false;
    for (const path of back) pending.found(path, now);
    for (const path of gone) if (judgeAgain || !hold?.paths.has(path)) pending.found(path, now);
  };

  /** A file that is written while it is read is not published, but pending again. */
  const guarded: Archive = {
    ...archive,
    async read(path) {
      const content = await archive.read(path);
      const seen = taken.get(path);
      const same = seen === undefined || isSame(statFile(join(folder, path)), seen);
      if (same && !pending.has(path)) return content;
      pending.changed(path, false, performance.now());
      throw new Error('it is being written');
    },
  };

  /** Publishes all that is not what a database that was mended knows. */
  const publishAnew = async () => {
    taken = new Map();
    const report = await publishArchive({ ...deps, archive: guarded });
    hold = report.hold;
    await published({ ...report, changed: true });
  };

  const publishWhole = async () => {
    taken = pending.take(performance.now(), MAX_FILES);
    if (taken.size === 0) return;
    // So many may have overflowed the system's queue of events.
    if (taken.size >= MAX_FILES) nextScan = Math.min(nextScan, performance.now() + RETRY);
    // Every publication looks at the settings.
    const paths = [...taken.keys()].filter((path) => path !== SETTINGS_FILE);
    const report = await publishArchive({ ...deps, archive: guarded }, paths);
    const heldBefore = [...(hold?.paths ?? [])].filter((path) => !taken.has(path));
    holdShrank ||= heldBefore.length < (hold?.paths.size ?? 0);
    const held = new Set([...heldBefore, ...(report.hold?.paths ?? [])]);
    const last = report.hold ?? hold;
    hold = last && held.size > 0 ? { ...last, paths: held } : null;
    const problems = hold && !report.hold ? [hold.problem, ...report.problems] : report.problems;
    await published({ ...report, problems, hold });
  };

  const run = async () => {
    let failure = '';
    let isNew = false;
    while (!closing.signal.aborted) {
      let pause = TICK;
      try {
        const mended = mend?.() ?? null;
        if (mended !== null) failed(mended);
        isNew ||= mended !== null;
        if (isNew) await publishAnew();
        isNew = false;
        lookAtRoot();
        if (performance.now() >= nextScan) {
          await scan();
          options.looked?.();
        }
        await publishWhole();
        if (pending.isEmpty()) {
          if (failure !== '') options.settled?.(hold);
          failure = '';
        }
      } catch (error) {
        const { message } = error as Error;
        if (message !== failure) failed(message, error);
        failure = message;
        nextScan = 0;
        pause = RETRY;
      }
      await sleep(pause, null, { signal: closing.signal }).catch(() => {});
    }
  };

  const ended = run();
  return {
    /** Ends the watch; a publication that has begun is finished first. */
    async close(): Promise<void> {
      closing.abort();
      await ended;
      unwatch();
    },
  };
}

/** Size, time and last byte of a file; null where there is none that can be read. */
function statFile(path: string): FileStat {
  let file: number | undefined;
  try {
    file = openSync(path, OPEN_TO_READ);
    const { size, mtimeMs } = fstatSync(file);
    const last = Buffer.alloc(1);
    if (size > 0) readSync(file, last, 0, 1, size - 1);
    return { size, modified: mtimeMs, endsLine: last[0] === 0x0a };
  } catch {
    return null;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
