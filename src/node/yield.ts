// Work behind the scenes → steps between which polls are answered: readers go first.

/** Milliseconds that each poll of a turn gets before the next step, and the longest wait. */
const A_POLL = 0.08;
const LONGEST = 10;

/** Requests that this process took. */
let polls = 0;

/** Says that a request came. */
export function notePoll(): void {
  polls++;
}

/** Ends a step: lets the event loop turn, and waits the longer the more polls that brought. */
export async function giveWay(): Promise<void> {
  const before = polls;
  await new Promise((resolve) => setImmediate(resolve));
  const pause = Math.min((polls - before) * A_POLL, LONGEST);
  if (pause >= 1) await new Promise((resolve) => setTimeout(resolve, pause));
}
