// Paths that may have changed → those whose files are whole: none that is still being written.

/** What a look at a file tells; null where there is none. */
export type Look = { size: number; modified: number; endsLine: boolean } | null;

/** Milliseconds without an event after which a file is taken for whole. */
const WAIT = {
  /** It was moved here, or away, in one step. */
  moved: 60,
  /** It was written, and ends as article files end: with a line end. */
  written: 250,
  /** It ends in the middle of a line, as files do whose writer pauses; or an editor left it so. */
  openEnd: 600,
  /** The same, after it was written to for longer than a moment. */
  slow: 500,
  slowOpenEnd: 3000,
  /** It is gone, while others are still being written. */
  goneAlone: 2000,
  /** It is empty: somebody has only just begun. */
  empty: 3000,
};
/** Milliseconds of writing that are longer than a moment. */
const MOMENT = 150;
/** Events closer than this are one burst, for this long at most; milliseconds. */
const BURST = { pause: 60, longest: 700 };

interface Candidate {
  first: number;
  last: number;
  moved: boolean;
  look?: Look;
}

export interface Candidates {
  /** An event; `moved` where the name came or went, and not where bytes were written. */
  changed(path: string, moved: boolean, now: number): void;
  /** Found changed without an event: it must look the same for a while. */
  found(path: string, look: Look, now: number): void;
  /** Takes out what is whole, up to `limit`, with what was seen of it. */
  take(now: number, limit: number): Map<string, Look>;
  has(path: string): boolean;
  size(): number;
}

/**
 * The policy alone: it reads no clock, and sees files through `look` only.
 *
 * @param look looks at the file of a path; all times are milliseconds
 */
export function createCandidates(look: (path: string) => Look): Candidates {
  const waiting = new Map<string, Candidate>();
  let burst: { first: number; last: number } | null = null;

  const isWhole = (path: string, candidate: Candidate, now: number): boolean => {
    const quiet = now - candidate.last;
    if (quiet < WAIT.moved || (!candidate.moved && quiet < WAIT.written)) return false;
    const seen = look(path);
    const before = candidate.look;
    candidate.look = seen;
    if (before !== undefined && !isSame(before, seen)) {
      candidate.last = now;
      return false;
    }
    return quiet >= waitFor(candidate, seen);
  };

  return {
    changed(path, moved, now) {
      const before = waiting.get(path);
      waiting.set(path, {
        first: before?.first ?? now,
        last: now,
        moved: moved && (before?.moved ?? true),
      });
      burst = { first: burst?.first ?? now, last: now };
    },
    found(path, seen, now) {
      if (!waiting.has(path))
        waiting.set(path, { first: now, last: now, moved: false, look: seen });
    },
    take(now, limit) {
      const whole = new Map<string, Look>();
      if (burst && now - burst.last < BURST.pause && now - burst.first < BURST.longest)
        return whole;
      burst = null;
      const gone: string[] = [];
      for (const [path, candidate] of waiting) {
        if (whole.size >= limit) break;
        if (!isWhole(path, candidate, now)) continue;
        if (candidate.look) whole.set(path, candidate.look);
        else gone.push(path);
      }
      // What vanished may only have moved to a file that is not whole yet: it goes last.
      const last = waiting.size === whole.size + gone.length;
      for (const path of gone) {
        const since = now - (waiting.get(path)?.first ?? now);
        if (whole.size < limit && (last || since > WAIT.goneAlone)) whole.set(path, null);
      }
      for (const path of whole.keys()) waiting.delete(path);
      return whole;
    },
    has: (path) => waiting.has(path),
    size: () => waiting.size,
  };
}

export function isSame(one: Look, other: Look): boolean {
  return one?.size === other?.size && one?.modified === other?.modified;
}

function waitFor({ first, last, moved }: Candidate, seen: Look): number {
  if (!seen) return WAIT.moved;
  if (seen.size === 0) return WAIT.empty;
  if (moved) return WAIT.moved;
  const slow = last - first > MOMENT;
  if (seen.endsLine) return slow ? WAIT.slow : WAIT.written;
  return slow ? WAIT.slowOpenEnd : WAIT.openEnd;
}
