// WebSub of a site: the hub built in, or the one outside; either is told by announce().
import { announce } from './announce.ts';
import type { DeliverDeps } from './deliver.ts';
import { startDeliverer } from './deliverer.ts';
import { repeatWork } from './repeat.ts';
import { retryDelay } from './retry.ts';

export interface WebSub {
  /** Says that a request waits for the hub; absent where the hub is outside. */
  wake?: () => void;
  /** Says that readers see a new publication. Returns at once; the work goes on in the background. */
  announce(): void;
  stop(): Promise<void>;
}

/** Where there is no hub. */
export const NO_WEBSUB: WebSub = { announce() {}, async stop() {} };

/** With a hub outside, that one is told; without it, the hub is built in. */
export function openWebSub(deps: DeliverDeps): WebSub {
  const { outside, random } = deps;
  if (outside) {
    let failures = 0;
    const telling = repeatWork(async () => {
      const { failed } = await announce(deps);
      failures = failed.length > 0 ? failures + 1 : 0;
      if (failures === 0) return null;
      console.error(`HUB_URL: ${outside.url} did not take ${failed.length} pings; trying again`);
      return retryDelay(failures, random());
    });
    return { announce: telling.wake, stop: telling.stop };
  }
  const deliverer = startDeliverer(deps);
  const announcing = repeatWork(async () => {
    await announce(deps);
    deliverer.wake();
    return null;
  });
  return {
    wake: deliverer.wake,
    announce: announcing.wake,
    async stop() {
      await announcing.stop();
      await deliverer.stop();
    },
  };
}
