// A hub outside is told which topics changed, and of those that it did not take, again.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { announce } from '../src/hub/index.ts';
import { createSafeFetch } from '../src/node/safe-fetch.ts';
import { article, openHome, SITE, type TestHome } from './support/home.ts';
import { openSubscriber, type Subscriber } from './support/subscriber.ts';

let home: TestHome;
let outside: Subscriber;

beforeEach(async () => {
  outside = await openSubscriber();
  home = await openHome({ ...SITE, hub: `${outside.url}/` });
  outside.behave(() => [204]);
});
afterEach(() => outside.close());

async function tell(): Promise<{ told: string[]; failed: string[] }> {
  outside.calls.length = 0;
  const safeFetch = createSafeFetch({ allowPrivate: true });
  const { failed } = await announce({
    db: home.db,
    siteUrl: SITE.url,
    answers: (path) => home.app.request(path),
    now: () => 0,
    outside: { url: `${outside.url}/`, safeFetch },
  });
  const told = outside.calls.map(({ body }) => {
    const form = new URLSearchParams(body.toString());
    expect(form.get('hub.mode')).toBe('publish');
    return form.get('hub.url') ?? '';
  });
  return { told, failed };
}

/** The topics of these channels, in the order of their addresses. */
const of = (...channels: string[]) =>
  channels
    .flatMap((channel) =>
      ['feed.xml', 'atom.xml', 'feed.json'].map((file) => `${SITE.url}/${channel}${file}`),
    )
    .sort();

test('only topics whose bytes changed are pinged', async () => {
  await home.publish([article(1), article(2, { source: 'bbc', sourceTitle: 'BBC' })]);
  const voa = ['', 'daily/', 'sources/voa/', 'sources/voa/daily/', 'languages/zh-Hans/'];
  const all = of(...voa, 'sources/bbc/', 'sources/bbc/daily/');
  expect((await tell()).told).toEqual(all);
  expect((await tell()).told).toEqual([]);
  await home.publish([article(3)]);
  expect((await tell()).told).toEqual(of(...voa));
});

test('what the hub does not take is told with the next call', async () => {
  await home.publish([article(1)]);
  outside.behave(({ body }) => [body.includes('atom.xml') ? 503 : 204]);
  const { failed } = await tell();
  expect(failed).toContain(`${SITE.url}/daily/atom.xml`);
  expect(failed).toContain(`${SITE.url}/sources/voa/atom.xml`);
  expect(failed.filter((url) => !url.endsWith('atom.xml'))).toEqual([]);
  outside.behave(() => [204]);
  expect((await tell()).told).toEqual(failed);
});

test('feeds name the hub outside', async () => {
  const answer = await home.app.request('/atom.xml');
  expect(answer.headers.get('Link')).toContain(`<${outside.url}/>; rel="hub"`);
  expect((await home.app.request('/hub', { method: 'POST' })).status).toBe(404);
});
