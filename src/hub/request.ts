// Form of a subscription request → what is asked for, or what is wrong with it (W3C WebSub §5.1).
import type { NewRequest } from '../store/hub/requests.ts';
import { callbackProblem } from './callback.ts';
import { registeredHost } from './registered.ts';

/** Seconds; the default is for a subscriber that names none. */
const LEASE = { min: 300, max: 30 * 86_400, default: 10 * 86_400 };

/** Characters of a URL, and of whatever else the form has. */
const MAX_LENGTH = 2048;

/** @returns the request, not yet verified, or a sentence that says what is wrong with it */
export async function readRequest(form: URLSearchParams, allowPrivate: boolean) {
  const mode = form.get('hub.mode');
  const callback = form.get('hub.callback') ?? '';
  const topic = form.get('hub.topic') ?? '';
  const lease = form.get('hub.lease_seconds') || String(LEASE.default);
  const secret = form.get('hub.secret') || null;

  for (const [name, value] of form) {
    if (value.length > MAX_LENGTH) {
      return `${name.slice(0, 100)} is not valid; expected at most ${MAX_LENGTH} characters`;
    }
  }
  if (mode !== 'subscribe' && mode !== 'unsubscribe') {
    return 'hub.mode is not valid; expected “subscribe” or “unsubscribe”';
  }
  const problem = callbackProblem(callback, allowPrivate);
  if (problem) return `hub.callback is not valid; ${problem}`;
  if (!URL.canParse(topic)) {
    return 'hub.topic is not valid; expected the absolute URL of a feed of this site';
  }
  if (!/^\d{1,12}$/.test(lease)) {
    return 'hub.lease_seconds is not valid; expected a whole number of seconds';
  }
  // §5.1: less than 200 bytes.
  if (secret && new TextEncoder().encode(secret).length >= 200) {
    return 'hub.secret is not valid; expected less than 200 bytes';
  }
  return {
    mode,
    topic,
    callback,
    host: await registeredHost(new URL(callback).hostname),
    // §5.1: the hub decides; what the subscriber gets is told in the verification.
    lease: Math.min(Math.max(Number(lease), LEASE.min), LEASE.max),
    secret,
  } satisfies Omit<NewRequest, 'client'>;
}
