// Publishes an archive, serves its feeds and pages, and publishes again what changes.
import type { Hono } from 'hono';
import { FORMATS, type Site } from '../feed/types.ts';
import { createApp } from '../http/app.ts';
import { type Settings, siteOf } from '../http/config.ts';
import { writePolls } from '../http/operators/readership.ts';
import { openWebSub } from '../hub/websub.ts';
import { publishArchive } from '../publish/publish.ts';
import { countArticles } from '../store/articles.ts';
import { currentRevision } from '../store/revision.ts';
import { keepIndexed } from '../store/search/keep-indexed.ts';
import { articleBuildId, buildId } from './build.ts';
import {
  CommandError,
  count,
  countProblems,
  printProblems,
  problemsAt,
  progressLine,
  requireFolder,
} from './console.ts';
import { createDocumentCache } from './document-cache.ts';
import { openFolder } from './files.ts';
import { openOperations } from './operations.ts';
import { digest, loadParser } from './parser.ts';
import { createSafeFetch } from './safe-fetch.ts';
import { listen } from './server.ts';
import { openSqlite, type SqliteDatabase } from './sqlite.ts';
import { watchArchive } from './watcher.ts';
import { giveWay } from './yield.ts';

export { readSettings } from '../http/config.ts';
export { createDocumentCache } from './document-cache.ts';
export { openSqlite } from './sqlite.ts';

/** A server that answers. */
export interface Server {
  site: Site;
  /** Lets open answers finish, waits until nothing is written any more, and closes the database. */
  close(): Promise<void>;
}

/**
 * Publishes the archive of the settings and serves it; prints problems and what was published.
 *
 * @throws CommandError where the folder, the database, the host or the port cannot be used
 */
export async function serve(settings: Settings): Promise<Server> {
  const folder = settings.ARCHIVE;
  requireFolder(folder);
  const db = openDatabase(settings.DATABASE);
  const operations = openOperations(settings, {
    revision: () => currentRevision(db),
    writePolls: (polls) => writePolls(db, Date.now(), polls),
  });
  const end = new AbortController();
  const endings: (() => Promise<void>)[] = [];
  const siteAt = (port: number) => siteOf(settings, `http://${hostName(settings.HOST)}:${port}`);

  const open = async (port: number) => {
    const site = siteAt(port);
    const deps = {
      db,
      archive: openFolder(folder),
      loadParser: loadParser(settings.FEED_LANGUAGE),
      parserId: `${articleBuildId()} ${settings.FEED_LANGUAGE}`,
      now: Date.now,
      progress: progressLine,
    };
    const report = await publishArchive(deps);
    printProblems(report);
    operations.published(report.seconds);
    const published = await countArticles(db);
    console.log(
      `${folder}: ${count(published, 'article')} published, ${count(report.read, 'file')} read, ${countProblems(report)}`,
    );
    const fingerprint = digest(JSON.stringify([buildId(), site]));
    const token = settings.PUBLISH_TOKEN;
    const documents = await createDocumentCache(db, fingerprint);
    const allowPrivateCallbacks = settings.ALLOW_PRIVATE_CALLBACKS === '1';
    const now = Date.now;
    // The operator chose the hub outside: it may be anywhere.
    const outside = settings.HUB_URL && {
      url: settings.HUB_URL,
      safeFetch: createSafeFetch({ allowPrivate: true }),
    };
    const websub = openWebSub({
      db,
      siteUrl: site.url,
      answers: (path) => app.request(path),
      safeFetch: createSafeFetch({ allowPrivate: allowPrivateCallbacks }),
      method: settings.HUB_SIGNATURE,
      now,
      random: Math.random,
      giveWay,
      ...(outside && { outside }),
    });
    const app: Hono = createApp({
      db,
      site,
      documents,
      announce: websub.announce,
      ...(websub.wake && { hub: { db, now, wake: websub.wake, allowPrivateCallbacks } }),
      ...(settings.STATS_TOKEN && { stats: { token: settings.STATS_TOKEN, now } }),
      ...(token && { publishing: { db, token, now } }),
    });
    void keepIndexed(db, end.signal);
    // The documents that are asked for most are composed before the first request.
    const paths = Object.values(FORMATS).map(({ file }) => `/${file}`);
    await Promise.all(['/', ...paths].map((path) => app.request(path)));
    // The last run may have ended between a publication and its announcement.
    websub.announce();
    const live = watchArchive({
      deps,
      folder,
      async published(report, paths) {
        printProblems(problemsAt(report, paths));
        operations.published(report.seconds);
        if (!report.changed) return;
        await documents.renew();
        websub.announce();
        console.log(`publication ${report.revision}: ${count(report.read, 'file')} read`);
      },
      failed: console.error,
    });
    endings.push(live.close, websub.stop, operations.close);
    return { app, peek: documents.peek, operations };
  };
  try {
    const server = await listen(settings.PORT, open, settings.HOST);
    const close = async () => {
      end.abort();
      await server.close();
      for (const ending of endings) await ending();
      db.close();
    };
    return { site: siteAt(server.port), close };
  } catch (error) {
    await operations.close();
    db.close();
    throw listenError(error as NodeJS.ErrnoException, settings);
  }
}

/** As `serve`, until a signal ends the program. */
export async function serveUntilStopped(settings: Settings): Promise<void> {
  const { site, close } = await serve(settings);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.env.npm_lifecycle_event) {
    // npm sends a signal only to the shell between itself and this program: the shell's end stops it.
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && stop(), 250).unref();
  }
  // Printed last: signal handlers are installed by now.
  for (const { file } of Object.values(FORMATS)) console.log(`  ${site.url}/${file}`);
  console.log(`${site.title} is at ${site.url}/`);
}

function openDatabase(file: string): SqliteDatabase {
  try {
    return openSqlite(file);
  } catch (error) {
    const reason = (error as Error).message;
    throw new CommandError(
      `DATABASE: ${file} cannot be opened: ${reason}; expected a file of Broadsheet's, or none`,
    );
  }
}

/** The host of a URL for who listens there; "localhost" for all addresses. */
function hostName(host: string | undefined): string {
  if (!host || host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function listenError(error: NodeJS.ErrnoException, { HOST, PORT }: Settings): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new CommandError(`PORT: ${PORT} is taken by another program; expected a free port`);
    case 'EACCES':
      return new CommandError(`PORT: ${PORT} needs more rights; expected one from 1024 on`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CommandError(
        `HOST: ${HOST} is not of this machine; expected one of its addresses`,
      );
    default:
      return error;
  }
}
