// The hub of the Worker as wrangler.toml deploys it, with a real subscriber: its bindings, its queue
// and its cron are the right ones. What the hub does case by case: hub.test.ts.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestHarness } from 'wrangler';
import { type Database, sql } from '../src/store/database.ts';
import { hubState } from '../src/store/hub/state.ts';
import { listSubscriptions } from '../src/store/hub/subscriptions.ts';
import { openD1 } from '../src/worker/d1.ts';
import type { Bindings } from '../src/worker/edge.ts';
import { article, homeOf, SITE, TOKEN } from './support/home.ts';
import { discover, isSigned, openSubscriber, type Subscriber } from './support/subscriber.ts';

const harness = createTestHarness({
  root: new URL('..', import.meta.url).pathname,
  workers: [
    {
      configPath: 'wrangler.toml',
      env: 'answers',
      vars: { SITE_URL: SITE.url, ALLOW_PRIVATE_CALLBACKS: '1' },
      secrets: { PUBLISH_TOKEN: TOKEN },
    },
  ],
});
const TOPIC = `${SITE.url}/feed.xml`;
let db: Database;
let subscriber: Subscriber;
let number = 0;

beforeAll(async () => {
  await harness.listen();
  const worker = harness.getWorker<{ DB: Bindings['DB'] }>();
  await worker.applyD1Migrations('DB');
  const { DB } = await worker.getEnv();
  db = openD1(() => (DB as NonNullable<Bindings['DB']>).withSession());
  await publish();
});
afterAll(() => harness.close());
beforeEach(async () => {
  subscriber = await openSubscriber();
});
afterEach(async () => {
  subscriber.close();
  await db.all('DELETE FROM hub_subscriptions');
});

const request = (path: string, init?: RequestInit) =>
  harness.getWorker().fetch(SITE.url + path, init as never) as unknown as Promise<Response>;
const home = homeOf({
  request,
  setClock: () => {},
  db: { ...openD1(() => undefined as never), close: () => {} },
});

/** Publishes one article more, and gives its number. */
async function publish(): Promise<number> {
  number++;
  await home.publish([article(number)]);
  return number;
}

async function subscribe(change: Record<string, string> = {}): Promise<void> {
  const body = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': TOPIC,
    'hub.callback': `${subscriber.url}/cb`,
    ...change,
  });
  const before = subscriber.of('GET').length;
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const answer = await request('/hub', { method: 'POST', headers, body: String(body) });
  expect(answer.status).toBe(202);
  await subscriber.until(before + 1, 'GET');
  const pending = () => db.all('SELECT 1 FROM hub_requests WHERE due IS NOT NULL');
  await expect.poll(pending).toEqual([]);
}

test('a subscriber is verified, and sent what is published, signed', async () => {
  await subscribe({ 'hub.secret': 'secret', 'hub.lease_seconds': '3600' });
  expect(subscriber.of('GET')[0]?.query.get('hub.lease_seconds')).toBe('3600');
  const news = await publish();
  const [call] = await subscriber.until(1);
  const feed = await request('/feed.xml');
  expect(call?.body.toString()).toBe(await feed.text());
  expect(call?.body.toString()).toContain(`第${news}条新闻`);
  expect(call?.headers['content-type']).toBe(feed.headers.get('Content-Type'));
  expect(discover(call?.headers.link as string)).toMatchObject({
    hub: `${SITE.url}/hub`,
    self: TOPIC,
  });
  expect(call && isSigned(call, 'secret')).toBe(true);
});

test('what fails is tried again by the minute’s look, in order', async () => {
  await subscribe();
  subscriber.behave(() => [503]);
  const first = await publish();
  await subscriber.until(1);
  await expect.poll(async () => (await listSubscriptions(db))[0]?.failures).toBe(1);
  const second = await publish();
  expect((await hubState(db, Date.now())).waiting).toBe(1);

  subscriber.behave(() => [204]);
  // The time has come.
  await db.all('UPDATE hub_subscriptions SET due = 1');
  await harness.getWorker().scheduled({});
  const calls = await subscriber.until(3);
  const newest = calls.map(({ body }) => /第(\d+)条新闻/.exec(body.toString())?.[1]);
  expect(newest).toEqual([first, first, second].map(String));
});

test('what broke off between a publication and its announcement is made good', async () => {
  await subscribe();
  // As if the program had ended before it could announce: only the queue's word is missing.
  await db.batch([
    sql`UPDATE hub_totals SET announced = ''`,
    sql`UPDATE hub_topics SET etag = 'of an earlier publication'`,
  ]);
  await harness.getWorker().scheduled({});
  const [call] = await subscriber.until(1);
  expect(call?.body.toString()).toContain(`第${number}条新闻`);
});
