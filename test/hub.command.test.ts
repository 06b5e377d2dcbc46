// npm run hub: lists subscriptions, and drops them so that their subscribers are told.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openSqlite } from '../src/node/sqlite.ts';
import { listSubscriptions } from '../src/store/hub/subscriptions.ts';
import { article } from './support/home.ts';
import { openHub, type TestHub, TOPIC } from './support/hub.ts';
import { openSubscriber, type Subscriber } from './support/subscriber.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-'));
const file = join(folder, 'broadsheet.db');
let hub: TestHub;
let subscriber: Subscriber;

beforeAll(async () => {
  hub = await openHub({ db: openSqlite(file) });
  subscriber = await openSubscriber();
  await hub.publish([article(1)]);
  for (const path of ['/a', '/b', '/c']) {
    await hub.ask({
      'hub.mode': 'subscribe',
      'hub.topic': TOPIC,
      'hub.callback': subscriber.url + path,
      'hub.secret': 'not to be shown',
    });
  }
  await vi.waitUntil(async () => (await listSubscriptions(hub.db)).length === 3);
});
afterAll(async () => {
  subscriber.close();
  await hub.close();
  rmSync(folder, { recursive: true });
});

function run(...args: string[]): Promise<{ code: unknown; out: string; error: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATABASE: file };
    execFile(
      process.execPath,
      ['src/node/broadsheet.cjs', 'hub', ...args],
      { env },
      (failure, out, error) => resolve({ code: failure?.code ?? 0, out, error }),
    );
  });
}

test('list names each subscription and the state of the hub, but no secret', async () => {
  const { out } = await run('list');
  expect(out).toMatch(`1  ${TOPIC} → ${subscriber.url}/a, until 2024-06-11T00:00Z\n`);
  expect(out.split('\n')).toHaveLength(5);
  expect(out).not.toContain('not to be shown');
});

test('drop ends one, and the subscriber is told why', async () => {
  expect((await run('drop', '1')).out).toMatch('1 subscription dropped');
  hub.wake();
  await subscriber.until(1, 'GET', '/a');
  await expect.poll(() => subscriber.of('GET', '/a')).toHaveLength(2);
  const [, denial] = subscriber.of('GET', '/a');
  expect(Object.fromEntries(denial?.query ?? [])).toEqual({
    'hub.mode': 'denied',
    'hub.topic': TOPIC,
    'hub.reason': 'the operator of the hub ended it',
  });
  expect(await listSubscriptions(hub.db)).toHaveLength(2);
});

test('drop --host ends all of a host', async () => {
  expect((await run('drop', '--host', 'other.example')).out).toMatch('0 subscriptions dropped');
  expect((await run('drop', '--host', '127.0.0.1')).out).toMatch('2 subscriptions dropped');
  expect(await listSubscriptions(hub.db)).toEqual([]);
});

const USAGE = 'expected broadsheet hub list, or broadsheet hub drop ID… |';

test.each([
  [[], "missing required argument 'list|drop'"],
  [['drop'], USAGE],
  [['drop', 'x'], USAGE],
  [['list', '1'], USAGE],
  [['drop', '1', '--host', 'a.example'], USAGE],
  [['--hots', 'a.example'], '(Did you mean --host?)'],
])('%j says how it is used', async (args, usage) => {
  const { code, error } = await run(...args);
  expect(code).toBe(1);
  expect(error).toContain(usage);
});
