// A home at the edge with its hub at work, for tests: queue, D1 and the minute's look in workerd.
import { expect, vi } from 'vitest';
import { edge } from './edge.ts';
import { homeOf, type Request, SITE, TOKEN } from './home.ts';
import { CLIENT, HUB, type TestHub } from './hub.ts';

// The harness sends what the Worker fetches through this process, which would follow redirects,
// whatever the Worker asked for; workerd itself heeds it.
const { fetch } = globalThis;
vi.stubGlobal('fetch', (url: string, request: RequestInit) =>
  fetch(new Request(url, request), { redirect: 'manual' }),
);

export async function openHub(): Promise<TestHub> {
  const clock = { now: Date.UTC(2024, 5, 1) };
  const home = await edge.open({ ...SITE, hub: HUB }, TOKEN);
  const request: Request = (path, init) => {
    home.setClock(clock.now);
    return home.request(path, init);
  };
  const { publish } = homeOf({ ...home, request });
  const idle = async () => {
    await expect.poll(home.isBusy).toBe(false);
  };
  return {
    app: { request },
    db: home.db,
    clock,
    publish: (articles, withdrawn) => publish(articles, withdrawn, clock.now),
    ask: (form, client) =>
      request('/hub', {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: client ? { [CLIENT]: client } : {},
      }),
    async wake() {
      home.setClock(clock.now);
      await home.look();
    },
    idle,
    close: idle,
  };
}
