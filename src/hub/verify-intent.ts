// Pending request → verified, refused or told: the one GET that each request costs its callback.
import type { Database } from '../store/database.ts';
import { countSubscriptions, type PendingRequest, settleRequest } from '../store/hub.ts';
import type { SafeFetch } from './safe-fetch.ts';
import { deny, verify } from './verify.ts';

/** Subscriptions that one topic, and the callbacks on one host, may have. */
export const MOST_OF_TOPIC = 50_000;
export const MOST_OF_HOST = 500;

/**
 * Deals with one request to its end; never throws for what the callback does.
 *
 * @param now the clock, epoch milliseconds
 */
export async function settle(
  db: Database,
  safeFetch: SafeFetch,
  request: PendingRequest,
  now: () => number,
): Promise<void> {
  const reason = request.mode === 'subscribe' ? await limitReached(db, request) : request.reason;
  if (reason !== null) {
    await deny(safeFetch, { ...request, reason });
    await settleRequest(db, request, false, now());
    return;
  }
  const verified = await verify(safeFetch, request, crypto.randomUUID());
  await settleRequest(db, request, verified, now());
}

async function limitReached(db: Database, request: PendingRequest): Promise<string | null> {
  const { ofTopic, ofHost } = await countSubscriptions(db, request);
  if (ofTopic >= MOST_OF_TOPIC) return `the topic has ${MOST_OF_TOPIC} subscriptions already`;
  if (ofHost >= MOST_OF_HOST) return `the host has ${MOST_OF_HOST} subscriptions already`;
  return null;
}
