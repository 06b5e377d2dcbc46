// Addresses → their documents, by threads where there are many, else here.
import { availableParallelism } from 'node:os';
import type { Site } from '../../feed/types.ts';
import type { SqliteDatabase } from '../sqlite.ts';
import type { Composition, FromComposer, ToComposer } from '../threads/protocol.ts';
import { startThread } from '../threads/thread.ts';
import { createAsk } from './ask.ts';

/** Documents from which on threads, which take a third of a second to start, pay. */
const MANY = 200;
/** Documents that a thread is asked for at once. */
const BATCH = 8;

export interface Composers {
  /** Composes documents, and hands over each as soon as it is there, in any order. */
  compose(addresses: readonly string[], take: (answer: Composition) => void): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param database the file that `db` has open
 * @param count how many documents there will be
 */
export function openComposers(
  db: SqliteDatabase,
  database: string,
  site: Site,
  count: number,
): Composers {
  if (count < MANY) {
    const ask = createAsk(db, site);
    return {
      async compose(addresses, take) {
        for (const address of addresses) take(await ask(address));
      },
      async close() {},
    };
  }
  const threads = Array.from({ length: Math.min(4, availableParallelism()) }, () =>
    startThread('composer', { database, site }),
  );
  return {
    async compose(addresses, take) {
      const waiting = Array.from({ length: Math.ceil(addresses.length / BATCH) }, (_, at) =>
        addresses.slice(at * BATCH, (at + 1) * BATCH),
      );
      const work = (thread: (typeof threads)[number]) =>
        new Promise<void>((resolve, reject) => {
          const next = () => {
            const batch = waiting.shift();
            if (batch)
              thread.postMessage({ type: 'compose', addresses: batch } satisfies ToComposer);
            else resolve();
          };
          const heard = (message: FromComposer) => {
            if (message.type !== 'composed') return;
            try {
              message.answers.forEach(take);
              next();
            } catch (error) {
              reject(error);
            }
          };
          thread.removeAllListeners('message').on('message', heard);
          thread.removeAllListeners('error').on('error', reject);
          next();
        });
      await Promise.all(threads.map(work));
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
