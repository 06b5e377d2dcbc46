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
import { digest } from './compiler.ts';

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
      const listing: Listing = { files: [], unreadable: [] };
      if (paths) for (const path of paths) listFile(root, path, listing);
      else listFolder(root, '', listing, []);
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

function listFolder(root: string, folder: string, listing: Listing, above: string[]): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    // Without its root nothing is known of the archive, least of all that its articles are gone.
    if (folder === '') throw error;
    listing.unreadable.push({ path: folder, reason: (error as Error).message });
    return;
  }
  const here = [...above, realpathSync(join(root, folder))];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const isFolder =
      entry.isDirectory() || (entry.isSymbolicLink() && leadsToFolder(root, path, here));
    if (isFolder) listFolder(root, path, listing, here);
    else if (entry.name.includes('\uFFFD') && !existsSync(join(root, path))) {
      listing.unreadable.push({ path, reason: 'its name is not UTF-8' });
    } else if (ARTICLE_FILE.test(entry.name)) listFile(root, path, listing);
  }
}

/** Whether a link leads to a folder, and not to one that it lies in: that would never end. */
function leadsToFolder(root: string, path: string, above: string[]): boolean {
  try {
    const target = realpathSync(join(root, path));
    return statSync(target).isDirectory() && !above.includes(target);
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
