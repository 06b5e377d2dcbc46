// A folder on disk as an Archive.
import {
  type Dirent,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { SETTINGS_FILE } from '../article/sources.ts';
import { ARTICLE_FILE, type Archive, type Listing } from '../publish/archive.ts';
import { digest } from './parser.ts';

/**
 * Opens a folder of article files: `.md`, `.txt` and `.html` at any depth. Hidden files and
 * folders are passed over, links are followed.
 *
 * Reads synchronously: for thousands of small files that takes half the time, and a publication
 * reads a few at a time.
 */
export function openFolder(root: string): Archive {
  return {
    async list(paths) {
      const tree = paths ? { files: paths, unreadable: [] } : readTree(root);
      const listing: Listing = { files: [], unreadable: tree.unreadable };
      for (const path of tree.files) {
        try {
          const stats = statSync(`${root}/${path}`, { throwIfNoEntry: false });
          if (!stats?.isFile()) continue;
          const modified = Math.round(stats.mtimeMs * 1000);
          listing.files.push({ path, size: stats.size, modified });
        } catch (error) {
          listing.unreadable.push({ path, reason: (error as Error).message });
        }
      }
      return listing;
    },
    async read(path) {
      const bytes = readFileSync(`${root}/${path}`);
      return { bytes, hash: digest(bytes) };
    },
    async settings() {
      const file = join(root, SETTINGS_FILE);
      return existsSync(file) ? readFileSync(file, 'utf8') : null;
    },
  };
}

/**
 * The names in a folder and in those below it: paths below the root, which is itself the folder
 * `''`. Of files, only those with the ending of an article file.
 *
 * @throws Error where the root cannot be read: then nothing is known of what it holds
 */
export function readTree(root: string) {
  const tree = { folders: [] as string[], files: [] as string[] };
  const unreadable: Listing['unreadable'] = [];
  const readFolder = (folder: string, above: string[]) => {
    let here: string;
    let entries: Dirent[];
    try {
      here = realpathSync(join(root, folder));
      entries = readdirSync(here, { withFileTypes: true });
    } catch (error) {
      if (folder === '') throw error;
      unreadable.push({ path: folder, reason: (error as Error).message });
      return;
    }
    // A link to a folder that it lies in would never end.
    if (above.includes(here)) return;
    tree.folders.push(folder);
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() || (entry.isSymbolicLink() && isFolder(join(root, path)))) {
        readFolder(path, [...above, here]);
      } else if (entry.name.includes('\uFFFD') && !existsSync(join(root, path))) {
        unreadable.push({ path, reason: 'its name is not UTF-8' });
      } else if (ARTICLE_FILE.test(entry.name)) tree.files.push(path);
    }
  };
  readFolder('', []);
  return { ...tree, unreadable };
}

/** Whether the path, or what it links to, is a folder that can be looked at. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
