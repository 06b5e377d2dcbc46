// Documents on Workers: how often polls compose and read, and how soon they see a publication.
import { gunzipSync } from 'node:zlib';
import type { Cache } from '@cloudflare/workers-types';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSqlite } from '../src/node/sqlite.ts';
import { type Database, sql } from '../src/store/database.ts';
import { createDocument } from '../src/store/document.ts';
import { createDocumentCache } from '../src/worker/document-cache.ts';

/** A data centre's cache. */
function openCache(): Cache {
  const entries = new Map<string, Response>();
  const cache = {
    match: async (key: string) => entries.get(key)?.clone(),
    put: async (key: string, response: Response) => void entries.set(key, response),
  };
  return cache as unknown as Cache;
}

const sqlite = openSqlite(':memory:');
const counts = { composed: 0, read: 0 };
const db: Database = {
  all: sqlite.all,
  batch: (steps) => {
    const reads = steps.every((step) => 'sql' in step && step.sql.startsWith('SELECT'));
    if (reads) counts.read++;
    return sqlite.batch(steps);
  },
};

const siteUrl = 'https://feeds.example';
let pending: Promise<unknown>[] = [];
/** An isolate of the Worker, in a data centre. */
function open(cache: Cache, buildId = 'site') {
  return createDocumentCache({
    db,
    cache,
    siteUrl,
    buildId,
    waitUntil: (work) => pending.push(work),
  });
}

/** What `key` shows to a poll. */
async function poll(documents: ReturnType<typeof open>, key = '/feed.xml'): Promise<string> {
  const document = await documents.get(key, async () => {
    counts.composed++;
    const [state] = await sqlite.all<{ revision: number }>('SELECT revision FROM state');
    const revision = state?.revision ?? 0;
    return { revision, document: await createDocument(`${key} at ${revision}`, 'text/plain') };
  });
  await Promise.all(pending);
  return new TextDecoder().decode(document.bytes);
}

const publish = (revision: number) => sqlite.all(sql`UPDATE state SET revision = ${revision}`);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  await publish(1);
  await sqlite.all('DELETE FROM documents');
  Object.assign(counts, { composed: 0, read: 0 });
  pending = [];
});
afterEach(() => {
  vi.useRealTimers();
});

test('a document is composed once; polls after that read nothing', async () => {
  const documents = open(openCache());
  for (let poller = 0; poller < 5; poller++) expect(await poll(documents)).toBe('/feed.xml at 1');
  expect(counts).toEqual({ composed: 1, read: 1 });
});

test('another data centre reads the document once, and composes nothing', async () => {
  await poll(open(openCache()));
  const documents = open(openCache());
  for (let poller = 0; poller < 5; poller++) expect(await poll(documents)).toBe('/feed.xml at 1');
  expect(counts).toEqual({ composed: 1, read: 2 });
});

test('a document with a query is in the caches alone', async () => {
  const cache = openCache();
  expect(await poll(open(cache), '/feed.xml?limit=1')).toBe('/feed.xml?limit=1 at 1');
  await poll(open(cache), '/feed.xml?limit=1');
  expect(counts.composed).toBe(1);
  await poll(open(openCache()), '/feed.xml?limit=1');
  expect(counts.composed).toBe(2);
});

test('a publication is seen at once where it came in, within 30 seconds elsewhere', async () => {
  const here = open(openCache());
  const elsewhere = open(openCache());
  await poll(here);
  await poll(elsewhere);
  await publish(2);
  await here.renew(2);
  expect(await poll(here)).toBe('/feed.xml at 2');
  expect(await poll(elsewhere)).toBe('/feed.xml at 1');
  vi.advanceTimersByTime(30_001);
  expect(await poll(elsewhere)).toBe('/feed.xml at 2');
  expect(counts.composed).toBe(2);
});

test('where nothing was published, a document is not read into the cache again', async () => {
  const documents = open(openCache());
  await poll(documents);
  vi.advanceTimersByTime(30_001);
  await poll(documents);
  await poll(documents);
  expect(counts).toEqual({ composed: 1, read: 2 });
});

test('what an isolate holds is not read again, only whether anything was published', async () => {
  const documents = open(openCache());
  await poll(documents);
  const read = vi.spyOn(sqlite, 'batch');
  vi.advanceTimersByTime(30_001);
  await poll(documents);
  const rows = (await Promise.all(read.mock.results.map(({ value }) => value))).flat(2);
  expect(rows).toEqual([{ revision: 1, published: expect.any(Number) }]);
  read.mockRestore();
});

test.each([
  ['application/atom+xml', 'gzip'],
  ['application/feed+json', 'gzip'],
  ['text/x-opml', 'gzip'],
  // Cloudflare compresses these itself.
  ['application/rss+xml', undefined],
  ['text/html', undefined],
])('%s is encoded here: %s, and stays so in the cache', async (mediaType, coding) => {
  const cache = openCache();
  const compose = async () => ({
    revision: 1,
    document: await createDocument('text '.repeat(1000), mediaType),
  });
  for (const documents of [open(cache), open(cache)]) {
    const { bytes, encoded } = await documents.get('/x?y', compose);
    expect(new TextDecoder().decode(bytes)).toBe('text '.repeat(1000));
    expect(Object.keys(encoded ?? {})).toEqual(coding ? [coding] : []);
    if (encoded?.gzip) expect(gunzipSync(encoded.gzip)).toEqual(Buffer.from(bytes));
    await Promise.all(pending);
  }
});

test('another build of the program or the site composes anew', async () => {
  const cache = openCache();
  await poll(open(cache));
  await poll(open(cache, 'another'));
  expect(counts.composed).toBe(2);
});

test('a changed document has a later date, whatever it shows', async () => {
  const documents = open(openCache());
  const get = async (text: string) => {
    const document = await createDocument(text, 'text/plain');
    const [state] = await sqlite.all<{ revision: number }>('SELECT revision FROM state');
    return documents.get('/x?y', async () => ({ revision: state?.revision ?? 0, document }));
  };
  const first = await get('two articles');
  await publish(2);
  await documents.renew(2);
  const second = await get('one article');
  expect(second.lastModified).toBeGreaterThan(first.lastModified);
});

test('a replica that lags behind does not bring back the old state', async () => {
  const cache = openCache();
  const documents = open(cache);
  await poll(documents);
  await publish(2);
  await documents.renew(2);
  await poll(documents);
  vi.advanceTimersByTime(30_001);
  await publish(1);
  await poll(documents);
  await publish(2);
  expect(await poll(documents)).toBe('/feed.xml at 2');
});

test('what does not fit into a row of the database is cached all the same', async () => {
  const documents = open(openCache());
  const text = 'x'.repeat(1_950_000);
  let composed = 0;
  const compose = async () => {
    composed++;
    return { revision: 1, document: await createDocument(text, 'text/plain') };
  };
  await documents.get('/large', compose);
  await Promise.all(pending);
  await documents.get('/large', compose);
  expect(composed).toBe(1);
  expect(await sqlite.all("SELECT key FROM documents WHERE key = '/large'")).toEqual([]);
});
