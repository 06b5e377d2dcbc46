// How the tests run: from the project's root, each file on its own; what speaks HTTP in both homes.
import { defineConfig } from 'vitest/config';

/** Suites that open a home: they hold for the application wherever it runs. */
const EVERYWHERE = [
  'test/{app,channels,conditional,deltas,encoding,history,methods,publishing,push,search}.test.ts',
];

const root = new URL('..', import.meta.url).pathname;

export default defineConfig({
  root,
  test: {
    projects: [
      { root, test: { name: 'node', include: ['test/**/*.test.ts'] } },
      {
        root,
        test: { name: 'wire', include: EVERYWHERE, env: { BROADSHEET_HOME: 'wire' } },
      },
      {
        root,
        test: {
          name: 'edge',
          include: EVERYWHERE,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          env: {
            BROADSHEET_HOME: 'edge',
            CLOUDFLARE_CF_FETCH_ENABLED: 'false',
            WRANGLER_SEND_METRICS: 'false',
          },
        },
      },
    ],
  },
});
