// How the tests run: from the project's root; what speaks HTTP on Node, over TCP, and in workerd.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Suites that open a home: they hold for the application wherever it runs. */
const HTTP =
  'app,base-path,channels,conditional,daily,deltas,encoding,filter,history,methods,push,push-api,search'.split(
    ',',
  );
const suites = (names: string[]) => names.map((name) => `test/${name}.test.ts`);

/** wrangler asks nothing of the network, and tells of no message that a queue carried. */
const OFFLINE = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_LOG: 'error',
  WRANGLER_SEND_METRICS: 'false',
};

/** Milliseconds, for what hangs: on a busy machine everything takes as long as it takes. */
const LIMIT = 600_000;

/** Suites of one process share what they import, and one workerd. */
const SHARED = {
  testTimeout: LIMIT,
  hookTimeout: LIMIT,
  expect: { poll: { timeout: LIMIT / 2, interval: 20 } },
  isolate: false,
};

const root = new URL('..', import.meta.url).pathname;

export default defineConfig({
  root,
  test: {
    // Much of a suite is waiting for other processes: no core is kept free.
    maxWorkers: availableParallelism(),
    projects: [
      { root, test: { name: 'node', include: ['test/**/*.test.ts'], env: OFFLINE, ...SHARED } },
      {
        root,
        test: { name: 'wire', include: suites(HTTP), env: { BROADSHEET_HOME: 'wire' }, ...SHARED },
      },
      {
        root,
        test: {
          name: 'edge',
          include: suites([...HTTP, 'brand', 'builder', 'hub', 'pages', 'search-page']),
          env: { BROADSHEET_HOME: 'edge', ...OFFLINE },
          ...SHARED,
        },
      },
    ],
  },
});
