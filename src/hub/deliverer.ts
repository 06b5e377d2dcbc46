// The hub at work in one long-lived process: verifies requests and delivers new documents.
import type { Database } from '../store/database.ts';
import {
  type Delivery,
  dueDeliveries,
  type Edition,
  nextDue,
  nextEdition,
  nothingDue,
  type Result,
  recordResults,
  tidyHub,
} from '../store/deliveries.ts';
import { pendingRequests } from '../store/hub.ts';
import { deliver, type Sending } from './deliver.ts';
import { settle } from './verify-intent.ts';

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

/**
 * Each subscription has at most one delivery under way, so that documents arrive in order.
 *
 * @param giveWay called between two deliveries: what else waits goes first
 */
export function startDeliverer({
  db,
  giveWay,
  ...sending
}: Sending & { db: Database; giveWay: () => Promise<void> }): Deliverer {
  const { now } = sending;
  const delivering = new Map<number, string>();
  const verifying = new Set<string>();
  const editions = rememberEditions(db);
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
      editions.forget();
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
      settle(db, sending.safeFetch, request, now).then(release, (error) => {
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
    const due = await dueDeliveries(db, now(), room, busy);
    for (const delivery of due) {
      const ofHost = hosts.get(delivery.host) ?? 0;
      if (ofHost >= MAX_OF_HOST) continue;
      hosts.set(delivery.host, ofHost + 1);
      delivering.set(delivery.id, delivery.host);
      start(delivery).catch((error) => {
        report(error);
        later(() => {
          delivering.delete(delivery.id);
          wake();
        });
      });
      await giveWay();
    }
    return due.length > 0;
  };

  const start = async (delivery: Delivery) => {
    const next = await editions.after(delivery.topic, delivery.position);
    if (next) {
      const result = await deliver(delivery, next, sending);
      if (stopped) return;
      results.push(result);
    } else {
      await nothingDue(db, delivery.id);
      delivering.delete(delivery.id);
    }
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

/** Editions that were read last: thousands of subscribers are sent the same bytes. */
function rememberEditions(db: Database) {
  const recent = new Map<string, Edition>();
  return {
    async after(topic: string, position: number): Promise<Edition | null> {
      const key = `${position} ${topic}`;
      const edition = recent.get(key) ?? (await nextEdition(db, topic, position));
      recent.delete(key);
      if (edition) recent.set(key, edition);
      for (const oldest of recent.keys()) {
        if (recent.size <= 4) break;
        recent.delete(oldest);
      }
      return edition;
    },
    /** A topic that is followed anew counts its editions from the beginning. */
    forget: () => recent.clear(),
  };
}
