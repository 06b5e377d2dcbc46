// Request to subscribe or unsubscribe → whether the subscriber means it (W3C WebSub §5.3).

import { outcomeOf } from './retry.ts';
import type { SafeFetch } from './safe-fetch.ts';

/** What the callback is asked, or told: one GET. */
export interface Intent {
  mode: 'subscribe' | 'unsubscribe' | 'denied';
  topic: string;
  callback: string;
  /** Seconds. */
  lease: number;
  /** Of a denial. */
  reason: string | null;
}

/**
 * Asks the callback whether it wants what was asked for in its name.
 *
 * @param challenge text that nobody can guess
 * @returns whether it answered 2xx with the challenge; no answer is a no
 */
export async function verify(
  safeFetch: SafeFetch,
  { mode, topic, callback, lease }: Intent,
  challenge: string,
): Promise<boolean> {
  const answer = await ask(safeFetch, callback, {
    'hub.mode': mode,
    'hub.topic': topic,
    'hub.challenge': challenge,
    ...(mode === 'subscribe' && { 'hub.lease_seconds': String(lease) }),
  });
  return answer !== null && outcomeOf(answer.status) === 'delivered' && answer.body === challenge;
}

/** Tells the callback that there is no subscription (§5.2). Its answer does not matter. */
export async function deny(
  safeFetch: SafeFetch,
  { topic, callback, reason }: Intent,
): Promise<void> {
  await ask(safeFetch, callback, {
    'hub.mode': 'denied',
    'hub.topic': topic,
    ...(reason && { 'hub.reason': reason }),
  });
}

async function ask(safeFetch: SafeFetch, callback: string, query: Record<string, string>) {
  const url = new URL(callback);
  // §5.3: the callback's own query stays as it is, which URLSearchParams would not promise.
  url.search += `${url.search ? '&' : '?'}${new URLSearchParams(query)}`;
  return safeFetch(url.href, { method: 'GET', headers: {} }).catch(() => null);
}
