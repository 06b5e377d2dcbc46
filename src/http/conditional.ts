// Request headers + validators → whether the client already has the representation.
import type { Document } from '../store/document.ts';

/** Header fields of a request, by their names in lower case. */
export interface Fields {
  get(name: string): string | null;
}

/** The validators of a representation (RFC 9110 §8.8). */
export type Validators = Pick<Document, 'etag' | 'lastModified'>;

/** 200: the representation is sent. */
export type Verdict = 200 | 304 | 412;

/**
 * Evaluates the preconditions of a GET or HEAD in the order of RFC 9110 §13.2.2. `If-None-Match`
 * takes precedence over `If-Modified-Since`; a date that cannot be read is ignored (§13.1.3).
 */
export function evaluate(headers: Fields, { etag, lastModified }: Validators): Verdict {
  const ifMatch = headers.get('if-match');
  if (ifMatch !== null) {
    const met =
      ifMatch.trim() === '*' || entityTags(ifMatch).some((tag) => sameDocument(tag, etag));
    if (!met) return 412;
  } else if (lastModified > httpDate(headers.get('if-unmodified-since'))) {
    return 412;
  }
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== null) {
    return matchesWeakly(ifNoneMatch, etag) ? 304 : 200;
  }
  return lastModified <= httpDate(headers.get('if-modified-since')) ? 304 : 200;
}

/** Every tag of a list, without the marks of weakness and of codings. */
export function tagsNamed(field: string): string[] {
  return entityTags(field).map((tag) => withoutWeakness(tag).replace(SUFFIX, '"'));
}

/** RFC 9110 §8.8.3.2, weak comparison. */
function matchesWeakly(field: string, etag: string): boolean {
  // Nearly every poll sends the one tag it was given.
  if (sameDocument(field, etag) || field.trim() === '*') return true;
  return entityTags(field).some((tag) => sameDocument(withoutWeakness(tag), etag));
}

/** What we, a proxy or a CDN add to a tag for a coding (Apache `-gzip`, Jetty `--gzip`, `;gz`). */
const SUFFIX = /(?:-{1,2}(?:gzip|br|zstd|deflate)|;gz)+"$/;

/** Whether a tag is that of the document in any coding: all of them say the same. */
function sameDocument(tag: string, etag: string): boolean {
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

const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^[A-Z][a-z]+, (\d{2}-[A-Z][a-z]{2})-(\d{2}) (\d{2}:\d{2}:\d{2} GMT)$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * Reads an HTTP date in its three forms (RFC 9110 §5.6.7). Anything else must be ignored, also
 * what `Date` would make sense of.
 *
 * @returns epoch milliseconds; NaN where there is no date: it compares false with everything
 */
function httpDate(field: string | null): number {
  if (field === null) return Number.NaN;
  if (IMF_FIXDATE.test(field)) return Date.parse(field);
  if (ASCTIME.test(field)) return Date.parse(`${field} GMT`);
  const [, day, year, time] = RFC_850.exec(field) ?? [];
  // A year of two digits that seems more than 50 years ahead is the last one that ended so.
  const latest = new Date().getUTCFullYear() + 50;
  return Date.parse(`${day}-${latest - ((latest - Number(year)) % 100)} ${time}`);
}
