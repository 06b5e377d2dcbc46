// The publication at the start: it must not take the articles of one archive for those of another.
import { SETTINGS, type Settings } from '../http/config.ts';
import { OtherArchiveError } from '../publish/guard.ts';
import { type PublishDeps, publishArchive, type Report } from '../publish/publish.ts';
import { currentRevision } from '../store/revision.ts';
import { CommandError } from './console.ts';
import { DatabaseError } from './database-error.ts';

const DEFAULT_DATABASE = SETTINGS.find(({ name }) => name === 'DATABASE')?.default;

/**
 * Publishes what changed while the program did not run. The default database belongs to the
 * archive it was made for; who names a database is believed, and told what is missing.
 *
 * @param withdraw withdraws what is gone, even if that is most of the archive
 * @throws CommandError where the default database was made for another archive
 */
export async function firstPublication(
  deps: PublishDeps,
  { ARCHIVE, DATABASE }: Settings,
  withdraw = false,
): Promise<Report> {
  const refuse = DATABASE === DEFAULT_DATABASE;
  const mostGone = withdraw ? 'withdraw' : refuse ? 'refuse' : 'keep';
  try {
    return await publishArchive({ ...deps, mostGone });
  } catch (error) {
    const revision = await currentRevision(deps.db);
    if (error instanceof DatabaseError && revision > 0) {
      // What was published before is served; the watcher tries again.
      console.error(error.message);
      return { revision, changed: false, read: 0, seconds: 0, problems: [], hold: null };
    }
    if (!(error instanceof OtherArchiveError)) throw error;
    throw new CommandError(
      `DATABASE: ${DATABASE} was made for another archive than ${ARCHIVE}: ${error.message}`,
    );
  }
}
