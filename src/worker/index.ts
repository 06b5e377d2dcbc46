// The Worker: the application, opened once an isolate, and the hub's work behind it.
import { env, waitUntil } from 'cloudflare:workers';
import { type Bindings, openEdge } from './edge.ts';
import { tickAtEdge, workAtEdge } from './hub.ts';

const { app, hub } = openEdge(env as Bindings, {
  cache: caches.default,
  waitUntil,
  now: Date.now,
});

/** The queue of messages whose work failed again and again. D1 still knows the work itself. */
const DEAD = /-dead$/;

export default {
  fetch: app.fetch,
  async queue({ queue, messages }: { queue: string; messages: readonly unknown[] }): Promise<void> {
    if (DEAD.test(queue)) {
      console.error(`${messages.length} rounds of the hub's work failed; it goes on in a minute`);
    } else {
      await workAtEdge(hub);
    }
  },
  scheduled: () => tickAtEdge(hub),
};
