// Site → the topics that a hub outside is told of.
import { languagePath, sourcePath } from '../feed/paths.ts';
import { FORMATS } from '../feed/types.ts';
import type { Database } from '../store/database.ts';
import { readDirectory } from '../store/sources.ts';

/** The main feed, each source's and each language's, in every format: absolute URLs. */
export async function siteTopics(db: Database, siteUrl: string): Promise<string[]> {
  const { sources, languages } = await readDirectory(db);
  const channels = [
    '',
    ...sources.map(({ key }) => sourcePath(key)),
    ...languages.map(languagePath),
  ];
  const files = Object.values(FORMATS).map(({ file }) => file);
  return channels.flatMap((channel) => files.map((file) => `${siteUrl}${channel}/${file}`));
}
