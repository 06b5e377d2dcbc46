// Threads of the server: how they are started, begun anew when they end, and given less priority.
import { readlinkSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { setPriority } from 'node:os';
import { basename, dirname, extname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Transferable, Worker } from 'node:worker_threads';
import { cpuOf } from './limit.ts';

/** Starts a thread of one kind, each time anew. */
export type Start = () => Worker;

/**
 * Megabytes of JavaScript objects that a thread may hold, beyond which it ends, and of young ones
 * among them. Node's own bounds for the latter would cost 120 MB a reader and save no time.
 */
const HEAP_MB = {
  publisher: { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 24 },
  compiler: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 24 },
  composer: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
  reader: { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 12 },
};
/** Milliseconds until a thread that ended is started again. */
const PAUSE = 500;
/** Milliseconds in which a thread must have ended what it has begun. */
const GRACE = 10_000;
/** What other threads have of a core, against these, where both want it: some three times as much. */
const NICENESS = 5;

export type ThreadName = keyof typeof HEAP_MB;

/** Starts the thread whose program is the file of this name, beside this one. */
export function startThread(name: ThreadName, workerData: object): Worker {
  // In the repository it ends in .ts, in the package in .js.
  const file = new URL(`./${name}${extname(import.meta.url)}`, import.meta.url);
  // Without it each thread would compile all its code again: a third of a second, and more.
  const cache = getCompileCacheDir();
  const env = { ...process.env, ...(cache && { NODE_COMPILE_CACHE: dirname(cache) }) };
  return new Worker(file, { name, workerData, resourceLimits: HEAP_MB[name], env });
}

/** A thread that is started again whenever it ends. */
export interface LastingThread<To> {
  post(message: To, transfer?: Transferable[]): void;
  /** CPU time that the thread which runs now has taken so far, in seconds. */
  cpu(): Promise<number>;
  /** Ends the thread that runs now; another one takes its place. */
  restart(): void;
  /** Ends it for good. @param last what it is told before, upon which it ends by itself */
  end(last?: To): Promise<void>;
}

/**
 * @param heard told of its messages
 * @param ended told why it ended, each time that nobody wanted it to; null where it was restarted
 */
export function keepRunning<To, From>(
  start: Start,
  { heard, ended }: { heard(message: From): void; ended(reason: string | null): void },
): LastingThread<To> {
  let worker: Worker;
  let exited: Promise<void>;
  let stopped = false;
  let again: NodeJS.Timeout | undefined;
  const open = () => {
    const opened = start();
    let reason: string | null = 'it ended';
    worker = opened;
    worker.on('message', (message: From) => {
      if (worker === opened) heard(message);
    });
    worker.on('error', (error: Error) => {
      reason = error.message;
    });
    exited = new Promise((resolve) => {
      worker.once('exit', () => {
        resolve();
        if (stopped || worker !== opened) return;
        again = setTimeout(open, PAUSE);
        ended(reason);
      });
    });
  };
  open();
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    cpu: () => cpuOf(worker),
    restart() {
      const old = worker;
      open();
      void old.terminate();
      ended(null);
    },
    async end(last) {
      stopped = true;
      clearTimeout(again);
      if (last) {
        worker.postMessage(last);
        await Promise.race([exited, sleep(GRACE, null, { ref: false })]);
      }
      await worker.terminate();
    },
  };
}

/** Gives the thread that calls this less of a core than the main thread has (Linux). */
export function lowerPriority(): void {
  try {
    // There a thread is known by an id of its own, as a process is.
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), NICENESS);
  } catch {
    // Elsewhere all have the same.
  }
}
