// Bindings of the Worker → the application.
import type {
  D1Database,
  Queue,
  RateLimit,
  WorkerVersionMetadata,
} from '@cloudflare/workers-types';
import type { Hono } from 'hono';
import { createRootApp } from '../http/app.ts';
import { mountAtBase } from '../http/base-path.ts';
import { readSettings, siteOf } from '../http/config.ts';
import { createReadership } from '../http/operators/readership.ts';
import { networkOf } from '../hub/index.ts';
import { ownCss, ownLogo } from '../site/brand.ts';
import type { Database } from '../store/database.ts';
import { openD1 } from './d1.ts';
import { createDocumentCache, type DocumentCacheDeps } from './document-cache.ts';
import { announceAtEdge, type EdgeHub, send } from './hub.ts';
import { watched } from './limits.ts';
import { createSafeFetch } from './safe-fetch.ts';

/** Bytes of a document that the hub delivers: a row of D1 may have 2 MB. */
const MAX_BYTES = 1_900_000;

/** What `wrangler.toml` binds; the settings beside it are strings under their own names. */
export interface Bindings {
  DB: D1Database;
  VERSION: WorkerVersionMetadata;
  /** Without it there is no hub here. */
  HUB?: Queue;
  /** Without it there is no rate limit. */
  LIMITER?: RateLimit;
}

/** What the runtime provides. */
export type Runtime = Pick<DocumentCacheDeps, 'cache' | 'waitUntil'> & {
  /** The clock, epoch milliseconds. */
  now: () => number;
};

/** The Worker: the application that answers requests, and what its hub needs. */
export interface Edge {
  app: Hono;
  hub: EdgeHub;
}

/**
 * The application at the edge.
 *
 * @throws Error that names every setting that is wrong
 */
export function openEdge(bindings: Bindings, { cache, waitUntil, now }: Runtime): Edge {
  const { DB, VERSION, LIMITER } = bindings;
  const settings = readSettings({ ...bindings });
  if (Array.isArray(settings)) throw new Error(settings.join('\n'));
  const HUB = settings.SITE_HUB === '1' ? bindings.HUB : undefined;
  if (!settings.SITE_URL) {
    throw new Error('SITE_URL is not set; expected the address of this Worker, in wrangler.toml');
  }
  const { hub: hubUrl, ...rest } = siteOf(settings, settings.SITE_URL);
  const outside = settings.HUB_URL;
  const site = HUB || outside ? { ...rest, hub: hubUrl as string } : rest;
  // What is in the site's own files is in no other document.
  const buildId = JSON.stringify([
    VERSION.id,
    { ...site, css: ownCss(site) !== '', logo: ownLogo(site)?.address ?? site.logo },
  ]);
  const token = settings.PUBLISH_TOKEN;
  const allowPrivateCallbacks = settings.ALLOW_PRIVATE_CALLBACKS === '1';
  const safeFetch = createSafeFetch(allowPrivateCallbacks);
  const primary = openD1(() => DB.withSession('first-primary'));
  const documentsOf = (db: Database) =>
    createDocumentCache({ db, cache, siteUrl: site.url, buildId, waitUntil });

  const hub: EdgeHub = {
    db: primary,
    siteUrl: site.url,
    // A new document cache each time: it asks the primary which publication is the newest.
    answers: (path) =>
      createRootApp({ db: primary, site, documents: documentsOf(primary) }).request(path),
    safeFetch,
    method: settings.HUB_SIGNATURE,
    buildId,
    maxBytes: MAX_BYTES,
    now,
    random: Math.random,
    queue: HUB,
    ...(outside && { outside: { url: outside, safeFetch } }),
  };
  const db = openD1(() => DB.withSession('first-unconstrained'));
  const app = createRootApp({
    db,
    site,
    documents: documentsOf(db),
    announce: () => waitUntil(announceAtEdge(hub).catch(console.error)),
    ...(HUB &&
      !outside && {
        hub: {
          db: primary,
          now,
          wake: () => waitUntil(send(HUB, 'deliver').catch(console.error)),
          // Set by the platform, whatever the client sent.
          clientOf: (c) => networkOf(c.req.header('CF-Connecting-IP') ?? '') || null,
          allowPrivateCallbacks,
        },
      }),
    ...(settings.STATS_TOKEN && { stats: { token: settings.STATS_TOKEN, now } }),
    ...(token && { publishing: { db: primary, token, now } }),
  });
  // Nobody could see it without the token, and D1 counts what is written.
  const readership = settings.STATS_TOKEN ? createReadership(primary, now) : null;
  const below = watched(app, { limiter: LIMITER, readership, waitUntil, now });
  return { app: mountAtBase(site, below), hub };
}
