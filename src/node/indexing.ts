// What a large publication left out of the search index → indexed, step by step between polls.
import { setTimeout as sleep } from 'node:timers/promises';
import { stepIndex } from '../store/search/indexing.ts';
import type { SqliteDatabase } from './sqlite.ts';

/** Milliseconds between two looks at whether anything is missing. */
const PAUSE = 2_000;

/** Keeps the search index up to date until the signal; never throws. */
export async function keepIndexed(db: SqliteDatabase, signal: AbortSignal): Promise<void> {
  let failure = '';
  while (!signal.aborted) {
    const done = await stepIndex(db).catch(({ message }: Error) => {
      if (!signal.aborted && message !== failure)
        console.error(`The search index could not be brought up to date: ${message}`);
      failure = message;
      return true;
    });
    // Polls get their answers before the next step.
    await sleep(done ? PAUSE : 1, undefined, { signal, ref: false }).catch(() => {});
  }
}
