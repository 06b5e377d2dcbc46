// Pending request → verified, refused or told: one GET to its callback (W3C WebSub §5.2, §5.3).
import type { Database } from '../store/database.ts';
import { countSubscriptions, finishRequest, type PendingRequest } from '../store/hub/requests.ts';
import { followTopic } from '../store/hub/topics.ts';
import { announceTopic } from './announce.ts';
import type { DeliverDeps } from './deliver.ts';
import { outcomeOf } from './retry.ts';
import type { SafeFetch } from './safe-fetch.ts';

/** Subscriptions that one topic, and the callbacks on one host, may have; and topics. */
const MAX_OF_TOPIC = 50_000;
const MAX_OF_HOST = 500;
const MAX_TOPICS = 2000;

/**
 * Deals with one request to its end; never throws for what the callback does. The first subscription
 * of a topic brings it to life: before, its publications cost nothing.
 */
export async function verifyIntent(deps: DeliverDeps, request: PendingRequest): Promise<void> {
  const { db, safeFetch, now } = deps;
  const reason = request.mode === 'subscribe' ? await limitReached(db, request) : request.reason;
  const verified = reason === null && (await isMeant(safeFetch, request));
  if (reason !== null) await deny(safeFetch, request, reason);
  if (verified && request.mode === 'subscribe') {
    const topic = await followTopic(db, request.topic);
    // What was published since the request. The request ends only then, in case the program stops.
    if (topic?.latest === 0) await announceTopic(deps, topic);
  }
  await finishRequest(db, request, verified, now());
}

async function limitReached(db: Database, request: PendingRequest): Promise<string | null> {
  const { ofTopic, ofHost, topics } = await countSubscriptions(db, request);
  if (ofTopic >= MAX_OF_TOPIC) return `the topic has ${MAX_OF_TOPIC} subscriptions already`;
  if (ofHost >= MAX_OF_HOST) return `the host has ${MAX_OF_HOST} subscriptions already`;
  if (topics >= MAX_TOPICS) return `${MAX_TOPICS} topics have subscriptions already`;
  return null;
}

/** Whether the callback answers 2xx with the challenge (§5.3); no answer is a no. */
async function isMeant(
  safeFetch: SafeFetch,
  { mode, topic, callback, lease }: PendingRequest,
): Promise<boolean> {
  const challenge = crypto.randomUUID();
  const answer = await ask(safeFetch, callback, {
    'hub.mode': mode,
    'hub.topic': topic,
    'hub.challenge': challenge,
    ...(mode === 'subscribe' && { 'hub.lease_seconds': String(lease) }),
  });
  return answer !== null && outcomeOf(answer.status) === 'delivered' && answer.body === challenge;
}

/** Tells the callback that there is no subscription (§5.2). Its answer does not matter. */
async function deny(
  safeFetch: SafeFetch,
  { topic, callback }: PendingRequest,
  reason: string,
): Promise<void> {
  const query = { 'hub.mode': 'denied', 'hub.topic': topic, 'hub.reason': reason };
  await ask(safeFetch, callback, query);
}

async function ask(safeFetch: SafeFetch, callback: string, query: Record<string, string>) {
  const url = new URL(callback);
  // §5.3: the callback's own query stays as it is, which URLSearchParams would not promise.
  url.search += `${url.search ? '&' : '?'}${new URLSearchParams(query)}`;
  return safeFetch(url.href, { method: 'GET', headers: {} }).catch(() => null);
}
