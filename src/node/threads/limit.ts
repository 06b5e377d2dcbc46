// CPU time that a thread may take for one piece of work.
//
// Not the time of the clock: where other programs have the machine, an article that is read in a
// millisecond may take seconds, and a thread that is ended for that only has to begin again.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

export interface CpuLimit {
  /** Asks the thread how many seconds of CPU time it has taken so far. */
  cpu(): Promise<number>;
  /** What that was when the work began. */
  before: number;
  /** CPU time that the work may take, and the time by the clock that is waited for it at most. */
  seconds: number;
  patience: number;
  /** @param byClock it was not its CPU time, or the thread could not tell */
  over(byClock: boolean): void;
}

/** @returns ends the watch, because the work is done */
export function limitCpu({ cpu, before, seconds, patience, over }: CpuLimit): () => void {
  const end = performance.now() + patience * 1000;
  let timer: NodeJS.Timeout;
  let done = false;
  const lookIn = (milliseconds: number) => {
    timer = setTimeout(async () => {
      const left = end - performance.now();
      // In native code, such as an SQL statement, a thread does not tell.
      const told = Promise.race([cpu().catch(() => 0), sleep(left, 0, { ref: false })]);
      const taken = (await told) - before;
      if (done) return;
      const byClock = taken < seconds;
      if (byClock && performance.now() < end) return lookIn(Math.max(20, (seconds - taken) * 1000));
      over(byClock);
    }, milliseconds).unref();
  };
  lookIn(seconds * 1000);
  return () => {
    done = true;
    clearTimeout(timer);
  };
}

/** CPU time that another thread has taken so far, in seconds. */
export async function cpuOf(worker: Worker): Promise<number> {
  const { user, system } = await worker.cpuUsage();
  return (user + system) / 1e6;
}

/** CPU time that the thread which calls this has taken so far, in seconds. */
export function cpuSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}
