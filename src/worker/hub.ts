// The hub's work on Workers: a queue message says that there is work, D1 knows which.
import type { Queue } from '@cloudflare/workers-types';
import { announce, type DeliverDeps, deliverNext, verifyIntent } from '../hub/index.ts';
import { CLAIMED, claimRequests } from '../store/hub/requests.ts';
import { countDue, lastAnnounced, setAnnounced, tidyHub } from '../store/hub/state.ts';
import { claimSubscriptions, recordResults } from '../store/hub/subscriptions.ts';
import { type Delivery, nextDelivery } from '../store/hub/topics.ts';
import { currentRevision } from '../store/revision.ts';

/** What the hub needs on Workers. `db` is the primary: replicas may lag behind a publication. */
export interface EdgeHub extends DeliverDeps {
  /** What documents depend on besides the articles. */
  buildId: string;
  /** Takes messages that there is work. Without it, a hub outside is told a part every minute. */
  queue?: Queue | undefined;
}

/** Work of one invocation: the free plan allows 50 requests, those to D1 and caches among them. */
const DELIVERIES = 10;
const VERIFICATIONS = 4;
const TOPICS = 4;
/** Messages that are sent at once: as many invocations deliver at the same time. */
const MAX_MESSAGES = 20;

/** What a message asks for; D1 knows how far that is. */
type Message = 'announce' | 'deliver';

/**
 * Announces what was published since the last time, if anything was: some topics, and a message for
 * those that follow. It is called again every minute, in case the program stopped in between.
 */
export async function announceAtEdge(hub: EdgeHub): Promise<void> {
  const { db, buildId, queue, now } = hub;
  const current = `${await currentRevision(db)} ${buildId}`;
  const before = await lastAnnounced(db);
  if (before !== current) {
    const after = before.startsWith(`${current} `) ? before.slice(current.length + 1) : '';
    const { failed, last } = await announce(hub, { after, limit: TOPICS });
    // What a hub outside did not take is told it in a minute.
    if (failed.length > 0) return;
    const reached = last === null ? current : `${current} ${last}`;
    const mine = await setAnnounced(db, reached, before);
    if (queue && mine && last !== null) await send(queue, 'announce');
  }
  const due = queue ? await countDue(db, now()) : 0;
  const count = Math.min(Math.ceil(due / DELIVERIES), MAX_MESSAGES);
  if (queue && count > 0) await send(queue, 'deliver', count);
}

/** @param count as many of the same */
export async function send(queue: Queue, message: Message, count = 1): Promise<void> {
  await queue.sendBatch(Array.from({ length: count }, () => ({ body: message })));
}

/** Does what a message asks for, and sends another message if there may be more to do. */
export async function workAtEdge(hub: EdgeHub, message: unknown): Promise<void> {
  const { db, queue, now } = hub;
  if (message === 'announce') return announceAtEdge(hub);
  const requests = await claimRequests(db, now(), now() + CLAIMED, VERIFICATIONS);
  await Promise.all(requests.map((request) => verifyIntent(hub, request)));

  const due = await claimSubscriptions(db, now(), now() + CLAIMED, DELIVERIES);
  const next = readingOnce((topic, position) => nextDelivery(db, topic, position));
  const results = await Promise.all(due.map((each) => deliverNext(hub, each, next)));
  const done = results.filter((result) => result !== null);
  if (done.length > 0) await recordResults(db, done);
  if (queue && requests.length + due.length > 0) await send(queue, 'deliver');
}

/** Many subscribers are sent the same delivery: it is read once, and is in memory once. */
function readingOnce(read: (topic: string, position: number) => Promise<Delivery | null>) {
  const reads = new Map<string, Promise<Delivery | null>>();
  return (topic: string, position: number) => {
    const key = `${position} ${topic}`;
    const known = reads.get(key) ?? read(topic, position);
    reads.set(key, known);
    return known;
  };
}

/** What is done every minute: announces, deletes what has ended, and asks for work that is due. */
export async function tickAtEdge(hub: EdgeHub): Promise<void> {
  await announceAtEdge(hub);
  // What a hub outside was told has no subscriptions here.
  if (!hub.outside) await tidyHub(hub.db, hub.now());
}
