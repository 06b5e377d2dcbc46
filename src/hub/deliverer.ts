// The hub at work in one long-lived process: verifies requests and delivers new documents.
import type { Database } from '../store/database.ts';
import { pendingRequests } from '../store/hub/requests.ts';
import { tidyHub } from '../store/hub/state.ts';
import {
  type DueSubscription,
  dueSubscriptions,
  nextDue,
  type Result,
  recordResults,
} from '../store/hub/subscriptions.ts';
import { type Delivery, nextDelivery } from '../store/hub/topics.ts';
import { type DeliverDeps, deliverNext } from './deliver.ts';
import { verifyIntent } from './verify-intent.ts';

/** Requests at once: of deliveries in all and to one host, of verifications one a host. */
const MAX_DELIVERIES = 64;
const MAX_OF_HOST = 6;
const MAX_VERIFICATIONS = 8;
/** Milliseconds after which the hub looks for work unasked: a command may have written some. */
const IDLE_MS = 30_000;
/** Milliseconds after which it goes on where the database failed. */
const AFTER_ERROR_MS = 5000;

export interface Deliverer {
  /** Says that there may be something to do. */
  wake(): void;
  /** Takes nothing new. What is under way counts as not delivered: it will be, once more. */
  stop(): Promise<void>;
}

/** Each subscription has at most one delivery under way, so that documents arrive in order. */
export function startDeliverer({ db, ...sending }: DeliverDeps & { db: Database }): Deliverer {
  const { now } = sending;
  const delivering = new Map<number, string>();
  const verifying = new Set<string>();
  const deliveries = createDeliveryCache(db);
  let results: Result[] = [];
  let underWay: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const report = (error: unknown) => {
    if (!stopped) console.error(error);
  };

  /** Where the database failed: else a subscriber would be called over and over meanwhile. */
  const later = (work: () => void) => {
    if (!stopped) setTimeout(work, AFTER_ERROR_MS);
  };

  const wake = () => {
    if (stopped) return;
    again = true;
    underWay ??= work()
      .catch((error) => {
        report(error);
        later(wake);
      })
      .finally(() => {
        underWay = null;
        if (again && !stopped) wake();
      });
  };

  const work = async () => {
    clearTimeout(timer);
    again = false;
    await record();
    if (stopped) return;
    await startVerifications();
    if (await startDeliveries()) return;
    if (delivering.size === 0) {
      await tidyHub(db, now());
      deliveries.clear();
    }
    const due = await nextDue(db, now());
    timer = setTimeout(wake, due === null ? IDLE_MS : Math.min(due - now(), IDLE_MS));
  };

  const record = async () => {
    const done = results;
    results = [];
    if (done.length === 0) return;
    await recordResults(db, done).catch((error) => {
      results.push(...done);
      throw error;
    });
    // Only now: until it is recorded, a delivery would be seen as due once more.
    for (const { id } of done) delivering.delete(id);
  };

  const startVerifications = async () => {
    const room = MAX_VERIFICATIONS - verifying.size;
    for (const request of room > 0 ? await pendingRequests(db, room, [...verifying]) : []) {
      verifying.add(request.host);
      const release = () => {
        verifying.delete(request.host);
        wake();
      };
      verifyIntent(db, sending.safeFetch, request, now).then(release, (error) => {
        report(error);
        later(release);
      });
    }
  };

  const startDeliveries = async () => {
    const room = MAX_DELIVERIES - delivering.size;
    if (room <= 0) return false;
    const hosts = new Map<string, number>();
    for (const host of delivering.values()) hosts.set(host, (hosts.get(host) ?? 0) + 1);
    const full = [...hosts.keys()].filter((host) => (hosts.get(host) ?? 0) >= MAX_OF_HOST);
    const busy = { ids: [...delivering.keys()], hosts: full };
    const due = await dueSubscriptions(db, now(), room, busy);
    for (const subscription of due) {
      const { id, host } = subscription;
      const ofHost = hosts.get(host) ?? 0;
      if (ofHost >= MAX_OF_HOST) continue;
      hosts.set(host, ofHost + 1);
      delivering.set(id, host);
      start(subscription).catch((error) => {
        report(error);
        later(() => {
          delivering.delete(id);
          wake();
        });
      });
    }
    return due.length > 0;
  };

  const start = async (subscription: DueSubscription) => {
    const result = await deliverNext(db, subscription, sending, deliveries.after);
    if (stopped) return;
    if (result) results.push(result);
    else delivering.delete(subscription.id);
    wake();
  };

  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await underWay;
      await record();
    },
  };
}

/** The deliveries that were read last: thousands of subscribers are sent the same bytes. */
function createDeliveryCache(db: Database) {
  const recent = new Map<string, Delivery>();
  return {
    async after(topic: string, position: number): Promise<Delivery | null> {
      const key = `${position} ${topic}`;
      const delivery = recent.get(key) ?? (await nextDelivery(db, topic, position));
      recent.delete(key);
      if (delivery) recent.set(key, delivery);
      for (const oldest of recent.keys()) {
        if (recent.size <= 4) break;
        recent.delete(oldest);
      }
      return delivery;
    },
    /** A topic that is followed anew counts its deliveries from the beginning. */
    clear: () => recent.clear(),
  };
}
