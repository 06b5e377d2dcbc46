// Serves an archive: what is ready from this thread, while others publish, compose and search.
import { setTimeout as sleep } from 'node:timers/promises';
import { FORMATS, type Site } from '../feed/types.ts';
import { type Settings, siteOf } from '../http/config.ts';
import type { Health } from '../http/routes/health.ts';
import { createClientOf } from './client.ts';
import { CommandError, progressLine, requireFolder } from './console.ts';
import { openOperations } from './operations.ts';
import { listen, type Served } from './server.ts';
import { createReadyDocuments } from './threads/documents.ts';
import { addressOf } from './threads/exchange.ts';
import { createFront } from './threads/front.ts';
import type { Answered } from './threads/protocol.ts';
import { type Publishing, startPublisher } from './threads/publishing.ts';
import { type Readers, startReaders } from './threads/readers.ts';
import { startThread } from './threads/thread.ts';

export { readSettings } from '../http/config.ts';
export { createDocumentCache } from './document-cache.ts';
export { openSqlite } from './sqlite.ts';

export interface ServeOptions {
  /** Withdraws what is gone from the archive at the start, even if that is most of it. */
  withdraw?: boolean;
}

/** A server that answers. */
export interface Server {
  site: Site;
  /** Lets open answers finish, waits until nothing is written any more, and closes the database. */
  close(): Promise<void>;
}

/**
 * Publishes the archive of the settings and serves it; prints problems and what was published.
 * Requests are answered from the beginning: before the first publication, with 503.
 *
 * @param start starts a thread, by its name
 * @returns when the archive is published
 * @throws CommandError where the folder, the database, the host or the port cannot be used
 */
export async function serve(
  settings: Settings,
  { withdraw = false }: ServeOptions = {},
  start = startThread,
): Promise<Server> {
  requireFolder(settings.ARCHIVE);
  const documents = createReadyDocuments();
  let publisher: Publishing | undefined;
  let readers: Readers | undefined;
  const operations = openOperations(settings, {
    revision: () => documents.revision() ?? 0,
    writePolls: (polls) => publisher?.writePolls(polls),
    health: async () => stateOf(await health(HEALTH)),
  });

  /** Asks the publisher; null where it does not answer soon. */
  const health = async (request: Request) =>
    Promise.race([publisher?.ask(request) ?? null, sleep(HEALTH_MS, null, { ref: false })]);
  let first = { withdraw };

  const open = (port: number): Served => {
    const url = `http://${hostName(settings.HOST)}:${port}`;
    const startOne = () => {
      const thread = start('publisher', { settings, url, ...first });
      first = { withdraw: false };
      return thread;
    };
    const publishing = startPublisher(startOne, documents, {
      published({ seconds, summary }) {
        operations.published(seconds);
        if (summary) console.log(summary);
      },
      progress: progressLine,
      trouble: console.error,
      opened(buildId) {
        readers = startReaders({
          start: () => start('reader', { settings, url, buildId }),
          shown: ({ address, revision, document }) => documents.keep(address, revision, document),
          failed: console.error,
        });
      },
    });
    publisher = publishing;
    const site = siteOf(settings, url);
    const app = createFront({
      site,
      token: settings.PUBLISH_TOKEN,
      beginning: () => (readers ? null : publishing.progress()),
      read: async (request) =>
        readers ? readers.answer(request, documents.has(addressOf(request.url))) : 'busy',
      health,
      publish: publishing.ask,
      clientOf: createClientOf(settings.TRUSTED_PROXIES),
      secondsToWait: operations.secondsToWait,
    });
    return { app, site, peek: documents.peek, operations };
  };

  const server = await listen(settings.PORT, open, settings.HOST).catch((error) => {
    throw listenError(error, settings);
  });
  const close = async () => {
    await server.close();
    await operations.close();
    await Promise.all([publisher?.end(), readers?.end()]);
  };
  try {
    await publisher?.first;
  } catch (error) {
    await close();
    throw new CommandError((error as Error).message);
  }
  const local = `http://${hostName(settings.HOST)}:${server.port}`;
  return { site: siteOf(settings, local), close };
}

/** Milliseconds in which the publisher tells how it is. */
const HEALTH_MS = 2000;
const HEALTH = new Request('http://localhost/health/publication');

/** What `/health/publication` says, for the metrics. */
function stateOf(answered: Answered | null): Health & { stopped: boolean } {
  if (!answered?.body) return { stopped: true };
  const { status, ...state } = JSON.parse(new TextDecoder().decode(answered.body));
  return { ...state, stopped: status !== 'ok' };
}

/** As `serve`, until a signal ends the program. */
export async function serveUntilStopped(settings: Settings, options: ServeOptions): Promise<void> {
  let server: Server | undefined;
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // Of a first publication that is under way, nothing can be seen yet.
    await server?.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.env.npm_lifecycle_event) {
    // npm sends a signal only to the shell between itself and this program: the shell's end stops it.
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && stop(), 250).unref();
  }
  server = await serve(settings, options);
  const { site } = server;
  for (const { file } of Object.values(FORMATS)) console.log(`  ${site.url}/${file}`);
  console.log(`${site.title} is at ${site.url}/`);
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
