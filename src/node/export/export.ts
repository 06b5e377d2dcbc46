// Publishes an archive, and writes the publication as files that any host can serve.
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Site } from '../../feed/types.ts';
import { type Settings, siteOf } from '../../http/config.ts';
import { PublicationConflict } from '../../publish/publish.ts';
import { CommandError, count, printProblems, progressLine, requireFolder } from '../console.ts';
import { firstPublication } from '../first-publication.ts';
import { openPublishing, summaryOf } from '../publish-deps.ts';
import { openSqlite, type SqliteDatabase } from '../sqlite.ts';
import { updateCodings } from './compress.ts';
import { openExportFolder } from './folder.ts';
import { printSizes } from './sizes.ts';
import { writeExport } from './write.ts';

export interface ExportOptions {
  /** Withdraws what is gone from the archive, even if that is most of it. */
  withdraw?: boolean;
  /** `none`: no pages but those of articles that have no other address. */
  pages?: 'all' | 'none';
  /** Writes every text in three content codings, too. */
  compress?: boolean;
  /** Writes the file that tells GitHub Pages its own domain. */
  cname?: boolean;
}

/**
 * Publishes what changed in the archive, as `serve` does, and brings the folder up to date; prints
 * problems, what was written, and what is more than hosts take.
 *
 * @param operands the folder to write
 * @throws CommandError where SITE_URL is not set, or the folder, the archive or the database cannot
 *   be used
 */
export async function exportSite(
  settings: Settings,
  { withdraw = false, pages = 'all', compress = false, cname = false }: ExportOptions,
  [out = '']: readonly string[],
): Promise<void> {
  const whole = exportedSite(settings);
  const site: Site = pages === 'none' ? { ...whole, pages: false } : whole;
  requireFolder(settings.ARCHIVE);
  requireApart(out, settings.ARCHIVE);
  const folder = openExportFolder(out);
  try {
    const database = settings.DATABASE;
    const db = openSqlite(database);
    try {
      await publish(db, settings, withdraw);
      const documents = await writeExport({ db, database, site, folder, cname });
      const codings = await updateCodings(folder, compress);
      const written = count(documents.written + codings.written, 'file');
      const removed = documents.removed + codings.removed;
      const composed = count(documents.composed, 'document');
      console.log(
        `${out}: ${written} written, ${removed} removed (${composed} composed), for ${site.url}/`,
      );
      printSizes(folder.manifest.files.values());
    } finally {
      db.close();
    }
  } finally {
    folder.close();
  }
}

/** The site as files: without the hub that is built into a server. */
function exportedSite(settings: Settings): Site {
  const { SITE_URL, HUB_URL } = settings;
  if (!SITE_URL) {
    throw new CommandError(
      'SITE_URL is not set; expected the address that the files will have, such as --site-url https://user.github.io/news',
    );
  }
  const { hub: _, ...site } = siteOf(settings, SITE_URL);
  return { ...site, files: true, ...(HUB_URL && { hub: HUB_URL }) };
}

/** @throws CommandError where pages would be taken for articles, or articles be written over */
function requireApart(out: string, archive: string): void {
  const isIn = (inner: string, outer: string) => !/^\.\.(\/|$)/.test(relative(outer, inner) || '.');
  const [folder, articles] = [realPath(out), realPath(archive)];
  const below = relative(articles, folder);
  // Hidden folders are passed over.
  const isHidden = below.split('/').some((part) => /^\.[^.]/.test(part));
  if (isIn(articles, folder) || (isIn(folder, articles) && !isHidden)) {
    throw new CommandError(
      `${out} and the archive ${archive} lie in one another; expected another folder, such as ../site, or a hidden one, such as .site: its pages would be read as articles`,
    );
  }
}

/** The path without links, also of what does not exist yet. */
function realPath(path: string): string {
  const whole = resolve(path);
  if (existsSync(whole)) return realpathSync(whole);
  return join(realPath(dirname(whole)), relative(dirname(whole), whole));
}

/** Publishes the archive as `serve` does at its start. */
async function publish(db: SqliteDatabase, settings: Settings, withdraw: boolean): Promise<void> {
  const { deps, close } = openPublishing(db, settings, progressLine);
  try {
    const report = await firstPublication(deps, settings, withdraw).catch((error: Error) => {
      if (!(error instanceof PublicationConflict)) throw error;
      throw new CommandError(`DATABASE: ${settings.DATABASE}: ${error.message}; run this again`);
    });
    printProblems(report);
    console.log(await summaryOf(db, settings.ARCHIVE, report));
  } finally {
    await close();
  }
}
