// Topics of this site: URL → the document that readers get, and the URLs that a hub outside is told.
import { languagePath, sourcePath } from '../feed/paths.ts';
import { DAILY } from '../feed/selection.ts';
import { FORMATS } from '../feed/types.ts';
import type { Database } from '../store/database.ts';
import type { TopicDocument } from '../store/hub/topics.ts';
import { readDirectory } from '../store/sources.ts';

/** Answers a path of this site, as the application does. */
export type Answers = (path: string) => Response | Promise<Response>;

/**
 * Asks the application itself: a topic is what it serves with a `Link` of `rel="self"` to just
 * that URL, so that all spellings of a feed's URL are one topic.
 *
 * @returns null if the URL is not a topic of this site
 */
export async function readTopic(
  answers: Answers,
  siteUrl: string,
  topic: string,
): Promise<TopicDocument | null> {
  if (!topic.startsWith(`${siteUrl}/`)) return null;
  const response = await answers(topic.slice(siteUrl.length));
  const link = response.headers.get('Link') ?? '';
  const etag = response.headers.get('ETag');
  if (response.status !== 200 || !etag || !link.includes(`<${topic}>; rel="self"`)) {
    await response.body?.cancel();
    return null;
  }
  const mediaType = response.headers.get('Content-Type') ?? '';
  return { etag, mediaType, link, bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** The main feed, each source's and each language's, and the daily ones, in every format: absolute URLs. */
export async function siteTopics(db: Database, siteUrl: string): Promise<string[]> {
  const { sources, languages } = await readDirectory(db);
  const channels = [
    '',
    ...sources.map(({ key }) => sourcePath(key)),
    ...languages.map(languagePath),
    DAILY,
    ...sources.map(({ key }) => sourcePath(key) + DAILY),
  ];
  const files = Object.values(FORMATS).map(({ file }) => file);
  return channels.flatMap((channel) => files.map((file) => `${siteUrl}${channel}/${file}`));
}
