// WebSub of a site: the hub built in, or the one outside; either is told by announce().
import type { Database } from '../store/database.ts';
import { announce } from './announce.ts';
import type { Sending } from './deliver.ts';
import { startDeliverer } from './deliverer.ts';
import { ping } from './ping.ts';
import { retryDelay } from './retry.ts';
import type { Answers } from './topic.ts';
import { siteTopics } from './topics.ts';

export interface WebSub {
  /** Says that a request waits for the hub; absent where the hub is outside. */
  wake?: () => void;
  /** Says that readers see a new publication. Returns at once; the work goes on in the background. */
  announce(): void;
  stop(): Promise<void>;
}

export interface WebSubDeps extends Sending {
  db: Database;
  siteUrl: string;
  /** The application, for the documents of topics. */
  answers: Answers;
  /** Called between two deliveries: what else waits goes first. */
  giveWay: () => Promise<void>;
}

/** @param outside URL of the hub outside; without it, the hub is built in */
export function openWebSub(deps: WebSubDeps, outside?: string): WebSub {
  const { db, siteUrl, answers, safeFetch, now, random } = deps;
  if (outside) {
    let failures = 0;
    return repeatWork(async () => {
      const topics = await siteTopics(db, siteUrl);
      const failed = await ping(db, { url: outside, safeFetch }, siteUrl, answers, topics);
      failures = failed.length > 0 ? failures + 1 : 0;
      if (failures === 0) return null;
      console.error(`HUB_URL: ${outside} did not take ${failed.length} pings; trying again`);
      return retryDelay(failures, random());
    });
  }
  const deliverer = startDeliverer(deps);
  const announcing = repeatWork(async () => {
    const changed = await announce(db, siteUrl, answers, now());
    if (changed.length > 0) deliverer.wake();
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
