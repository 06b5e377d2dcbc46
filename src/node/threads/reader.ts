// A thread that answers what is not ready: queries, pages, archives, from a database it only reads.
import { parentPort, workerData } from 'node:worker_threads';
import { createRootApp } from '../../http/app.ts';
import { siteOf } from '../../http/config.ts';
import { currentRevision } from '../../store/revision.ts';
import { createDocumentCache } from '../document-cache.ts';
import { openSqlite } from '../sqlite.ts';
import { addressOf, answeredBy, movable } from './exchange.ts';
import { cpuSeconds } from './limit.ts';
import type { FromReader, ReaderData, ToReader } from './protocol.ts';
import { lowerPriority } from './thread.ts';

/** Bytes of documents that it holds for browsers and deltas; all others are the main thread's. */
const MAX_BYTES = 8_000_000;

lowerPriority();
const { settings, url, buildId } = workerData as ReaderData;
const db = openSqlite(settings.DATABASE, true);
const documents = await createDocumentCache(db, buildId, { readOnly: true, maxBytes: MAX_BYTES });
const app = createRootApp({ db, documents, site: siteOf(settings, url) });

parentPort?.on('message', async (asked: ToReader) => {
  const mended = db.mend() !== null;
  if (mended || (await currentRevision(db)) !== documents.revision()) await documents.renew();
  const answered = await answeredBy(app, asked);
  const shown = asked.known ? null : shownAt(addressOf(asked.url));
  const transfer = [...(shown?.transfer ?? []), ...(answered.body ? [answered.body.buffer] : [])];
  const message: FromReader = {
    ...answered,
    shown: shown?.message ?? null,
    cpu: cpuSeconds(),
  };
  parentPort?.postMessage(message, transfer);
});
parentPort?.postMessage({ type: 'ready', cpu: cpuSeconds() } satisfies FromReader);

/** What the main thread may send itself from now on: a document that is the same for all. */
function shownAt(address: string) {
  const document = documents.peek(address);
  if (!document || document.headers?.Vary) return null;
  const { document: moved, transfer } = movable(document);
  return { message: { address, revision: documents.revision(), document: moved }, transfer };
}
