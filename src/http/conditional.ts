// Request headers + validators → whether the client already has the representation.
import type { Document } from '../store/document.ts';
import { httpDate } from './date.ts';

/** Header fields of a request, by their names in lower case. */
export interface Fields {
  get(name: string): string | null;
}

/** The validators of a representation (RFC 9110 §8.8). */
export type Validators = Pick<Document, 'etag' | 'lastModified'>;

export type Verdict = 'send' | 'not modified' | 'precondition failed';

/**
 * Evaluates the preconditions of a GET or HEAD in the order of RFC 9110 §13.2.2. `If-None-Match`
 * takes precedence over `If-Modified-Since`; a date that cannot be read is ignored (§13.1.3).
 */
export function evaluate(headers: Fields, { etag, lastModified }: Validators): Verdict {
  const ifMatch = headers.get('if-match');
  if (ifMatch !== null) {
    const met = ifMatch.trim() === '*' || entityTags(ifMatch).some((tag) => sameEdition(tag, etag));
    if (!met) return 'precondition failed';
  } else if (lastModified > httpDate(headers.get('if-unmodified-since'))) {
    return 'precondition failed';
  }
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== null) {
    return matchesWeakly(ifNoneMatch, etag) ? 'not modified' : 'send';
  }
  return lastModified <= httpDate(headers.get('if-modified-since')) ? 'not modified' : 'send';
}

/** Every tag of a list, without the marks of weakness and of codings: editions of ours. */
export function editionsNamed(field: string): string[] {
  return entityTags(field).map((tag) => withoutWeakness(tag).replace(SUFFIX, '"'));
}

/** RFC 9110 §8.8.3.2, weak comparison. */
function matchesWeakly(field: string, etag: string): boolean {
  if (field === etag || field.trim() === '*') return true;
  return entityTags(field).some((tag) => sameEdition(withoutWeakness(tag), etag));
}

/** What we, a proxy or a CDN add to a tag for a coding (Apache `-gzip`, Jetty `--gzip`, `;gz`). */
const SUFFIX = /(?:-{1,2}(?:gzip|br|zstd|deflate)|;gz)+"$/;

/** Whether a tag is that of the document in any coding: all of them say the same. */
function sameEdition(tag: string, etag: string): boolean {
  if (tag === etag) return true;
  const start = etag.slice(0, -1);
  return tag.startsWith(start) && tag.slice(start.length).replace(SUFFIX, '"') === '"';
}

function withoutWeakness(tag: string): string {
  return tag.replace(/^W\//, '');
}

function entityTags(field: string): string[] {
  return field.match(/(?:W\/)?"[^"]*"/g) ?? [];
}
