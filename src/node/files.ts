// A folder on disk as an Archive.
import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS_FILE } from '../article/sources.ts';
import { MAX_FILE_BYTES } from '../article/types.ts';
import { ARTICLE_FILE, type Archive, type Listing } from '../publish/archive.ts';
import { digest } from './parser.ts';
import { readRegularFile } from './regular-file.ts';

/** Bytes that broadsheet.json may have; as many as a push may bring. */
const MAX_SETTINGS_BYTES = 500_000;
const LEADS_OUT = 'it is a link that leads out of the archive, which only FOLLOW_LINKS=1 follows';

/**
 * Opens a folder of article files: `.md`, `.txt` and `.html` at any depth. Hidden files and
 * folders are passed over. Links are followed within the folder.
 *
 * Reads synchronously: for thousands of small files that takes half the time, and a publication
 * reads a few at a time.
 *
 * @param followLinks follows links that lead out of the folder, too
 */
export function openFolder(root: string, followLinks = false): Archive {
  /** Where a file really lies. @throws Error where that is out of the archive */
  const locate = (path: string) => {
    const file = `${root}/${path}`;
    if (!followLinks && leadsOut(root, file)) throw new Error(LEADS_OUT);
    return file;
  };
  return {
    async list(paths) {
      const tree = paths ? { files: paths, unreadable: [] } : readTree(root, followLinks);
      const listing: Listing = { files: [], unreadable: tree.unreadable };
      for (const path of tree.files) {
        try {
          const stats = statSync(`${root}/${path}`, { throwIfNoEntry: false });
          if (!stats?.isFile()) continue;
          // `readTree` has looked at all links.
          if (paths) locate(path);
          const modified = Math.round(stats.mtimeMs * 1000);
          listing.files.push({ path, size: stats.size, modified });
        } catch (error) {
          listing.unreadable.push({ path, reason: (error as Error).message });
        }
      }
      return listing;
    },
    async read(path) {
      const bytes = readRegularFile(locate(path), MAX_FILE_BYTES);
      return { bytes, hash: digest(bytes) };
    },
    async settings() {
      if (!existsSync(join(root, SETTINGS_FILE))) return null;
      return readRegularFile(locate(SETTINGS_FILE), MAX_SETTINGS_BYTES).toString();
    },
  };
}

/**
 * The names in a folder and in those below it: paths below the root, which is itself the folder
 * `''`. Of files, only those with the ending of an article file.
 *
 * @throws Error where the root cannot be read: then nothing is known of what it holds
 */
export function readTree(root: string, followLinks = false) {
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
      const isLink =
        entry.isSymbolicLink() && (isFolder(join(root, path)) || ARTICLE_FILE.test(path));
      if (isLink && !followLinks && leadsOut(root, join(root, path))) {
        unreadable.push({ path, reason: LEADS_OUT });
      } else if (entry.isDirectory() || (entry.isSymbolicLink() && isFolder(join(root, path)))) {
        readFolder(path, [...above, here]);
      } else if (entry.name.includes('\uFFFD') && !existsSync(join(root, path))) {
        unreadable.push({ path, reason: 'its name is not UTF-8' });
      } else if (ARTICLE_FILE.test(entry.name)) tree.files.push(path);
    }
  };
  readFolder('', []);
  return { ...tree, unreadable };
}

/** Whether links lead this path out of the root; false where it leads nowhere. */
function leadsOut(root: string, path: string): boolean {
  try {
    const inside = join(realpathSync.native(root), '/');
    return !join(realpathSync.native(path), '/').startsWith(inside);
  } catch {
    return false;
  }
}

/** Whether the path, or what it links to, is a folder that can be looked at. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
