// Key → how long it must wait: budgets that fill up again with time, as many as memory allows.

/** Takes one from the budget of a key; 0, or the seconds until there is one again. */
export type Budget = (key: string, now: number) => number;

/** Keys held; beyond that the one that came longest ago is forgotten, in its client's favour. */
const HELD = 50_000;

/**
 * @param size what a budget holds when it is full
 * @param seconds in which an empty one is full again
 */
export function createRateLimit(size: number, seconds: number, held = HELD): Budget {
  const milliseconds = (seconds * 1000) / size;
  /** Key → when its budget is full again: all there is to know (a leaky bucket as a meter). */
  const fullAt = new Map<string, number>();
  return (key, now) => {
    const full = Math.max(fullAt.get(key) ?? now, now) + milliseconds;
    const wait = full - (now + size * milliseconds);
    if (wait > 0) return Math.ceil(wait / 1000);
    fullAt.delete(key);
    fullAt.set(key, full);
    if (fullAt.size > held) fullAt.delete(fullAt.keys().next().value as string);
    return 0;
  };
}
