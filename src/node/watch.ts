// Folder → word of every change in it, at any depth.
import { type Dirent, type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

export interface Watcher {
  /** Looks again which folders there are. */
  refresh(): void;
  close(): void;
}

export interface Told {
  /** Something happened to the file; `moved` where its name came or went. */
  file(path: string, moved: boolean): void;
  /** Folders came or went, or events may have been lost: everything is to be looked at. */
  all(): void;
  /** A folder cannot be watched, and why. */
  failed(folder: string, reason: string): void;
}

/**
 * Watches each folder by itself. `fs.watch` with `recursive` takes one of the system's watches for
 * every file on Linux, and so does chokidar; an archive has 100,000 files in twenty folders.
 */
export function watchFolder(root: string, told: Told): Watcher {
  const watched = new Map<string, { watcher: FSWatcher; identity: string }>();

  const heard = (folder: string, event: string, name: string | null) => {
    if (name === null) return told.all();
    if (name.startsWith('.')) return;
    const path = folder === '' ? name : `${folder}/${name}`;
    const ofFolder = watched.has(path) || isFolder(join(root, path)) || !isFolder(root);
    if (event === 'rename' && ofFolder) {
      refresh();
      return told.all();
    }
    told.file(path, event === 'rename');
  };

  const follow = (folder: string, identity: string) => {
    try {
      const watcher = watch(join(root, folder), (event, name) => heard(folder, event, name));
      watcher.on('error', () => {
        forget(folder);
        told.all();
      });
      watched.set(folder, { watcher, identity });
    } catch (error) {
      told.failed(folder, (error as Error).message);
    }
  };

  const forget = (folder: string) => {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  };

  const refresh = () => {
    const folders = new Map(foldersOf(root, '', []));
    // A watch follows its folder where it is moved: another one may be in its place by now.
    for (const [folder, { identity }] of [...watched]) {
      if (folders.get(folder) !== identity) forget(folder);
    }
    for (const [folder, identity] of folders) if (!watched.has(folder)) follow(folder, identity);
  };

  refresh();
  return {
    refresh,
    close: () => {
      for (const folder of [...watched.keys()]) forget(folder);
    },
  };
}

/** A folder and those below it, each with what tells it from any other; links back are left out. */
function* foldersOf(root: string, folder: string, above: string[]): Iterable<[string, string]> {
  let identity: string;
  let entries: Dirent[];
  try {
    const { dev, ino } = statSync(join(root, folder));
    identity = `${dev}:${ino}`;
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return;
  }
  if (above.includes(identity)) return;
  yield [folder, identity];
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.isFile()) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (isFolder(join(root, path))) yield* foldersOf(root, path, [...above, identity]);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
