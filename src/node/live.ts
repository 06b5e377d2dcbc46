// A watched archive → one publication after the other, of what changed and is whole.
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS_FILE } from '../article/sources.ts';
import { ARTICLE_FILE, type Archive, compareArchive } from '../publish/archive.ts';
import { type PublishDeps, publishArchive, type Report } from '../publish/publish.ts';
import { knownVersions } from '../store/files.ts';
import { createCandidates, isSame, type Look } from './candidates.ts';
import { watchFolder } from './watch.ts';

export interface Live {
  close(): Promise<void>;
}

export interface LiveOptions {
  deps: PublishDeps;
  /** The archive's folder. */
  folder: string;
  /** Told of every publication, and the paths that it was about. */
  published(report: Report, paths: string[]): Promise<void>;
  /** Told what went wrong. It will be tried again. */
  failed(message: string): void;
}

/** Milliseconds between looks at what waits. */
const TICK = 40;
/** Files in one publication: so many take a fraction of a second. */
const MOST = 1000;
/** Events in a row after which some may have been lost: the system's queue holds 16,384. */
const MANY = 5000;
/** Milliseconds between looks at everything: network folders send no events. */
const ROUND = 600_000;
/** Milliseconds until a failure is tried again. */
const AFTER_FAILURE = 5000;

/** Keeps publishing until it is closed. Begins with a look at everything. */
export function keepLive({ deps, folder, published, failed }: LiveOptions): Live {
  const { db, archive } = deps;
  const candidates = createCandidates((path) => lookAt(join(folder, path)));
  let taken = new Map<string, Look>();
  let lookAll = true;
  let notBefore = 0;
  let lastFailure = '';
  let events = 0;
  let working: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const watcher = watchFolder(folder, {
    file(path, moved) {
      if (!ARTICLE_FILE.test(path) && path !== SETTINGS_FILE) return;
      events++;
      candidates.changed(path, moved, performance.now());
      soon();
    },
    all() {
      lookAll = true;
      soon();
    },
    failed: (at, reason) => failed(`${join(folder, at)} cannot be watched: ${reason}`),
  });

  /** While files are read, others may write to them: such a file is read again later. */
  const guarded: Archive = {
    ...archive,
    async read(path) {
      const content = await archive.read(path);
      const seen = taken.get(path);
      const same = seen === undefined || isSame(lookAt(join(folder, path)), seen);
      if (same && !candidates.has(path)) return content;
      candidates.changed(path, false, performance.now());
      throw new Error('it is being written');
    },
  };

  const soon = (pause = TICK) => {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      working ??= work().finally(() => {
        working = null;
        if (lookAll || candidates.size() > 0) soon(Math.max(TICK, notBefore - performance.now()));
      });
    }, pause);
  };

  const work = async () => {
    if (performance.now() < notBefore) return;
    try {
      if (lookAll) await look();
      taken = candidates.take(performance.now(), MOST);
      if (taken.size > 0) {
        // Without its root nothing is known of the archive, least of all that files are gone.
        statSync(folder);
        // The settings are looked at by every publication.
        const paths = [...taken.keys()].filter((path) => path !== SETTINGS_FILE);
        await published(await publishArchive({ ...deps, archive: guarded }, paths), paths);
      }
      // Only when it is quiet: before, more would be lost.
      if (candidates.size() === 0 && events > MANY) lookAll = true;
      if (candidates.size() === 0) events = 0;
    } catch (error) {
      const { message } = error as Error;
      if (message !== lastFailure) failed(message);
      lastFailure = message;
      lookAll = true;
      notBefore = performance.now() + AFTER_FAILURE;
    }
  };

  const look = async () => {
    lookAll = false;
    watcher.refresh();
    const listing = await archive.list();
    // What another compiler read, the next publication finds by itself.
    const known = (await knownVersions(db)).map((file) => ({ ...file, compiler: '' }));
    const { changed, gone } = compareArchive(known, listing, '');
    const now = performance.now();
    for (const { path } of changed) candidates.found(path, lookAt(join(folder, path)), now);
    for (const path of gone) candidates.found(path, null, now);
  };

  const round = setInterval(() => {
    lookAll = true;
    soon();
  }, ROUND);
  soon(0);

  return {
    async close() {
      closed = true;
      clearInterval(round);
      clearTimeout(timer);
      watcher.close();
      await working;
    },
  };
}

/** Size, time and last byte of a file; null where there is none that can be read. */
function lookAt(path: string): Look {
  let file: number | undefined;
  try {
    // Without waiting: there may be no file under the name, but a pipe.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
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
