// Status of the publication: when the archive was looked at, what was found, and what stops it.
import type { Report } from './publish.ts';

export interface PublicationStatus {
  /** When all of the archive was last looked at, epoch milliseconds; null before. */
  looked: number | null;
  /** When readers last got anything new, as far as this run knows. */
  published: number | null;
  /** Problems of the archive, errors and notices. */
  problems: number;
  /** What stops the publication: a sentence for everyone, which names no file. */
  fault: string | null;
}

const MISSING = 'most of the archive is missing; nothing is withdrawn until it is back';

/** @param now the clock, epoch milliseconds */
export function createStatus(now: () => number) {
  let status: PublicationStatus = { looked: null, published: null, problems: 0, fault: null };
  return {
    read: () => status,
    /** All files were looked at. */
    looked() {
      status = { ...status, looked: now() };
    },
    published({ problems, changed, hold }: Pick<Report, 'problems' | 'changed' | 'hold'>) {
      status = {
        ...status,
        problems: problems.length,
        published: changed ? now() : status.published,
        fault: hold && MISSING,
      };
    },
    /** What was wrong is over; what a hold keeps is still missing. */
    settled(hold: Report['hold']) {
      status = { ...status, fault: hold && MISSING };
    },
    /** @param fault a sentence for everyone */
    failed(fault: string) {
      status = { ...status, fault };
    },
  };
}
