// Page of a video → the body of its article: the still, a link to watch, and the description.
import type { Header } from './header.ts';
import { escapeText, startTag } from './html/escape.ts';
import { identityId, type RuleSet } from './rules.ts';

/** The body of a video's article; that of the file where its address names no video. */
export function videoBody(
  { url, title, body }: Header,
  { video, identity, names }: RuleSet,
): string {
  const id = identityId(url, identity);
  if (!id || !video) return body;
  const link = startTag('a', [['href', url]]);
  const still = startTag('img', [
    ['src', video.replace('{id}', id)],
    ['alt', ''],
    ['width', '480'],
    ['height', '360'],
  ]);
  const label = escapeText(`${names[0]}: ${title}`);
  return `<figure>${link}${still}</a></figure><p>${link}${label}</a></p>${body}`;
}
