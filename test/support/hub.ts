// A home on Node with its hub at work, for tests: callbacks may be on this machine.
import { expect } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { startDeliverer } from '../../src/hub/deliverer.ts';
import { announce, type SafeFetch } from '../../src/hub/index.ts';
import { createDocumentCache } from '../../src/node/document-cache.ts';
import { createSafeFetch } from '../../src/node/safe-fetch.ts';
import { openSqlite, type SqliteDatabase } from '../../src/node/sqlite.ts';
import { type Database, sql } from '../../src/store/database.ts';
import {
  beginPublication,
  commitPublication,
  type StagedArticle,
  stageArticles,
  stageWithdrawals,
} from '../../src/store/publication.ts';
import { SITE } from './home.ts';

export interface TestHub {
  app: { request(path: string, init?: RequestInit): Response | Promise<Response> };
  db: Database;
  /** The hub's clock, which tests move. */
  clock: { now: number };
  publish(articles: StagedArticle[], withdrawn?: string[]): Promise<void>;
  /** POSTs a form to the hub. */
  ask(form: Record<string, string>): Promise<Response>;
  /** Has the hub look for work: what the clock says is due, and what has ended. */
  wake(): void | Promise<void>;
  /** Waits until nothing is due that the hub has not dealt with. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export const HUB = `${SITE.url}/hub`;
export const TOPIC = `${SITE.url}/feed.xml`;

export async function openHub({
  db = openSqlite(':memory:'),
  allowPrivate = true,
  safeFetch = createSafeFetch({ allowPrivate, timeoutMs: 300 }),
}: {
  db?: SqliteDatabase;
  allowPrivate?: boolean;
  safeFetch?: SafeFetch;
} = {}): Promise<TestHub> {
  const clock = { now: Date.UTC(2024, 5, 1) };
  const now = () => clock.now;
  const documents = await createDocumentCache(db, 'test');
  const deliverer = startDeliverer({
    db,
    safeFetch,
    method: 'sha256',
    now,
    random: () => 0.5,
  });
  const app = createApp({
    db,
    documents,
    site: { ...SITE, hub: HUB },
    hub: { db, now, wake: deliverer.wake, allowPrivateCallbacks: allowPrivate },
  });
  return {
    app,
    db,
    clock,
    async publish(articles, withdrawn = []) {
      const publication = await beginPublication(db, 'test');
      await stageArticles(db, publication, articles);
      await stageWithdrawals(db, publication, withdrawn);
      await commitPublication(db, publication, now());
      await documents.renew();
      await announce({ db, siteUrl: SITE.url, answers: (path) => app.request(path), now });
      deliverer.wake();
    },
    ask: async (form) => app.request('/hub', { method: 'POST', body: new URLSearchParams(form) }),
    wake: deliverer.wake,
    async idle() {
      const due = () =>
        db.all(
          sql`SELECT id FROM hub_requests WHERE due IS NOT NULL
            UNION ALL SELECT id FROM hub_subscriptions WHERE due <= ${now()}`,
        );
      await expect.poll(due, { timeout: 30_000 }).toEqual([]);
    },
    async close() {
      await deliverer.stop();
      db.close();
    },
  };
}
