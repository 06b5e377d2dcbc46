// The hub's work at the edge: messages of a queue are the word that there is some, D1 knows what.
import type { Queue } from '@cloudflare/workers-types';
import { announce } from '../hub/announce.ts';
import { deliver } from '../hub/deliver.ts';
import { ping } from '../hub/ping.ts';
import type { SafeFetch } from '../hub/safe-fetch.ts';
import type { SignatureMethod } from '../hub/signature.ts';
import type { Answers } from '../hub/topic.ts';
import { siteTopics } from '../hub/topics.ts';
import { settle } from '../hub/verify-intent.ts';
import type { Database } from '../store/database.ts';
import {
  announcedEdition,
  claimDeliveries,
  countDue,
  nextEdition,
  nothingDue,
  recordResults,
  setAnnounced,
  tidyHub,
} from '../store/deliveries.ts';
import { CLAIMED, claimRequests } from '../store/hub.ts';
import { currentRevision } from '../store/publication.ts';

/** What the hub is given at the edge. */
export interface EdgeHub {
  /** The database that takes writes. */
  db: Database;
  siteUrl: string;
  /** The application over that database: replicas may not have the publication yet. */
  answers: Answers;
  safeFetch: SafeFetch;
  method: SignatureMethod;
  /** What documents depend on besides the articles. */
  fingerprint: string;
  /** Takes the word that there is work; absent where the hub is outside. */
  queue?: Queue;
  /** URL of the hub outside, if there is one. */
  outside?: string;
  /** The clock, epoch milliseconds. */
  now: () => number;
}

/** Requests in one invocation: the free plan allows 50 requests and 50 queries. */
const DELIVERIES = 10;
const VERIFICATIONS = 4;
/** Bytes of a document: a row of D1 may have 2 MB. */
const MOST_BYTES = 1_900_000;
/** Messages that are sent at once: so many invocations deliver side by side. */
const SIDE_BY_SIDE = 20;

/**
 * Announces what was published since the last time, if anything was. Every minute it is called
 * again: what broke off between a publication and its announcement is made good.
 */
export async function announceAtEdge(hub: EdgeHub): Promise<void> {
  const { db, siteUrl, answers, safeFetch, outside, fingerprint, now } = hub;
  const edition = `${await currentRevision(db)} ${fingerprint}`;
  if (edition !== (await announcedEdition(db))) {
    const failed = outside
      ? await ping(db, { url: outside, safeFetch }, siteUrl, answers, await siteTopics(db, siteUrl))
      : [];
    if (!outside) await announce(db, siteUrl, answers, now(), MOST_BYTES);
    if (failed.length === 0) await setAnnounced(db, edition);
  }
  await sendWord(hub);
}

/** Sends as many messages as the work that is due is worth. */
export async function sendWord({ db, queue, now }: EdgeHub): Promise<void> {
  const due = queue ? await countDue(db, now()) : 0;
  const count = Math.min(Math.ceil(due / DELIVERIES), SIDE_BY_SIDE);
  if (count > 0) await queue?.sendBatch(Array.from({ length: count }, () => ({ body: 'work' })));
}

/** Does one message's worth of work, and sends another message if there may be more. */
export async function workAtEdge(hub: EdgeHub): Promise<void> {
  const { db, safeFetch, queue, now } = hub;
  const until = () => now() + CLAIMED;
  const requests = await claimRequests(db, now(), until(), VERIFICATIONS);
  await Promise.all(requests.map((request) => settle(db, safeFetch, request, now)));

  const deliveries = await claimDeliveries(db, now(), until(), DELIVERIES);
  const sending = { safeFetch, method: hub.method, now, random: Math.random };
  const results = await Promise.all(
    deliveries.map(async (delivery) => {
      const edition = await nextEdition(db, delivery.topic, delivery.position);
      if (edition) return deliver(delivery, edition, sending);
      return nothingDue(db, delivery.id).then(() => null);
    }),
  );
  const done = results.filter((result) => result !== null);
  if (done.length > 0) await recordResults(db, done);
  if (requests.length + deliveries.length > 0) await queue?.send('work');
}

/** What a minute's look does: announces, lets go of what has ended, and wakes what is due. */
export async function lookAtEdge(hub: EdgeHub): Promise<void> {
  await announceAtEdge(hub);
  if (hub.queue) await tidyHub(hub.db, hub.now());
}
