// How the tests run: from the project's root, each file on its own; what speaks HTTP in both homes.
import { defineConfig } from 'vitest/config';

/** Suites that open a home: they hold for the application wherever it runs. */
const HTTP =
  'app,channels,conditional,deltas,encoding,filter,history,methods,push,push-api,search'.split(',');
const suites = (names: string[]) => names.map((name) => `test/${name}.test.ts`);

/** wrangler asks nothing of the network, and tells of no message that a queue carried. */
const OFFLINE = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_LOG: 'error',
  WRANGLER_SEND_METRICS: 'false',
};

/** A busy machine is slow; nothing here is a matter of time. */
const PATIENT = { testTimeout: 60_000, hookTimeout: 60_000 };

const root = new URL('..', import.meta.url).pathname;

export default defineConfig({
  root,
  test: {
    projects: [
      { root, test: { name: 'node', include: ['test/**/*.test.ts'], env: OFFLINE, ...PATIENT } },
      {
        root,
        test: { name: 'wire', include: suites(HTTP), env: { BROADSHEET_HOME: 'wire' }, ...PATIENT },
      },
      {
        root,
        test: {
          name: 'edge',
          include: suites([...HTTP, 'browser', 'hub', 'pages']),
          env: { BROADSHEET_HOME: 'edge', ...OFFLINE },
          ...PATIENT,
        },
      },
    ],
  },
});
