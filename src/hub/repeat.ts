// Work in the background that is run again and again, never twice at once.

/** Milliseconds after which what failed is tried again. */
export const AFTER_ERROR_MS = 5000;

export interface Repeated {
  /** Runs the work soon: once more after the run under way, however often it is called meanwhile. */
  wake(): void;
  /** Waits for the run under way; there is no other. */
  stop(): Promise<void>;
}

/** @param work gives the milliseconds after which it is to be run again unasked, or null */
export function repeatWork(work: () => Promise<number | null>): Repeated {
  let failure = '';
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wake = () => {
    again = true;
    running ??= run().finally(() => {
      running = null;
    });
  };
  const run = async () => {
    while (again && !stopped) {
      again = false;
      clearTimeout(timer);
      const pause = await work().catch(({ message }: Error) => {
        // A database that cannot be written says the same at every attempt.
        if (message !== failure) console.error(message);
        failure = message;
        return AFTER_ERROR_MS;
      });
      if (pause !== null && !stopped) timer = setTimeout(wake, pause);
    }
  };
  return {
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
