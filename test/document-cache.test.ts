// Document cache on Node: kept over a restart, composed and encoded once.
import { expect, test } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { createDocumentCache } from '../src/node/document-cache.ts';
import { openSqlite } from '../src/node/sqlite.ts';
import { createDocument, type Document } from '../src/store/document.ts';
import {
  beginPublication,
  commitPublication,
  type StagedArticle,
  stageArticles,
} from '../src/store/publication.ts';
import { article, SITE } from './support/home.ts';

/** Long enough for its best codings to be made only after it was handed out. */
const LONG = Array.from({ length: 20_000 }, (_, at) => `${at * 7919}`).join(' ');

async function openStore() {
  const db = openSqlite(':memory:');
  const publish = async (articles: StagedArticle[], now = 0) => {
    const publication = await beginPublication(db, 'test');
    await stageArticles(db, publication, articles);
    await commitPublication(db, publication, now);
  };
  return { db, publish, documents: await createDocumentCache(db, 'test') };
}

test('two hundred versions are kept, also over a restart; not many more', async () => {
  const { db, publish, documents } = await openStore();
  const app = createApp({ db, documents, site: SITE });
  const correct = async (times: number) => {
    for (let time = 0; time < times; time++) {
      edition++;
      await publish([article(1, { html: `<p>${edition}</p>` })], edition);
      await documents.renew();
      await app.request('/feed.json');
    }
  };
  let edition = article(1).published;
  await publish([article(1), article(2)]);
  const tag = (await app.request('/feed.json')).headers.get('ETag') ?? '';
  await correct(200);
  const restarted = createApp({ db, site: SITE, documents: await createDocumentCache(db, 'test') });
  const headers = { 'A-IM': 'feed', 'If-None-Match': tag };
  for (const each of [app, restarted]) {
    const answer = await each.request('/feed.json', { headers });
    expect(answer.status).toBe(226);
    const { items } = (await answer.json()) as { items: { content_html: string }[] };
    expect(items.map(({ content_html }) => content_html)).toEqual([`<p>${edition}</p>`]);
  }
  await correct(60);
  expect((await app.request('/feed.json', { headers })).status).toBe(200);
  db.close();
});

test('a long document is handed out as soon as it is compressed, and gets the best codings later', async () => {
  const { db, documents } = await openStore();
  const compose = async () => ({ revision: 0, document: await createDocument(LONG, 'text/x') });
  const document = await documents.get('/long', compose);
  expect(Object.keys(document.encoded ?? {})).toEqual(['gzip']);
  await documents.idle();
  expect(Object.keys(document.encoded ?? {}).sort()).toEqual(['br', 'gzip', 'zstd']);

  const other = await documents.get('/long?often=no', compose);
  await documents.idle();
  expect(Object.keys(other.encoded ?? {})).toEqual(['gzip']);
  db.close();
});

test('a restart composes and encodes nothing anew', async () => {
  const { db, documents } = await openStore();
  const compose = async () => ({ revision: 0, document: await createDocument(LONG, 'text/x') });
  const before = await documents.get('/long', compose);
  await documents.idle();

  const restarted = await createDocumentCache(db, 'test');
  const after = await restarted.get('/long', () => Promise.reject(new Error('composed again')));
  expect(plain(after)).toEqual(plain(before));
  await restarted.idle();
  db.close();
});

test('what a publication leaves as it was keeps its codings', async () => {
  const { db, publish, documents } = await openStore();
  const compose = async () => ({ revision: 0, document: await createDocument(LONG, 'text/x') });
  const before = await documents.get('/long', compose);
  await documents.idle();
  await publish([article(1)]);
  await documents.renew();
  const after = await documents.get('/long', compose);
  expect(after).not.toBe(before);
  expect(after.encoded?.br).toBe(before.encoded?.br);
  await documents.idle();
  db.close();
});

test('after a publication a document is composed anew when it is next asked for', async () => {
  const { db, publish, documents } = await openStore();
  let composed = 0;
  const compose = async () => ({
    revision: composed++,
    document: await createDocument('text', 'text/x'),
  });
  await documents.get('/polled', compose);
  expect(documents.peek('/polled')?.mediaType).toBe('text/x; charset=utf-8');
  await publish([article(1)]);
  await documents.renew();
  expect(documents.peek('/polled')).toBeUndefined();
  await documents.get('/polled', compose);
  expect(composed).toBe(2);
  db.close();
});

test('a cache that only reads finds what another has kept, and keeps nothing', async () => {
  const { db, documents } = await openStore();
  const compose = async () => ({ revision: 0, document: await createDocument(LONG, 'text/x') });
  await documents.get('/kept', compose);
  await documents.idle();
  const reader = await createDocumentCache(db, 'test', { readOnly: true });
  const kept = await reader.get('/kept', () => Promise.reject(new Error('composed again')));
  expect(Object.keys(kept.encoded ?? {}).sort()).toEqual(['br', 'gzip', 'zstd']);
  await reader.get('/other', compose);
  await reader.idle();
  expect(await db.all('SELECT key FROM documents')).toEqual([{ key: '/kept' }]);
  db.close();
});

test('a document that failed is composed again when it is next asked for', async () => {
  const { db, documents } = await openStore();
  const failure = documents.get('/a', () => Promise.reject(new Error('disk full')));
  await expect(failure).rejects.toThrow('disk full');
  const document = await createDocument('text', 'text/x');
  const next = await documents.get('/a', async () => ({ revision: 0, document }));
  expect(next.etag).toBe(document.etag);
  db.close();
});

function plain({ encoded = {}, bytes, etag, lastModified, maxAge, mediaType }: Document) {
  const sizes = Object.entries(encoded).map(([coding, { length }]) => `${coding} ${length}`);
  return {
    etag,
    lastModified,
    maxAge,
    mediaType,
    text: new TextDecoder().decode(bytes),
    sizes: sizes.sort(),
  };
}
