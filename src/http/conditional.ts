// Request headers + validators → whether the client already has the representation.

/** The validators of a representation (RFC 9110 §8.8). */
export interface Validators {
  /** Strong entity tag, quoted. */
  etag: string;
  /** Epoch milliseconds, whole seconds. */
  lastModified: number;
}

export type Verdict = 'send' | 'not modified' | 'precondition failed';

/**
 * Evaluates the preconditions of a GET or HEAD in the order of RFC 9110 §13.2.2. `If-None-Match`
 * takes precedence over `If-Modified-Since`; a date that cannot be read is ignored (§13.1.3).
 */
export function evaluate(headers: Headers, { etag, lastModified }: Validators): Verdict {
  const ifMatch = headers.get('If-Match');
  if (ifMatch !== null) {
    if (ifMatch.trim() !== '*' && !entityTags(ifMatch).includes(etag)) return 'precondition failed';
  } else if (lastModified > httpDate(headers.get('If-Unmodified-Since'))) {
    return 'precondition failed';
  }
  const ifNoneMatch = headers.get('If-None-Match');
  if (ifNoneMatch !== null) {
    return matchesWeakly(ifNoneMatch, etag) ? 'not modified' : 'send';
  }
  return lastModified <= httpDate(headers.get('If-Modified-Since')) ? 'not modified' : 'send';
}

/** RFC 9110 §8.8.3.2, weak comparison; tags that a CDN marked weak or suffixed still match. */
function matchesWeakly(field: string, etag: string): boolean {
  if (field === etag || field.trim() === '*') return true;
  return entityTags(field).some((tag) => {
    const opaque = tag.replace(/^W\//, '');
    return opaque === etag || opaque.replace(/(-(gzip|br|zstd|deflate)|;gz)"$/, '"') === etag;
  });
}

function entityTags(field: string): string[] {
  return field.match(/(?:W\/)?"[^"]*"/g) ?? [];
}

/** Epoch milliseconds, or NaN where there is no date: NaN compares false with everything. */
function httpDate(field: string | null): number {
  return field === null ? Number.NaN : Date.parse(field);
}
