// The folder of an export: files written aside and renamed, ours alone, by one run at a time.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CommandError } from '../console.ts';
import { type ExportedFile, type Manifest, readManifest, writeManifest } from './manifest.ts';

/** What the export needs for itself, in the folder. */
const OWN = '.broadsheet';
const MANIFEST = `${OWN}/manifest.json`;
/** Paths that an error names. */
const NAMED = 5;

export interface ExportFolder {
  /** What is known to be ours. */
  manifest: Manifest;
  /** The path of a file, from the folder's own on. */
  at(path: string): string;
  /** Whether a file is there, with as many bytes as were written. */
  isThere(path: string): boolean;
  /**
   * Notes files as ours before they are written: where a run is killed, the next one knows them.
   *
   * @throws CommandError where there is a file at one of these paths that no export wrote
   */
  claim(paths: readonly string[]): void;
  /** Puts bytes into the place of a file, all at once. */
  write(path: string, bytes: Uint8Array): void;
  /** Removes a file of ours, and the folders that it leaves empty. */
  remove(path: string): void;
  /** Writes down the manifest. */
  keep(): void;
  close(): void;
}

/**
 * Opens a folder, makes it where it is missing, and locks it against other runs. The system gives
 * the lock up when the process ends, however it does.
 *
 * @throws CommandError where another run is at work there, or the folder cannot be used
 */
export function openExportFolder(root: string): ExportFolder {
  const at = (path: string) => join(root, path);
  /** @throws CommandError instead of an error of the system */
  const named = <T>(path: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof CommandError) throw error;
      throw new CommandError(`${at(path)}: it cannot be written: ${(error as Error).message}`);
    }
  };

  named('', () => mkdirSync(at(OWN), { recursive: true }));
  const lock = lockFolder(root, at(`${OWN}/lock`));
  const manifest = openManifest(at(MANIFEST));
  /** Folders that are known to be there. */
  const folders = new Set(['.']);

  const write = (path: string, bytes: string | Uint8Array) =>
    named(path, () => {
      const folder = dirname(path);
      if (!folders.has(folder)) mkdirSync(at(folder), { recursive: true });
      folders.add(folder);
      writeFileSync(at(`${OWN}/aside`), bytes);
      renameSync(at(`${OWN}/aside`), at(path));
    });
  /** What is not a folder of this one, though a file is to be in it; null where all is well. */
  const noFolder = (folder: string): string | null => {
    if (folders.has(folder)) return null;
    const above = noFolder(dirname(folder));
    const stats = above ? undefined : statsOf(at(folder));
    if (stats?.isDirectory()) folders.add(folder);
    return above ?? (stats && !stats.isDirectory() ? folder : null);
  };
  const isStrange = (path: string) => !manifest.files.has(path) && statsOf(at(path)) !== undefined;

  return {
    manifest,
    at,
    isThere(path) {
      const stats = statsOf(at(path));
      return stats?.isFile() === true && stats.size === manifest.files.get(path)?.bytes;
    },
    claim(paths) {
      const strange = paths.flatMap(
        (path) => noFolder(dirname(path)) ?? (isStrange(path) ? path : []),
      );
      if (strange.length > 0) throw strangers(root, [...new Set(strange)]);
      for (const path of paths) manifest.files.set(path, { ...UNKNOWN });
      write(MANIFEST, writeManifest(manifest));
    },
    write,
    remove(path) {
      // What is there instead of a folder of ours is not ours.
      if (noFolder(dirname(path)) === null && statsOf(at(path)) !== undefined) {
        named(path, () => unlinkSync(at(path)));
        for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
          if (!removeIfEmpty(at(folder))) break;
          folders.delete(folder);
        }
      }
      manifest.files.delete(path);
    },
    keep: () => write(MANIFEST, writeManifest(manifest)),
    close: () => lock.close(),
  };
}

const UNKNOWN: ExportedFile = { kind: '', version: '', hash: '', bytes: 0 };

/** An exclusive lock of SQLite, which no process leaves behind. */
function lockFolder(root: string, file: string): DatabaseSync {
  const lock = new DatabaseSync(file);
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    const { message } = error as Error;
    const isBusy = /locked|busy/.test(message);
    throw new CommandError(
      isBusy
        ? `${root}: another export is at work there; expected one at a time`
        : `${root}: it cannot be locked: ${message}`,
    );
  }
}

function openManifest(file: string): Manifest {
  if (!existsSync(file)) return { key: '', files: new Map() };
  const manifest = readManifest(readFileSync(file, 'utf8'));
  if (manifest) return manifest;
  throw new CommandError(
    `${file}: it is not the manifest of an export by this version; expected that, or an empty folder`,
  );
}

function strangers(root: string, paths: string[]): CommandError {
  const lines = paths.slice(0, NAMED).map((path) => `${join(root, path)}: no export wrote this`);
  const more = paths.length > NAMED ? [`… and ${paths.length - NAMED} more`] : [];
  const expected = 'expected a folder that is empty, or that an export wrote; nothing was changed';
  return new CommandError([...lines, ...more, expected].join('\n'));
}

/** What is at a path, without following a link; undefined where there is nothing. */
function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    // A file is in the place of a folder.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
