// Page of a video → the body of its article: the still, a link to watch, and the description.
import { startTag } from './html/escape.ts';
import { identified, type RuleSet } from './rules.ts';
import { escapeHtml } from './text.ts';

/**
 * The body of a video's article; the description alone where the address names no video.
 *
 * @param description HTML
 */
export function videoBody(
  url: string,
  title: string,
  description: string,
  { video, identity, names }: RuleSet,
): string {
  const id = identified(url, identity)?.id;
  if (!id || !video) return description;
  const link = startTag('a', [['href', url]]);
  const still = startTag('img', [
    ['src', video.replace('{id}', id)],
    ['alt', ''],
    ['width', '480'],
    ['height', '360'],
  ]);
  const label = escapeHtml(`${names[0]}: ${title}`);
  return `<figure>${link}${still}</a></figure><p>${link}${label}</a></p>${description}`;
}
