// Settings → who tells subscribers on Node: the hub built in, or the one outside.

import type { Site } from '../feed/types.ts';
import type { Settings } from '../http/config.ts';
import type { HubDeps } from '../http/deps.ts';
import { type Answers, announce, retryDelay } from '../hub/index.ts';
import type { Database } from '../store/database.ts';
import { startDeliverer } from './deliver.ts';
import { createSafeFetch } from './safe-fetch.ts';

export interface WebSub {
  /** Where the hub is built in. */
  hub?: HubDeps;
  /** Says that readers see a new publication. Comes back at once; the work goes on behind it. */
  announce(): void;
  stop(): Promise<void>;
}

/** @param answers the application, for the documents of topics */
export function openWebSub(db: Database, site: Site, settings: Settings, answers: Answers): WebSub {
  const allowPrivate = settings.ALLOW_PRIVATE_CALLBACKS === '1';
  const deps = { db, siteUrl: site.url, answers, now: Date.now };
  if (settings.HUB_URL) {
    // The operator chose it: it may be anywhere.
    const outside = { url: settings.HUB_URL, safeFetch: createSafeFetch({ allowPrivate: true }) };
    let failures = 0;
    return oneAfterAnother(async () => {
      const failed = await announce({ ...deps, outside });
      failures = failed.length > 0 ? failures + 1 : 0;
      if (failures === 0) return null;
      console.error(`HUB_URL: ${outside.url} did not take ${failed.length} pings; trying again`);
      return retryDelay(failures, Math.random());
    });
  }
  const deliverer = startDeliverer(db, {
    safeFetch: createSafeFetch({ allowPrivate }),
    method: settings.HUB_SIGNATURE,
    now: Date.now,
    random: Math.random,
  });
  const announcing = oneAfterAnother(async () => {
    await announce(deps);
    deliverer.wake();
    return null;
  });
  return {
    hub: {
      db,
      now: Date.now,
      wake: deliverer.wake,
      allowPrivateCallbacks: allowPrivate,
    },
    announce: announcing.announce,
    async stop() {
      await announcing.stop();
      await deliverer.stop();
    },
  };
}

/**
 * Does the work once for every call that came while it was not at it.
 *
 * @param work gives the milliseconds after which it wants to be done again, or null
 */
function oneAfterAnother(work: () => Promise<number | null>): WebSub {
  let underWay: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let failure = '';

  const announce = () => {
    clearTimeout(timer);
    again = true;
    underWay ??= run().finally(() => {
      underWay = null;
    });
  };
  const run = async () => {
    while (again && !stopped) {
      again = false;
      const pause = await work().catch((error: Error) => {
        if (error.message !== failure) console.error(error.message);
        failure = error.message;
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
      await underWay;
    },
  };
}
