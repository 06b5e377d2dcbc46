// WebSub of a site: the hub built in, or the one outside; either is told by announce().
import { type AnnounceDeps, announce } from './announce.ts';
import type { DeliverDeps } from './deliver.ts';
import { startDeliverer } from './deliverer.ts';
import { retryDelay } from './retry.ts';

export interface WebSub {
  /** Says that a request waits for the hub; absent where the hub is outside. */
  wake?: () => void;
  /** Says that readers see a new publication. Returns at once; the work goes on in the background. */
  announce(): void;
  stop(): Promise<void>;
}

export interface WebSubDeps extends AnnounceDeps, DeliverDeps {}

/** With a hub outside, that one is told; without it, the hub is built in. */
export function openWebSub(deps: WebSubDeps): WebSub {
  const { outside, random } = deps;
  if (outside) {
    let failures = 0;
    return repeatWork(async () => {
      const failed = await announce(deps);
      failures = failed.length > 0 ? failures + 1 : 0;
      if (failures === 0) return null;
      console.error(`HUB_URL: ${outside.url} did not take ${failed.length} pings; trying again`);
      return retryDelay(failures, random());
    });
  }
  const deliverer = startDeliverer(deps);
  const announcing = repeatWork(async () => {
    await announce(deps);
    deliverer.wake();
    return null;
  });
  return {
    wake: deliverer.wake,
    announce: announcing.announce,
    async stop() {
      await announcing.stop();
      await deliverer.stop();
    },
  };
}

/**
 * Runs the work after each announcement, never twice at once: announcements that come meanwhile
 * are one more run.
 *
 * @param work gives the milliseconds after which it is to be run again, or null
 */
function repeatWork(work: () => Promise<number | null>): WebSub {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const announce = () => {
    clearTimeout(timer);
    again = true;
    running ??= run().finally(() => {
      running = null;
    });
  };
  const run = async () => {
    while (again && !stopped) {
      again = false;
      const pause = await work().catch((error) => {
        console.error(error);
        return 1000;
      });
      if (pause !== null && !stopped) timer = setTimeout(announce, pause);
    }
  };
  return {
    announce,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
