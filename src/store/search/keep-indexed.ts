// Search index → brought up to date in the background, step by step.
import type { Database } from '../database.ts';
import { stepIndex } from './indexing.ts';

/** Milliseconds between two looks at whether anything is missing. */
const PAUSE_MS = 2_000;

/** Keeps the search index up to date until the signal; never throws. */
export async function keepIndexed(db: Database, signal: AbortSignal): Promise<void> {
  let failure = '';
  while (!signal.aborted) {
    const done = await stepIndex(db).catch(({ message }: Error) => {
      if (!signal.aborted && message !== failure)
        console.error(`The search index could not be brought up to date: ${message}`);
      failure = message;
      return true;
    });
    // Requests are answered before the next step.
    await new Promise((resolve) => setTimeout(resolve, done ? PAUSE_MS : 1));
  }
}
