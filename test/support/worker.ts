// The Worker of tests: as many homes as there are databases, each as the deployed one, but that
// headers choose it, set its clock and say what is accepted; and which calls of its hub are soon given up.

import { env, waitUntil } from 'cloudflare:workers';
import type {
  D1Database,
  MessageBatch,
  Queue,
  ScheduledController,
} from '@cloudflare/workers-types';
import { type Edge, openEdge } from '../../src/worker/edge.ts';
import { type EdgeHub, tickAtEdge, workAtEdge } from '../../src/worker/hub.ts';
import { createSafeFetch } from '../../src/worker/safe-fetch.ts';
import { createTestFetch } from './test-fetch.ts';

interface TestEdge extends Edge {
  hub: EdgeHub;
  clock: number;
  /** Messages that are not yet dealt with, and work that goes on behind answers. */
  underWay: number;
}

const homes = new Map<string, TestEdge>();

function openTestEdge(name: string, settings: string): TestEdge {
  const { HUB } = env as { HUB: Queue };
  const { hub: hasHub, ...given } = JSON.parse(settings);
  const home = { clock: 0, underWay: 0 };
  // One queue for all homes: a message says whose work there is.
  const queue = {
    sendBatch(batch: { body: unknown }[]) {
      home.underWay += batch.length;
      return HUB.sendBatch(batch.map(({ body }) => ({ body: `${name} ${body}` })));
    },
  };
  const bindings = {
    ...given,
    DB: (env as Record<string, D1Database>)[name],
    ...(hasHub && { HUB: queue }),
    // Another version each: what one has cached, the next must not find.
    VERSION: { id: name, tag: '', timestamp: '' },
  };
  const edge = openEdge(bindings, {
    cache: caches.default,
    waitUntil(work) {
      home.underWay++;
      waitUntil(work.finally(() => home.underWay--));
    },
    now: () => home.clock,
  });
  const hub = edge.hub as EdgeHub;
  hub.safeFetch = createTestFetch((timeoutMs) => createSafeFetch(true, timeoutMs));
  return Object.assign(home, { ...edge, hub });
}

export default {
  async fetch({ url, method, headers: sent, body }: Request) {
    const headers = new Headers(sent);
    const take = (name: string) => {
      const value = decodeURIComponent(headers.get(name) ?? '');
      headers.delete(name);
      return value;
    };
    const name = take('Test-AppDeps');
    const settings = take('Test-Settings');
    const home = homes.get(name) ?? openTestEdge(name, settings);
    homes.set(name, home);
    home.clock = Number(take('Test-Now'));
    if (take('Test-Under-Way')) return new Response(String(home.underWay));

    const coding = take('Test-Accept-Encoding');
    if (coding) headers.set('Accept-Encoding', coding);
    else headers.delete('Accept-Encoding');
    const answer = await home.app.fetch(new Request(url, { method, headers, body }));
    // The harness would decode it.
    const made = answer.headers.get('Content-Encoding');
    if (!made) return answer;
    const encoded = new Response(answer.body, answer);
    encoded.headers.delete('Content-Encoding');
    encoded.headers.set('Test-Content-Encoding', made);
    return encoded;
  },

  async queue({ messages }: MessageBatch<string>) {
    for (const { body } of messages) {
      const [name = '', message] = body.split(' ');
      const home = homes.get(name);
      if (!home) continue;
      // The platform delivers messages side by side, and some of them twice.
      await Promise.all([workAtEdge(home.hub, message), workAtEdge(home.hub, message)]);
      home.underWay--;
    }
  },

  async scheduled({ cron: name, scheduledTime }: ScheduledController) {
    const home = homes.get(name);
    if (!home) return;
    home.clock = scheduledTime;
    await tickAtEdge(home.hub);
  },
};
