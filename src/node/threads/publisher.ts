// The thread that makes: publishes the archive, indexes, composes what is polled, and delivers.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { Hono } from 'hono';
import { FORMATS } from '../../feed/types.ts';
import { createRootApp } from '../../http/app.ts';
import { siteOf } from '../../http/config.ts';
import { writePolls } from '../../http/operators/readership.ts';
import { NO_WEBSUB, openWebSub } from '../../hub/websub.ts';
import type { PublishDeps, Report } from '../../publish/publish.ts';
import { createStatus } from '../../publish/status.ts';
import type { Document } from '../../store/document.ts';
import type { ShownDocument } from '../../store/documents.ts';
import { currentRevision } from '../../store/revision.ts';
import { keepIndexed } from '../../store/search/keep-indexed.ts';
import { buildId } from '../build.ts';
import { CommandError, count, createProblemPrinter } from '../console.ts';
import { DatabaseError, publicReason } from '../database-error.ts';
import { createDocumentCache } from '../document-cache.ts';
import { firstPublication } from '../first-publication.ts';
import { digest } from '../parser.ts';
import { openPublishing, summaryOf } from '../publish-deps.ts';
import { createSafeFetch } from '../safe-fetch.ts';
import { openSqlite, type SqliteDatabase } from '../sqlite.ts';
import { watchArchive } from '../watcher.ts';
import { answeredBy, copied, movable } from './exchange.ts';
import type { Asked, FromPublisher, PublisherData, ToPublisher } from './protocol.ts';
import { lowerPriority } from './thread.ts';

/** Bytes of documents that it holds: those of a publication, until all their codings are made. */
const MAX_BYTES = 16_000_000;
/** Milliseconds until a first publication that failed is tried again. */
const RETRY = 5000;

const { settings, url, withdraw } = workerData as PublisherData;
const say = (message: FromPublisher, transfer: ArrayBuffer[] = []) =>
  parentPort?.postMessage(message, transfer);

lowerPriority();
const db = open();
if (db) await publish(db).catch(fail);

/** Says why there is nothing to serve; what is no fault of the database ends the thread. */
function fail(error: Error): void {
  if (!(error instanceof DatabaseError)) throw error;
  say({ type: 'failed', message: error.message });
  process.exit();
}

function open(): SqliteDatabase | null {
  try {
    return openSqlite(settings.DATABASE);
  } catch (error) {
    const { message } = error as Error;
    const what = `DATABASE: ${settings.DATABASE} cannot be opened: ${message}; expected a file of Broadsheet's, or none`;
    say({ type: 'failed', message: error instanceof DatabaseError ? message : what });
    return null;
  }
}

async function publish(db: SqliteDatabase): Promise<void> {
  const site = siteOf(settings, url);
  const now = Date.now;
  const id = digest(JSON.stringify([buildId(), site]));
  say({ type: 'opened', buildId: id });

  /** What readers poll, and were shown of it. */
  let polled = new Map<string, ShownDocument>();
  let told = (_: Map<string, ShownDocument>) => {};
  const documents = await createDocumentCache(db, id, {
    maxBytes: MAX_BYTES,
    shown: (key) => polled.get(key),
    encoded(address, etag, coding, coded) {
      const bytes = copied(coded);
      say({ type: 'coding', address, etag, coding, bytes }, [bytes.buffer]);
    },
  });

  /** Composes the documents that are polled, as they are now, and hands them to the main thread. */
  const composeAnew = async () => {
    say({ type: 'committed' });
    polled = await new Promise((resolve) => {
      told = resolve;
    });
    await documents.renew();
    const feeds = Object.values(FORMATS).map(({ file }) => `/${file}`);
    const composed = new Map<string, Document>();
    const transfer: ArrayBuffer[] = [];
    const compose = async (address: string) => {
      await app.request(address);
      const document = documents.peek(address);
      // Some may be no more: a feed by an alias that is gone.
      if (!document) return;
      const moved = movable(document);
      composed.set(address, moved.document);
      transfer.push(...moved.transfer);
    };
    await Promise.all([...new Set([...feeds, ...polled.keys()])].map(compose));
    say({ type: 'documents', revision: documents.revision(), documents: composed }, transfer);
  };
  let handedOver = Promise.resolve();
  /** Once more, after those that were begun before. */
  const handOver = () => {
    handedOver = handedOver.catch(() => {}).then(composeAnew);
    return handedOver;
  };

  const safeFetch = (allowPrivate: boolean) => createSafeFetch({ allowPrivate });
  const allowPrivateCallbacks = settings.ALLOW_PRIVATE_CALLBACKS === '1';
  const openHub = site.hub ? openWebSub : () => NO_WEBSUB;
  const websub = openHub({
    db,
    siteUrl: site.url,
    answers: (path) => app.request(path),
    safeFetch: safeFetch(allowPrivateCallbacks),
    method: settings.HUB_SIGNATURE,
    now,
    random: Math.random,
    // The operator chose the hub outside: it may be anywhere.
    ...(settings.HUB_URL && { outside: { url: settings.HUB_URL, safeFetch: safeFetch(true) } }),
  });
  const status = createStatus(now);
  const app: Hono = createRootApp({
    db,
    site,
    health: { now, publication: status.read },
    documents: { ...documents, renew: handOver },
    announce: websub.announce,
    ...(websub.wake && {
      hub: {
        db,
        now,
        wake: websub.wake,
        clientOf: ({ env }) => (env as Pick<Asked, 'client'>).client,
        allowPrivateCallbacks,
      },
    }),
    ...(settings.STATS_TOKEN && { stats: { token: settings.STATS_TOKEN, now } }),
    ...(settings.PUBLISH_TOKEN && { publishing: { db, token: settings.PUBLISH_TOKEN, now } }),
  });
  const { deps, close: closeCompiler } = openPublishing(db, settings, (done, total) =>
    say({ type: 'progress', done, total }),
  );
  const trouble = (message: string) => say({ type: 'trouble', message });
  const printProblems = createProblemPrinter(trouble);
  const published = (report: Report, summary: string | null) => {
    printProblems(report);
    say({ type: 'published', seconds: report.seconds, summary });
  };

  const end = new AbortController();
  let live: ReturnType<typeof watchArchive> | undefined;
  const close = async () => {
    end.abort();
    await closeCompiler();
    await live?.close();
    await websub.stop();
    db.close();
    process.exit();
  };
  parentPort?.on('message', async (message: ToPublisher) => {
    if (message.type === 'polled') told(message.documents);
    else if (message.type === 'readership') {
      await writePolls(db, now(), message.polls).catch(console.error);
    } else if (message.type === 'close') await close();
    else {
      const answered = await answeredBy(app, message);
      say(answered, answered.body ? [answered.body.buffer] : []);
    }
  });

  // What was published before is served at once.
  const before = await currentRevision(db);
  if (before > 0) await handOver();
  const report = await publishFirst(deps, end.signal);
  if (!report) return;
  status.looked();
  status.published(report);
  if (before === 0 || report.changed) await handOver();
  published(report, await summaryOf(db, settings.ARCHIVE, report));

  void keepIndexed(db, end.signal);
  // The last run may have ended between a publication and its announcement.
  websub.announce();
  live = watchArchive({
    deps,
    folder: settings.ARCHIVE,
    followLinks: settings.FOLLOW_LINKS === '1',
    async published(report) {
      status.published(report);
      const summary = `publication ${report.revision}: ${count(report.read, 'file')} read`;
      if (report.changed) await handOver();
      published(report, report.changed ? summary : null);
      if (report.changed) websub.announce();
    },
    mend: db.mend,
    looked: status.looked,
    settled: status.settled,
    failed(message, error) {
      trouble(message);
      if (error) status.failed(publicReason(error));
    },
  });
}

/** Tries until it succeeds; null where the program ends before. */
async function publishFirst(deps: PublishDeps, end: AbortSignal): Promise<Report | null> {
  while (!end.aborted) {
    try {
      return await firstPublication(deps, settings, withdraw);
    } catch (error) {
      if (end.aborted) break;
      const { message } = error as Error;
      if (error instanceof CommandError || error instanceof DatabaseError) {
        say({ type: 'failed', message });
        return null;
      }
      say({ type: 'trouble', message });
      await sleep(RETRY, null, { signal: end }).catch(() => {});
    }
  }
  return null;
}
