// Work behind the scenes → steps between which polls are answered: readers go first.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Milliseconds that each poll of a turn gets before the next step, and the longest wait. */
const A_POLL = 0.08;
const LONGEST = 10;

export interface Yielding {
  /** Ends the step: lets the event loop turn, and waits the longer the more polls it brought. */
  step(): Promise<void>;
  close(): void;
}

/** Counts the requests that this process takes, from now on. */
export function openYielding(): Yielding {
  let polls = 0;
  const count = () => {
    polls++;
  };
  subscribe('http.server.request.start', count);
  return {
    async step() {
      const before = polls;
      await new Promise((resolve) => setImmediate(resolve));
      const pause = Math.min((polls - before) * A_POLL, LONGEST);
      if (pause >= 1) await new Promise((resolve) => setTimeout(resolve, pause));
    },
    close: () => {
      unsubscribe('http.server.request.start', count);
    },
  };
}
