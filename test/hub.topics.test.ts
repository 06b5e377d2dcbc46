// Topics of the hub: when they begin, and how much is kept for subscribers who are behind.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SafeFetch } from '../src/hub/index.ts';
import { createSafeFetch } from '../src/node/safe-fetch.ts';
import { listSubscriptions } from '../src/store/hub/subscriptions.ts';
import { article, SITE } from './support/home.ts';
import { openHub, type TestHub, TOPIC } from './support/hub.ts';
import { openSubscriber, type Subscriber, willing } from './support/subscriber.ts';

let hub: TestHub;
let subscriber: Subscriber;
/** Hosts whose verification waits until it is let go. */
let held: Map<string, PromiseWithResolvers<void>>;

const MAX_KEPT_BYTES = 20_000;

beforeEach(async () => {
  held = new Map();
  const reach = createSafeFetch({ allowPrivate: true });
  const safeFetch: SafeFetch = async (url, request) => {
    if (request.method === 'GET') await held.get(new URL(url).host)?.promise;
    return reach(url, request);
  };
  hub = await openHub({ safeFetch, maxKeptBytes: MAX_KEPT_BYTES });
  subscriber = await openSubscriber();
  await hub.publish([article(1)]);
});
afterEach(async () => {
  subscriber.close();
  await hub.close();
});

const ask = async (callback: string, topic = TOPIC, client?: string) => {
  const form = { 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.callback': callback };
  expect((await hub.ask(form, client)).status).toBe(202);
};
const hold = (url: string) => {
  const gate = Promise.withResolvers<void>();
  held.set(new URL(url).host, gate);
  return gate.resolve;
};
/** The number of the newest article in each document that a subscriber got. */
const received = ({ of }: Subscriber) =>
  of('POST').map(({ body }) => Number(/第(\d+)条新闻/.exec(body.toString())?.[1]));

describe('a topic begins with its first verified subscription', () => {
  test('callbacks that are made up cost nothing at publication', async () => {
    const verify = hold('http://127.0.1.1:1/');
    for (let number = 1; number <= 303; number++) {
      const callback = `http://127.0.${number % 2}.${(number % 250) + 1}:1/${number}`;
      await ask(
        callback,
        `${TOPIC.replace('/feed.xml', '/filter/feed.xml')}?limit=${number + 50}`,
        `client ${number}`,
      );
    }
    await hub.publish([article(2)]);
    verify();
    await hub.idle();
    await hub.publish([article(3)]);
    for (const table of ['topics', 'deliveries', 'subscriptions']) {
      expect(await hub.db.all(`SELECT * FROM hub_${table}`)).toEqual([]);
    }
  });

  test('what is published between request and verification arrives, and nothing else', async () => {
    const verify = hold(subscriber.url);
    await ask(`${subscriber.url}/cb`);
    await hub.publish([article(2)]);
    await hub.publish([article(3)]);
    verify();
    await subscriber.until(1);
    await hub.publish([article(4)]);
    await subscriber.until(2);
    await hub.idle();
    expect(received(subscriber)).toEqual([3, 4]);
  });

  test('who asked first and is verified second misses nothing either', async () => {
    const other = await openSubscriber('127.0.0.2');
    try {
      const verify = hold(subscriber.url);
      await ask(`${subscriber.url}/cb`);
      await hub.publish([article(2)]);
      await ask(`${other.url}/cb`);
      await other.until(1, 'GET');
      await expect.poll(() => listSubscriptions(hub.db), { timeout: 30_000 }).toHaveLength(1);
      await hub.publish([article(3)]);
      verify();
      await subscriber.until(2);
      expect(received(subscriber)).toEqual([2, 3]);
    } finally {
      other.close();
    }
  });

  test('a program that ends while a topic begins goes on with it', async () => {
    const verify = hold(subscriber.url);
    await ask(`${subscriber.url}/cb`);
    await hub.publish([article(2)]);
    // As it was left: the topic is there, its delivery and the subscription are not.
    await hub.db.all('INSERT INTO hub_topics SELECT topic, etag, 0 FROM hub_requests');
    verify();
    await subscriber.until(1);
    expect(received(subscriber)).toEqual([2]);
  });
});

describe('what is kept for subscribers who are behind', () => {
  const topics = ['feed.xml', 'atom.xml', 'feed.json'].map((file) => `${SITE.url}/${file}`);

  test('is bounded in bytes, and everybody gets the newest document', async () => {
    for (const [at, topic] of topics.entries()) await ask(`${subscriber.url}/${at}`, topic);
    await hub.idle();
    subscriber.behave((call) => (call.method === 'GET' ? willing(call) : [503]));
    for (let number = 2; number < 12; number++) {
      await hub.publish([article(number, { html: `<p>${'x'.repeat(4000)}</p>` })]);
      const [kept] = await hub.db.all<{ bytes: number }>(
        'SELECT sum(length(bytes)) AS bytes FROM hub_deliveries',
      );
      expect(kept?.bytes).toBeLessThanOrEqual(MAX_KEPT_BYTES);
    }
    await hub.idle();

    subscriber.behave(willing);
    subscriber.calls.length = 0;
    hub.clock.now += 60_000;
    await hub.wake();
    await subscriber.until(topics.length);
    await hub.idle();
    for (const [at, topic] of topics.entries()) {
      const newest = await (await hub.app.request(topic.slice(SITE.url.length))).text();
      expect(subscriber.of('POST', `/${at}`).at(-1)?.body.toString()).toBe(newest);
    }
  });
});
