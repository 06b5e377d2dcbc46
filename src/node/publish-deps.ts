// Settings → what publishing the archive needs: the same for a server and for an export of it.
import type { Settings } from '../http/config.ts';
import type { PublishDeps, Report } from '../publish/publish.ts';
import { countArticles } from '../store/articles.ts';
import type { Database } from '../store/database.ts';
import { articleBuildId } from './build.ts';
import { count, countProblems } from './console.ts';
import { openFolder } from './files.ts';
import { createCompiler } from './threads/compile.ts';
import { startThread } from './threads/thread.ts';

/**
 * @param progress told how many files have been read, of how many
 * @returns what `firstPublication` takes, and what ends the thread that compiles
 */
export function openPublishing(
  db: Database,
  { ARCHIVE, FEED_LANGUAGE, FOLLOW_LINKS, COMPILE_SECONDS }: Settings,
  progress: (done: number, total: number) => void,
): { deps: PublishDeps; close: () => Promise<void> } {
  const start = () => startThread('compiler', { language: FEED_LANGUAGE });
  const { loadParser, close } = createCompiler(start, COMPILE_SECONDS);
  const deps: PublishDeps = {
    db,
    archive: openFolder(ARCHIVE, FOLLOW_LINKS === '1'),
    loadParser,
    // What took too long is read again once it is given more time.
    parserId: `${articleBuildId()} ${FEED_LANGUAGE} ${COMPILE_SECONDS}`,
    now: Date.now,
    progress,
  };
  return { deps, close };
}

/** What was published at the start, in a line. */
export async function summaryOf(db: Database, archive: string, report: Report): Promise<string> {
  const articles = count(await countArticles(db), 'article');
  return `${archive}: ${articles} published, ${count(report.read, 'file')} read, ${countProblems(report)}`;
}
