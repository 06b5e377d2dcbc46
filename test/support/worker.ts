// The Worker of tests: as many homes as there are databases, each as the deployed one, but that
// headers choose it, set its clock and say what is accepted.

import { env, waitUntil } from 'cloudflare:workers';
import type { D1Database } from '@cloudflare/workers-types';
import { openEdge } from '../../src/worker/home.ts';

let clock = 0;
const homes = new Map<string, ReturnType<typeof openEdge>['app']>();

function homeOf(name: string, settings: string) {
  const bindings = {
    ...JSON.parse(settings),
    DB: (env as Record<string, D1Database>)[name],
    // Another version each: what one has cached, the next must not find.
    VERSION: { id: name, tag: '', timestamp: '' },
  };
  return openEdge(bindings, { cache: caches.default, waitUntil, now: () => clock }).app;
}

export default {
  fetch({ url, method, headers: sent, body }: Request) {
    const headers = new Headers(sent);
    const take = (name: string) => {
      const value = decodeURIComponent(headers.get(name) ?? '');
      headers.delete(name);
      return value;
    };
    clock = Number(take('Test-Now'));
    const name = take('Test-Home');
    const settings = take('Test-Settings');
    const home = homes.get(name) ?? homeOf(name, settings);
    homes.set(name, home);

    const coding = take('Test-Accept-Encoding');
    if (coding) headers.set('Accept-Encoding', coding);
    else headers.delete('Accept-Encoding');
    return home.fetch(new Request(url, { method, headers, body }));
  },
};
