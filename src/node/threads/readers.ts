// The readers, from the main thread's side: who waits, who is at work, and who takes too long.
import { availableParallelism } from 'node:os';
import { askedOf } from './exchange.ts';
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
  /** Milliseconds that a request may wait, and that it may take. */
  deadline?: number;
  /** Requests that may wait for each thread. */
  maxWaiting?: number;
}

interface Job {
  request: Request;
  known: boolean;
  since: number;
  resolve(outcome: Outcome): void;
}

/** Each thread answers one request at a time, so that no other ends with one that takes too long. */
export function startReaders({
  start,
  shown,
  failed,
  threads = Math.max(1, Math.min(4, availableParallelism() - 1)),
  deadline = 3000,
  maxWaiting = 64,
}: ReadersOptions): Readers {
  const waiting: Job[] = [];
  /** Of each thread that has nothing to do: what gives it a job. */
  const idle = new Set<(job: Job) => void>();
  let asked = 0;

  const next = (): Job | undefined => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const old = performance.now() - job.since > deadline;
      if (!old && !job.request.signal.aborted) return job;
      job.resolve('busy');
    }
    return undefined;
  };

  const startOne = () => {
    let job: Job | undefined;
    let timer: NodeJS.Timeout | undefined;
    const take = (given: Job) => {
      idle.delete(take);
      job = given;
      timer = setTimeout(thread.restart, deadline);
      thread.post({ ...askedOf(++asked, given.request), known: given.known });
    };
    const done = (outcome: Outcome) => {
      clearTimeout(timer);
      job?.resolve(outcome);
      job = undefined;
    };
    const thread = keepRunning<ToReader, FromReader>(start, {
      heard(message) {
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
        const job = { request, known, since: performance.now(), resolve };
        const [take] = idle;
        if (take) take(job);
        else if (waiting.length < maxWaiting * threads) waiting.push(job);
        else resolve('busy');
      }),
    async end() {
      for (const { resolve } of waiting.splice(0)) resolve('busy');
      await Promise.all(all.map((thread) => thread.end()));
    },
  };
}
