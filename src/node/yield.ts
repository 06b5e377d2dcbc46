// Pause between two steps of work in the background, in which requests are answered.

const MAX_PAUSE_MS = 10;

/** Lets the event loop turn once, then waits as long as that took: others get half of the time. */
export async function giveWay(): Promise<void> {
  const start = performance.now();
  await new Promise((resolve) => setImmediate(resolve));
  const pause = Math.min(performance.now() - start, MAX_PAUSE_MS);
  if (pause >= 1) await new Promise((resolve) => setTimeout(resolve, pause));
}
