// Bindings of the Worker → the application.
import type {
  D1Database,
  Fetcher,
  Queue,
  RateLimit,
  WorkerVersionMetadata,
} from '@cloudflare/workers-types';
import type { Hono } from 'hono';
import { FORMATS, type Site } from '../feed/types.ts';
import { feedAt } from '../http/address.ts';
import { createRootApp } from '../http/app.ts';
import { mountAtBase } from '../http/base-path.ts';
import { readSettings, type Settings, siteOf } from '../http/config.ts';
import { answerFailure } from '../http/failure.ts';
import { createReadership } from '../http/operators/readership.ts';
import { createRoutes } from '../http/router.ts';
import { type Answers, networkOf } from '../hub/index.ts';
import { ownCss, ownLogo } from '../site/brand.ts';
import type { Database } from '../store/database.ts';
import { openD1 } from './d1.ts';
import { createDocumentCache, type DocumentCacheDeps, NothingYet } from './document-cache.ts';
import { createFilesApp, fileAt } from './files.ts';
import { announceAtEdge, type EdgeHub, send } from './hub.ts';
import { watched } from './limits.ts';
import { createSafeFetch } from './safe-fetch.ts';

/** Bytes of a document that the hub delivers: a row of D1 may have 2 MB. */
const MAX_BYTES = 1_900_000;

/** What `wrangler.toml` binds; the settings beside it are strings under their own names. */
export interface Bindings {
  /** The files of the site: requests for them never come to the Worker. */
  ASSETS?: Fetcher;
  /** Without it there are files only. */
  DB?: D1Database;
  VERSION: WorkerVersionMetadata;
  /** Without it there is no hub here. */
  HUB?: Queue | undefined;
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
  /** Null where there is no database. */
  hub: EdgeHub | null;
}

/**
 * The application at the edge.
 *
 * @throws Error that names every setting that is wrong
 */
export function openEdge(bindings: Bindings, runtime: Runtime): Edge {
  const { ASSETS, DB, LIMITER } = bindings;
  const settings = readSettings({ ...bindings });
  if (Array.isArray(settings)) throw new Error(settings.join('\n'));
  const { SITE_URL } = settings;
  const HUB = settings.SITE_HUB === '1' ? bindings.HUB : undefined;
  // The first deployment learns the address: until it knows it, nothing is published.
  if (!SITE_URL) return { app: createComingApp(), hub: null };
  const { hub: hubUrl = '', ...rest } = siteOf(settings, SITE_URL);
  const hasHub = DB && (HUB || settings.HUB_URL);
  const site = hasHub ? { ...rest, hub: hubUrl } : rest;
  const { app, hub } = DB
    ? withAnswers(DB, { ...bindings, ...runtime, HUB }, settings, site)
    : { app: createFilesApp(site, ASSETS as Fetcher), hub: null };
  // Nobody could see it without the token, and D1 counts what is written.
  const readership = hub && settings.STATS_TOKEN ? createReadership(hub.db, runtime.now) : null;
  const limits = { ...runtime, site, limiter: LIMITER, readership };
  return { app: mountAtBase(site, watched(app, limits)), hub };
}

/** The whole application, over D1. */
function withAnswers(
  DB: D1Database,
  { ASSETS, VERSION, HUB, cache, waitUntil, now }: Bindings & Runtime,
  settings: Settings,
  site: Site,
) {
  const outside = settings.HUB_URL;
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

  const answers: Answers = async (path) => {
    const file = ASSETS && feedAt(path) ? await topicFile(ASSETS, site, path) : null;
    // A new document cache each time: it asks the primary which publication is the newest.
    const home = { db: primary, site, documents: documentsOf(primary) };
    return file ?? createRootApp(home).request(path);
  };
  const hub: EdgeHub = {
    db: primary,
    siteUrl: site.url,
    answers,
    safeFetch,
    method: settings.HUB_SIGNATURE,
    buildId,
    maxBytes: MAX_BYTES,
    now,
    random: Math.random,
    queue: HUB,
    ...(outside && { outside: { url: outside, safeFetch } }),
  };
  const feedsAreFiles = () => hasFeedFiles(site, ASSETS);
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
          answers,
          wake: () => waitUntil(send(HUB, 'deliver').catch(console.error)),
          // Set by the platform, whatever the client sent.
          clientOf: (c) => networkOf(c.req.header('CF-Connecting-IP') ?? '') || null,
          allowPrivateCallbacks,
        },
      }),
    ...(settings.STATS_TOKEN && { stats: { token: settings.STATS_TOKEN, now, feedsAreFiles } }),
    ...(token && { publishing: { db: primary, token, now, feedsAreFiles } }),
  });
  return { app, hub };
}

/** A feed as readers get it, with the header fields of a topic; null where it is no file. */
async function topicFile(assets: Fetcher, site: Site, path: string): Promise<Response | null> {
  const file = await fileAt(assets, site.url + path);
  if (file.status !== 200) return null;
  const topic = new Response(file.body, file);
  topic.headers.set('Link', `<${site.url}${path}>; rel="self", <${site.hub}>; rel="hub"`);
  return topic;
}

async function hasFeedFiles(site: Site, assets?: Fetcher): Promise<boolean> {
  const file = assets && (await fileAt(assets, `${site.url}/${FORMATS.rss.file}`));
  await file?.body?.cancel();
  return file?.status === 200;
}

/** Tells everybody to come back. */
function createComingApp(): Hono {
  const app = createRoutes();
  app.all('*', () => {
    throw new NothingYet();
  });
  app.onError(answerFailure);
  return app;
}
