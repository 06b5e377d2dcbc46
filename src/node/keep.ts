// Writes that no reader waits for: one that fails is tried again.

/** Milliseconds until a write that failed is tried again. */
const RETRY = 30_000;

/**
 * Makes a function that writes at once or, where that fails, later: an answer needs no write.
 *
 * @param failed told of the first failure, and again after a success
 */
export function createKeeper(failed: (error: Error) => void) {
  let failing = false;

  /** Resolves after the first attempt, whether it succeeded or not. */
  return async function keep(write: () => Promise<void>, wanted: () => boolean): Promise<void> {
    try {
      await write();
      failing = false;
    } catch (error) {
      if (!failing) failed(error as Error);
      failing = true;
      setTimeout(() => wanted() && keep(write, wanted), RETRY).unref();
    }
  };
}
