// A home on Node with its hub at work, for tests: callbacks may be on this machine.
import type { Hono } from 'hono';
import { expect } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { startDeliverer } from '../../src/hub/deliverer.ts';
import { announce, type DeliverDeps, networkOf, type SafeFetch } from '../../src/hub/index.ts';
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
import { createTestFetch } from './test-fetch.ts';

export interface TestHub {
  app: { request(path: string, init?: RequestInit): Response | Promise<Response> };
  db: Database;
  /** The hub's clock, which tests move. */
  clock: { now: number };
  publish(articles: StagedArticle[], withdrawn?: string[]): Promise<void>;
  /** POSTs a form to the hub, from a client's address. */
  ask(form: Record<string, string>, client?: string): Promise<Response>;
  /** Has the hub look for work: what the clock says is due, and what has ended. */
  wake(): void | Promise<void>;
  /** Waits until nothing is due that the hub has not dealt with. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export const HUB = `${SITE.url}/hub`;
export const TOPIC = `${SITE.url}/feed.xml`;
/** The field in which the platform at the edge says who asks. */
export const CLIENT = 'CF-Connecting-IP';

export async function openHub({
  db = openSqlite(':memory:'),
  allowPrivate = true,
  safeFetch = createTestFetch((timeoutMs) => createSafeFetch({ allowPrivate, timeoutMs })),
  maxKeptBytes,
}: {
  db?: SqliteDatabase;
  allowPrivate?: boolean;
  safeFetch?: SafeFetch;
  maxKeptBytes?: number;
} = {}): Promise<TestHub> {
  const clock = { now: Date.UTC(2024, 5, 1) };
  const now = () => clock.now;
  const documents = await createDocumentCache(db, 'test');
  const deps: DeliverDeps = {
    db,
    siteUrl: SITE.url,
    answers: (path) => app.request(path),
    safeFetch,
    method: 'sha256',
    now,
    random: () => 0.5,
    ...(maxKeptBytes && { maxKeptBytes }),
  };
  const deliverer = startDeliverer(deps);
  const app: Hono = createApp({
    db,
    documents,
    site: { ...SITE, hub: HUB },
    hub: {
      db,
      now,
      wake: deliverer.wake,
      clientOf: (c) => networkOf(c.req.header(CLIENT) ?? '') || null,
      allowPrivateCallbacks: allowPrivate,
    },
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
      await announce(deps);
      deliverer.wake();
    },
    ask: async (form, client) =>
      app.request('/hub', {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: client ? { [CLIENT]: client } : {},
      }),
    wake: deliverer.wake,
    async idle() {
      const due = () =>
        db.all(
          sql`SELECT id FROM hub_requests WHERE due IS NOT NULL
            UNION ALL SELECT id FROM hub_subscriptions WHERE due <= ${now()}`,
        );
      await expect.poll(due).toEqual([]);
    },
    async close() {
      await deliverer.stop();
      db.close();
    },
  };
}
