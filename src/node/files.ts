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
import { digest } from './digest.ts';

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
      for (const path of tree.files) listFile(root, path, listing);
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

/** Paths below a root, which is itself the folder `''`. */
export interface Tree {
  folders: string[];
  /** What has the name of an article file. */
  files: string[];
  unreadable: Listing['unreadable'];
}

/**
 * Reads the names of a folder and of those below it.
 *
 * @throws Error where the root cannot be read: then nothing is known of what it holds
 */
export function readTree(root: string): Tree {
  const tree: Tree = { folders: [], files: [], unreadable: [] };
  readFolder(root, '', tree, []);
  return tree;
}

function readFolder(root: string, folder: string, tree: Tree, above: string[]): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (folder === '') throw error;
    tree.unreadable.push({ path: folder, reason: (error as Error).message });
    return;
  }
  tree.folders.push(folder);
  const here = [...above, realpathSync(join(root, folder))];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const followed = entry.isSymbolicLink() && leadsToFolder(join(root, path), here);
    if (entry.isDirectory() || followed) readFolder(root, path, tree, here);
    else if (entry.name.includes('\uFFFD') && !existsSync(join(root, path))) {
      tree.unreadable.push({ path, reason: 'its name is not UTF-8' });
    } else if (ARTICLE_FILE.test(entry.name)) tree.files.push(path);
  }
}

/** Whether a link leads to a folder, and not to one that it lies in: that would never end. */
function leadsToFolder(link: string, above: string[]): boolean {
  return isFolder(link) && !above.includes(realpathSync(link));
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function listFile(root: string, path: string, { files, unreadable }: Listing): void {
  try {
    const stats = statSync(`${root}/${path}`, { throwIfNoEntry: false });
    if (!stats?.isFile()) return;
    files.push({ path, size: stats.size, modified: Math.round(stats.mtimeMs * 1000) });
  } catch (error) {
    unreadable.push({ path, reason: (error as Error).message });
  }
}
