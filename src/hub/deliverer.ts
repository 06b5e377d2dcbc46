// The hub at work in one long-lived process: verifies requests and delivers new documents.
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
import { AFTER_ERROR_MS, type Repeated, repeatWork } from './repeat.ts';
import { verifyIntent } from './verify-intent.ts';

/** Requests at once: of deliveries in all and to one host, of verifications one a host. */
const MAX_DELIVERIES = 64;
const MAX_OF_HOST = 6;
const MAX_VERIFICATIONS = 8;
/** Milliseconds after which the hub looks for work unasked: a command may have written some. */
const IDLE_MS = 30_000;
/** Milliseconds between two deletions of what has ended. */
const TIDY_MS = 60_000;

/**
 * Each subscription has at most one delivery under way, so that documents arrive in order. What is
 * under way at the end counts as not delivered: it will be, once more.
 */
export function startDeliverer(deps: DeliverDeps): Repeated {
  const { db, now } = deps;
  /** Subscription → host. */
  const delivering = new Map<number, string>();
  const verifying = new Set<string>();
  let results: Result[] = [];
  /** The delivery that was read last: thousands of subscribers are sent the same bytes. */
  let last: { topic: string; position: number; delivery: Delivery } | null = null;
  let tidied = 0;
  let stopped = false;

  const { wake, stop } = repeatWork(async () => {
    await record();
    if (stopped) return null;
    await startVerifications();
    if (await startDeliveries()) return null;
    if (now() >= tidied + TIDY_MS) {
      await tidyHub(db, now());
      tidied = now();
      // A topic that begins anew counts its deliveries from the beginning.
      last = null;
    }
    const due = await nextDue(db, now());
    return due === null ? IDLE_MS : Math.min(due - now(), IDLE_MS);
  });

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

  /** Where the database fails, that is a while later: else a subscriber would be called over and over. */
  const start = (work: Promise<void>, release: () => void) => {
    work.then(wake, (error) => {
      if (stopped) return;
      console.error(error);
      setTimeout(() => {
        release();
        wake();
      }, AFTER_ERROR_MS);
    });
  };

  const startVerifications = async () => {
    const room = MAX_VERIFICATIONS - verifying.size;
    for (const request of room > 0 ? await pendingRequests(db, room, [...verifying]) : []) {
      const release = () => void verifying.delete(request.host);
      verifying.add(request.host);
      start(verifyIntent(deps, request).then(release), release);
    }
  };

  /** @returns whether any is due */
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
      start(deliver(subscription), () => delivering.delete(id));
    }
    return due.length > 0;
  };

  const next = async (topic: string, position: number) => {
    if (last?.topic === topic && last.position === position) return last.delivery;
    const delivery = await nextDelivery(db, topic, position);
    if (delivery && delivery.bytes.length > 0) last = { topic, position, delivery };
    return delivery;
  };

  const deliver = async (subscription: DueSubscription) => {
    const result = await deliverNext(deps, subscription, next);
    if (result) results.push(result);
    else delivering.delete(subscription.id);
  };

  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      await stop();
      await record();
    },
  };
}
