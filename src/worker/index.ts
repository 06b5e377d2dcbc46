// The Worker: the application, opened once an isolate, and the hub's work behind it.
import { env, waitUntil } from 'cloudflare:workers';
import { type Bindings, openEdge } from './edge.ts';
import { tickAtEdge, workAtEdge } from './hub.ts';

const { app, hub } = openEdge(env as Bindings, {
  cache: caches.default,
  waitUntil,
  now: Date.now,
});

export default {
  fetch: app.fetch,
  async queue({ messages }: { messages: readonly { body: unknown }[] }): Promise<void> {
    // A message whose work fails is sent again; after that, the minute's look goes on with it.
    for (const { body } of messages) if (hub) await workAtEdge(hub, body);
  },
  async scheduled(): Promise<void> {
    if (hub) await tickAtEdge(hub);
  },
};
