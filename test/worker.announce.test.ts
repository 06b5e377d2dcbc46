// The announcement on Workers: a few topics an invocation, wherever it breaks off.
import { expect, test } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { createDocumentCache } from '../src/node/document-cache.ts';
import { openSqlite } from '../src/node/sqlite.ts';
import { type Database, sql } from '../src/store/database.ts';
import { announcedTopics } from '../src/store/hub/topics.ts';
import { beginPublication, commitPublication, stageArticles } from '../src/store/publication.ts';
import { announceAtEdge, type EdgeHub } from '../src/worker/hub.ts';
import { article, SITE } from './support/home.ts';

const TOPICS = 11;

/** A hub with so many topics that were announced before, and an article that was published since. */
async function open() {
  const db = openSqlite(':memory:');
  let asked: string[] = [];
  const messages: unknown[] = [];
  const published = async (number: number) => {
    const publication = await beginPublication(db, 'test');
    await stageArticles(db, publication, [article(number)]);
    await commitPublication(db, publication, number);
  };
  await published(1);
  for (let topic = 1; topic <= TOPICS; topic++) {
    const url = `${SITE.url}/filter/feed.xml?limit=${topic}`;
    await db.all(sql`INSERT INTO hub_topics VALUES (${url}, 'announced before', 0)`);
  }
  const documents = await createDocumentCache(db, '');
  const app = createApp({ db, documents, site: { ...SITE, hub: `${SITE.url}/hub` } });
  const hub = {
    db: db as Database,
    siteUrl: SITE.url,
    answers: (path: string) => {
      asked.push(path);
      return app.request(path);
    },
    now: () => 1,
    buildId: 'build',
    queue: { sendBatch: async (batch: { body: unknown }[]) => messages.push(...batch) },
  } as unknown as EdgeHub;
  return {
    hub,
    published: async (number: number) => {
      await published(number);
      await documents.renew();
    },
    messages,
    /** One invocation; the topics that it looked at. */
    async invoke(deps = hub) {
      asked = [];
      messages.length = 0;
      await announceAtEdge(deps);
      return asked.length;
    },
    /** How many deliveries each topic has. */
    deliveries: async () => (await announcedTopics(db)).map(({ latest }) => latest),
  };
}

test('looks at four topics, and sends a message for those that follow', async () => {
  const { invoke, messages, deliveries } = await open();
  expect(await invoke()).toBe(4);
  expect(messages).toEqual([{ body: 'announce' }]);
  expect(await invoke()).toBe(4);
  expect(await invoke()).toBe(3);
  expect(messages).toEqual([]);
  expect(await invoke()).toBe(0);
  expect(await deliveries()).toEqual(Array(TOPICS).fill(1));
});

test('an invocation that breaks off is made good, and nothing is announced twice', async () => {
  const { hub, invoke, deliveries } = await open();
  await invoke();
  let calls = 0;
  const broken = (path: string) => {
    if (++calls === 3) throw new Error('the invocation ended');
    return hub.answers(path);
  };
  await expect(invoke({ ...hub, answers: broken })).rejects.toThrow('ended');
  expect(await invoke()).toBe(4);
  await invoke();
  expect(await deliveries()).toEqual(Array(TOPICS).fill(1));
});

test('of two at the same time, one goes on', async () => {
  const { hub, messages, invoke, deliveries } = await open();
  await Promise.all([announceAtEdge(hub), announceAtEdge(hub)]);
  expect(messages).toEqual([{ body: 'announce' }]);
  await invoke();
  await invoke();
  expect(await deliveries()).toEqual(Array(TOPICS).fill(1));
});

test('a publication meanwhile begins anew, and is announced to all', async () => {
  const { invoke, published, deliveries } = await open();
  await invoke();
  await published(2);
  for (let step = 0; step < 3; step++) await invoke();
  // A feed of one article or two has changed; four topics were announced before as well.
  const counts = await deliveries();
  expect(counts.every((count) => count >= 1)).toBe(true);
  expect(Math.max(...counts)).toBe(2);
});
