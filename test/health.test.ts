// /health and /health/publication: what an operator is told, and nobody else can use.
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { readSettings, type Settings } from '../src/http/config.ts';
import { DatabaseError, publicReason } from '../src/node/database-error.ts';
import { createStatus } from '../src/publish/status.ts';
import { article, homeOf, SITE, TOKEN } from './support/home.ts';
import { node } from './support/node.ts';
import { exchange, serve } from './support/wire.ts';

/** A home of two articles, whose publication is told of, with a clock in seconds. */
async function openWatched() {
  const home = await node.open(SITE, TOKEN);
  await homeOf(home).publish([article(1), article(2)]);
  let seconds = 0;
  const now = () => seconds * 1000;
  const status = createStatus(now);
  const health = { now, publication: status.read };
  const app = createApp({ db: home.db, documents: home.documents, site: SITE, health });
  const get = async (path: string) => {
    const answer = await app.request(path);
    return [answer.status, await answer.json()];
  };
  const wait = (more: number) => {
    seconds += more;
  };
  return { home, app, status, health, get, wait };
}

const report = { problems: [], changed: true, hold: null };
const stored = { revision: 1, articles: 2, waitingDeliveries: 0 };

test('both tell how old the last look and the last publication are, and what there is', async () => {
  const { home, status, get, wait } = await openWatched();
  onTestFinished(() => void home.db.close());
  expect(await get('/health')).toEqual([200, { status: 'ok', ...stored, problems: 0 }]);
  status.looked();
  status.published({
    ...report,
    problems: [{ path: 'a.md', line: 1, severity: 'error', message: 'x' }],
  });
  wait(90);
  status.looked();
  status.published({ ...report, changed: false });
  wait(10);
  const told = { ...stored, problems: 0, secondsSinceLook: 10, secondsSincePublication: 100 };
  for (const path of ['/health', '/health/publication']) {
    expect(await get(path)).toEqual([200, { status: 'ok', ...told }]);
  }
});

test('a publication that has stopped is a 503 with a sentence that names no file', async () => {
  const { home, status, get, wait } = await openWatched();
  const stopped = async () => {
    const [code, { status, reason }] = await get('/health/publication');
    expect((await get('/health'))[0]).toBe(200);
    return [code, status, reason];
  };
  const full = new DatabaseError('/srv/secret.db', {
    reason: 'the disk is full',
    expected: 'room',
  });
  const missing = Object.assign(new Error('ENOENT: /srv/secret'), { syscall: 'scandir' });
  status.looked();
  for (const [error, reason] of [
    [full, 'the disk is full'],
    [missing, 'the archive cannot be read'],
    [new Error('/srv/secret'), 'the last publication failed'],
  ]) {
    status.failed(publicReason(error));
    expect(await stopped()).toEqual([503, 'stopped', reason]);
  }
  const problem = { path: '.', line: 0, severity: 'error' as const, message: 'x' };
  const hold = { paths: new Set(['a']), lost: 9, carried: 12, problem };
  status.published({ ...report, hold });
  expect(await stopped()).toEqual([503, 'stopped', expect.stringMatching(/^most of the archive/)]);
  status.settled(null);
  expect(await stopped()).toEqual([200, 'ok', undefined]);
  wait(1801);
  expect(await stopped()).toEqual([
    503,
    'stopped',
    'the archive was not looked at for 1801 seconds',
  ]);
  status.looked();
  home.db.close();
  expect(await stopped()).toEqual([503, 'stopped', 'the database cannot be read']);
});

test('the metrics tell the same', async () => {
  const { home, app, status, health, wait } = await openWatched();
  const settings = readSettings({ STATS_TOKEN: TOKEN, LOG_LEVEL: 'silent' }) as Settings;
  const { port, close } = await serve(home, app, settings, health);
  onTestFinished(close);
  const metric = async (name: string) => {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const text = await (await exchange(port, '/metrics', { headers })).text();
    return new RegExp(`^broadsheet_${name} (.*)$`, 'm').exec(text)?.[1];
  };
  expect(await metric('publication_age_seconds')).toBe('Nan');
  status.looked();
  status.published(report);
  wait(7);
  const names = ['articles', 'problems', 'waiting_deliveries', 'look_age_seconds'];
  expect(await Promise.all(names.map(metric))).toEqual(['2', '0', '0', '7']);
  expect(await metric('publication_age_seconds')).toBe('7');
  expect(await metric('publication_stopped')).toBe('0');
  status.failed('the disk is full');
  expect(await metric('publication_stopped')).toBe('1');
});
