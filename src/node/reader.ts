// A process that only answers: started by the one that publishes, on the same port.
import { createApp } from '../http/app.ts';
import { createDocumentCache } from './document-cache.ts';
import type { Order, Report } from './messages.ts';
import type { Answered, Metrics } from './metrics.ts';
import { openOperations } from './operations.ts';
import { listen } from './server.ts';
import { commandSettings } from './settings.ts';
import { openSqlite } from './sqlite.ts';

/** Milliseconds between two reports of what was answered. */
const REPORTED = 1000;

const settings = commandSettings();
const tell = (report: Report) => void process.send?.(report);

process.once('message', async (first: Order) => {
  if (!('open' in first)) return;
  const { port, site, fingerprint } = first.open;
  const db = openSqlite(settings.DATABASE);
  const documents = await createDocumentCache(db, fingerprint, { made: false });
  const operations = openOperations(db, settings, distantMetrics());
  process.on('message', (order: Order) => {
    if ('renew' in order) documents.renew().catch(console.error);
    if ('coded' in order) documents.takeCodings(order.coded).catch(console.error);
  });
  const { PUBLISH_TOKEN, STATS_TOKEN, HUB_URL, ALLOW_PRIVATE_CALLBACKS } = settings;
  const now = Date.now;
  const app = createApp({
    db,
    site,
    documents: {
      get: documents.get,
      async renew() {
        await documents.renew();
        tell({ published: true });
      },
    },
    announce: () => tell({ announce: true }),
    ...(!HUB_URL && {
      hub: {
        db,
        now,
        wake: (request) => tell({ wake: request }),
        allowPrivateCallbacks: ALLOW_PRIVATE_CALLBACKS === '1',
      },
    }),
    ...(STATS_TOKEN && { stats: { token: STATS_TOKEN, now } }),
    ...(PUBLISH_TOKEN && { publishing: { db, token: PUBLISH_TOKEN, now } }),
  });
  const server = await listen(port, async () => ({ app, peek: documents.peek, operations }), {
    shared: true,
  });

  const end = async () => {
    await server.close();
    await operations.close();
    db.close();
    process.exit(0);
  };
  process.once('SIGTERM', end);
  process.once('disconnect', end);
});
// On a terminal, Ctrl-C reaches every process; the publisher says when to end.
process.on('SIGINT', () => {});

/** Metrics that are counted together in the process that publishes. */
function distantMetrics(): Metrics {
  let counts = new Map<string, Answered & { times: number }>();
  setInterval(() => {
    if (counts.size > 0) tell({ counted: [...counts.values()] });
    counts = new Map();
  }, REPORTED).unref();
  return {
    count(answered) {
      const key = `${answered.route}${answered.status}`;
      const sum = counts.get(key);
      if (!sum) {
        counts.set(key, { ...answered, times: 1 });
        return;
      }
      sum.times++;
      sum.sent += answered.sent;
      sum.whole += answered.whole;
    },
    text() {
      const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<Metrics['text']>>>();
      const hear = (order: Order) => {
        if (!('metrics' in order)) return;
        process.off('message', hear);
        resolve(order.metrics);
      };
      process.on('message', hear);
      tell({ ask: 'metrics' });
      return promise;
    },
  };
}
