// The readers, from the main thread's side: who waits, who is at work, and who takes too long.
import { availableParallelism } from 'node:os';
import { askedOf } from './exchange.ts';
import { limitCpu } from './limit.ts';
import type { Answered, FromReader, ToReader } from './protocol.ts';
import { keepRunning, type Start } from './thread.ts';

/** An answer, or why there is none: too many wait, or it took too long. */
export type Outcome = Answered | 'busy' | 'late';

export interface Readers {
  /** @param known whether the document under its address is ready, but is no answer to it */
  answer(request: Request, known: boolean): Promise<Outcome>;
  end(): Promise<void>;
}

export interface ReadersOptions {
  start: Start;
  /** Told of documents that may be sent again. */
  shown(shown: NonNullable<(FromReader & { type: 'answer' })['shown']>): void;
  /** Told which request ended a thread, and how. */
  failed(message: string): void;
  /** How many threads there are. */
  threads?: number;
  /** Milliseconds that a request may wait, and then may take; and the thread, of CPU time. */
  deadline?: number;
  /** Requests that may wait for each thread. */
  maxWaiting?: number;
}

/** A thread may be at work so many times as long by the clock: other programs may have the machine. */
const PATIENCE = 5;

interface Job {
  request: Request;
  known: boolean;
  /** Ends its waiting. */
  giveUp?: NodeJS.Timeout;
  resolve(outcome: Outcome): void;
}

/**
 * Each thread answers one request at a time, so that no other ends with one that takes too long. Who
 * asked is told when the deadline has passed; the thread goes on as long as it has CPU time left,
 * so that the answer may be ready when it is asked for again.
 */
export function startReaders({
  start,
  shown,
  failed,
  threads = Math.max(1, Math.min(4, availableParallelism() - 1)),
  deadline = 3000,
  maxWaiting = 64,
}: ReadersOptions): Readers {
  const waiting = new Set<Job>();
  /** Of each thread that has nothing to do: what gives it a job. */
  const idle = new Set<(job: Job) => void>();
  let asked = 0;

  const next = (): Job | undefined => {
    for (const job of waiting) {
      waiting.delete(job);
      clearTimeout(job.giveUp);
      if (!job.request.signal.aborted) return job;
      job.resolve('busy');
    }
    return undefined;
  };

  const startOne = () => {
    let job: Job | undefined;
    let late: NodeJS.Timeout | undefined;
    let unwatch = () => {};
    /** CPU seconds that the thread had taken when it began. */
    let before = 0;
    const take = (given: Job) => {
      idle.delete(take);
      job = given;
      late = setTimeout(() => given.resolve('late'), deadline);
      const seconds = deadline / 1000;
      const patience = PATIENCE * seconds;
      unwatch = limitCpu({ cpu: thread.cpu, before, seconds, patience, over: thread.restart });
      thread.post({ ...askedOf(++asked, given.request), known: given.known });
    };
    const done = (outcome: Outcome) => {
      clearTimeout(late);
      unwatch();
      job?.resolve(outcome);
      job = undefined;
    };
    const thread = keepRunning<ToReader, FromReader>(start, {
      heard(message) {
        before = message.cpu;
        if (message.type === 'answer') {
          if (message.shown) shown(message.shown);
          done(message);
        }
        const following = next();
        if (following) take(following);
        else idle.add(take);
      },
      ended(reason) {
        idle.delete(take);
        const { method, url } = job?.request ?? {};
        const what = method ? `${method} ${url}` : 'no request';
        const why = reason ?? `it takes more than ${deadline / 1000} s`;
        failed(`a reader thread ended with ${what}: ${why}; another one takes its place`);
        done('late');
      },
    });
    return thread;
  };
  const all = Array.from({ length: threads }, startOne);

  return {
    answer: (request, known) =>
      new Promise((resolve) => {
        const job: Job = { request, known, resolve };
        const [take] = idle;
        if (take) return take(job);
        if (waiting.size >= maxWaiting * threads) return resolve('busy');
        waiting.add(job);
        job.giveUp = setTimeout(() => {
          waiting.delete(job);
          resolve('busy');
        }, deadline);
      }),
    async end() {
      for (const { resolve, giveUp } of waiting) {
        clearTimeout(giveUp);
        resolve('busy');
      }
      waiting.clear();
      await Promise.all(all.map((thread) => thread.end()));
    },
  };
}
