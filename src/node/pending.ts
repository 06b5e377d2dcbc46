// Files that may have changed, each held back until it is whole: until nobody writes to it.

/** What tells one state of a file from another; null where there is no file. */
export type FileStat = { size: number; modified: number; endsLine: boolean } | null;

/** Milliseconds without a change after which what changed is published, together. */
const QUIET = 250;
/** Milliseconds that a series of changes without such a pause is waited for. */
const LONGEST_BURST = 1000;
/** Milliseconds that a file which looks unfinished must stay the same to be taken for whole. */
const UNFINISHED = 3000;
/** Where more files than these are gone, the others may be about to go: they are waited for. */
const FEW_GONE = 9;

interface PendingFile {
  /** Time of its last change. */
  changed: number;
  /** Whether that was a move, which is done in one step: its name came or went. */
  moved: boolean;
  /** As it was last seen. */
  stat?: FileStat;
}

/** The policy alone: it reads no clock, and sees files only through `statOf`. */
export function createPending(statOf: (path: string) => FileStat) {
  const files = new Map<string, PendingFile>();
  const burst = { first: 0, last: Number.NEGATIVE_INFINITY };

  return {
    /** The file's name came or went (`moved`), or it was written; `now` in milliseconds. */
    changed(path: string, moved: boolean, now: number): void {
      files.set(path, { changed: now, moved });
      if (now - burst.last >= QUIET) burst.first = now;
      burst.last = now;
    },
    /** A change was found without an event: the file must look the same again later. */
    found(path: string, now: number): void {
      files.set(path, { changed: now, moved: false, stat: statOf(path) });
    },
    /**
     * Takes out the files that are whole, `limit` at most, each as it was seen; and those that are
     * gone, all together, when none is left that they may have moved to.
     */
    take(now: number, limit: number): Map<string, FileStat> {
      const whole = new Map<string, FileStat>();
      if (now - burst.last < QUIET) {
        if (now - burst.first < LONGEST_BURST) return whole;
        burst.first = now;
      }
      const gone: string[] = [];
      let lastGone = 0;
      for (const [path, file] of files) {
        if (whole.size === limit) break;
        if (now - file.changed < QUIET) continue;
        const before = file.stat;
        const stat = before === null && now - file.changed < UNFINISHED ? null : statOf(path);
        file.stat = stat;
        if (before !== undefined && !isSame(before, stat)) file.changed = now;
        else if (stat === null) {
          gone.push(path);
          lastGone = Math.max(lastGone, file.changed);
        } else if (now - file.changed >= waitFor(file, stat)) whole.set(path, stat);
      }
      const others = files.size > whole.size + gone.length;
      const more = gone.length > FEW_GONE && now - lastGone < UNFINISHED;
      if (whole.size < limit && !more) {
        for (const path of gone) {
          const since = now - (files.get(path)?.changed ?? now);
          if (!others || since >= UNFINISHED) whole.set(path, null);
        }
      }
      for (const path of whole.keys()) files.delete(path);
      return whole;
    },
    has: (path: string): boolean => files.has(path),
    isEmpty: (): boolean => files.size === 0,
  };
}

export function isSame(one: FileStat, other: FileStat): boolean {
  return one?.size === other?.size && one?.modified === other?.modified;
}

/** Article files end with a line end; one that does not may be half written. */
function waitFor({ moved }: PendingFile, { size, endsLine }: NonNullable<FileStat>): number {
  return size > 0 && (moved || endsLine) ? QUIET : UNFINISHED;
}
