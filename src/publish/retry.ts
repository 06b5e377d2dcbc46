// Failures in a row → the pause until the next attempt.

/**
 * Exponential backoff: the pause doubles with each failure, and is spread a quarter to either side,
 * so that not all clients of a server come back at once.
 *
 * @param failures in a row, this one included: 1, 2, 3 …
 * @param random 0 ≤ random < 1
 * @param pauses the first and the longest pause, milliseconds
 * @param retryAfter the shortest pause that the server accepts, milliseconds
 * @returns milliseconds
 */
export function backoff(
  failures: number,
  random: number,
  pauses: { first: number; longest: number },
  retryAfter = 0,
): number {
  const pause = Math.min(pauses.first * 2 ** (failures - 1), pauses.longest);
  return Math.round(Math.max(pause * (0.75 + random / 2), retryAfter));
}
