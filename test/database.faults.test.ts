// A full disk, and a database file that is deleted, replaced or damaged: readers get their feeds,
// the operator a sentence, and the publication goes on by itself.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { publicReason } from '../src/node/database-error.ts';
import { createDocumentCache } from '../src/node/document-cache.ts';
import { openFolder } from '../src/node/files.ts';
import { loadParser } from '../src/node/parser.ts';
import { openSqlite } from '../src/node/sqlite.ts';
import { watchArchive } from '../src/node/watcher.ts';
import { publishArchive } from '../src/publish/publish.ts';
import { createStatus } from '../src/publish/status.ts';
import { content, NOW } from './support/archive.ts';
import { startCommand, temporaryFolder } from './support/command.ts';
import { SITE } from './support/home.ts';

// A limit for what hangs: where the machine is busy, everything takes as long as it takes.
vi.setConfig({ testTimeout: 120_000 });

/** A server without a port: an archive of 40 articles in a database file, watched. */
async function openServer() {
  const home = temporaryFolder();
  const [folder, file] = [join(home, 'archive'), join(home, 'feeds.db')];
  mkdirSync(join(folder, 'voa'), { recursive: true });
  const save = (number: number) =>
    writeFileSync(join(folder, `voa/${number}.md`), content(number, { body: BODY }));
  for (let number = 1; number <= 40; number++) save(number);
  const db = openSqlite(file);
  const deps = {
    db,
    archive: openFolder(folder),
    loadParser: loadParser('zh-Hans'),
    parserId: '1',
    now: () => NOW,
  };
  await publishArchive(deps);
  const documents = await createDocumentCache(db, 'test');
  const status = createStatus(() => NOW);
  const health = { now: () => NOW, publication: status.read };
  const app = createApp({ db, documents, health, site: { ...SITE, items: 500 } });
  const told: string[] = [];
  const live = watchArchive({
    deps,
    folder,
    async published(report) {
      status.published(report);
      if (report.changed) await documents.renew();
    },
    mend: db.mend,
    settled: status.settled,
    failed(message, error) {
      told.push(message);
      if (error) status.failed(publicReason(error));
    },
  });
  onTestFinished(async () => {
    await live.close();
    await documents.idle();
    db.close();
  });
  const get = (path: string) => app.request(path);
  const shown = async (path = '/feed.json') =>
    ((await (await get(path)).json()) as { items: unknown[] }).items?.length;
  return { home, file, db, told, save, get, shown };
}

const BODY = `<p>${'很长的全文。'.repeat(1000)}</p>`;
const eventually = <T>(value: () => T) =>
  expect.poll(() => value(), { timeout: 100_000, interval: 50 });

/** What is in the database file, looked at by another program. */
async function articlesIn(file: string): Promise<number> {
  const db = openSqlite(file);
  const [check] = await db.all('PRAGMA integrity_check');
  const articles = await db.all('SELECT id FROM articles');
  db.close();
  expect(check).toEqual({ integrity_check: 'ok' });
  return articles.length;
}

test('a full disk: every document is answered, the cause is named, and what waits comes later', async () => {
  const errors = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => errors.mockRestore());
  const { file, db, told, save, get, shown } = await openServer();
  const [pages] = await db.all<{ page_count: number }>('PRAGMA page_count');
  await db.all(`PRAGMA max_page_count = ${pages?.page_count}`);
  for (let number = 41; number <= 80; number++) save(number);
  const full = `DATABASE: ${file}: the disk of the database is full; expected free space there: what could not be written is written then`;
  await eventually(() => told).toEqual([full]);
  for (const path of ['/feed.xml', '/atom.xml', '/', '/sources/voa/feed.json', '/opml.xml']) {
    expect((await get(path)).status).toBe(200);
  }
  expect(await shown()).toBe(40);
  expect((await get('/health')).status).toBe(200);
  const stopped = await get('/health/publication');
  expect(stopped.status).toBe(503);
  expect(await stopped.json()).toMatchObject({ reason: 'the disk of the database is full' });
  expect(String(errors.mock.calls.flat())).toContain(full);

  await db.all('PRAGMA max_page_count = 1000000');
  await eventually(shown).toBe(80);
  expect(told).toEqual([full]);
  expect((await get('/health/publication')).status).toBe(200);
  const left = await db.all('SELECT 1 FROM staged');
  expect(left).toEqual([]);
});

test('a database that is deleted is written anew from what is open, with all it holds', async () => {
  const { file, db, told, save, shown } = await openServer();
  await db.all("INSERT INTO sources VALUES ('of a push', 'kept', NULL)");
  expect(await shown()).toBe(40);
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  await eventually(() => told).toEqual([
    `DATABASE: ${file}: it was deleted: what it held was written anew, and nothing is lost`,
  ]);
  save(41);
  await eventually(shown).toBe(41);
  expect(await articlesIn(file)).toBe(41);
  expect(await db.all("SELECT title FROM sources WHERE key = 'of a push'")).toHaveLength(1);
});

test('a database that is replaced by a backup of it is read, without the log of the other', async () => {
  const { home, file, db, told, save, shown } = await openServer();
  const backup = join(home, 'backup.db');
  await db.all(`VACUUM INTO '${backup}'`);
  for (let number = 41; number <= 60; number++) save(number);
  await eventually(shown).toBe(60);
  renameSync(backup, file);
  await eventually(() => told).toEqual([`DATABASE: ${file}: it was replaced, and is read`]);
  await eventually(() => articlesIn(file)).toBe(60);
  expect(await shown()).toBe(60);
});

test.each<[what: string, damage: (file: string) => void]>([
  ['emptied', (file) => truncateSync(file, 0)],
  ['cut off', (file) => truncateSync(file, 50_000)],
  ['overwritten', (file) => writeFileSync(file, 'x'.repeat(readFileSync(file).length))],
])('a database that is %s is set aside, and the archive published anew', async (_, damage) => {
  const errors = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => errors.mockRestore());
  const { file, db, told, save, get, shown } = await openServer();
  expect(await shown()).toBe(40);
  await db.all('PRAGMA wal_checkpoint(TRUNCATE)');
  await db.all('PRAGMA shrink_memory');
  damage(file);
  save(41);
  await eventually(() => existsSync(`${file}.damaged`)).toBe(true);
  await eventually(async () => (await get('/feed.json')).status).toBe(200);
  await eventually(shown).toBe(41);
  expect(told.at(-1)).toBe(
    `DATABASE: ${file}: it was damaged, and is now ${file}.damaged: the archive is published anew; subscriptions of the hub and pushed articles are in the damaged file alone`,
  );
  expect(await articlesIn(file)).toBe(41);
});

test('a database that is damaged when the program starts is one line, and exit code 1', async () => {
  const { file, home, db } = await openServer();
  await db.all('PRAGMA wal_checkpoint(TRUNCATE)');
  const damaged = join(home, 'damaged.db');
  const bytes = readFileSync(file);
  for (const [at, reason] of [
    [0, 'the file is no database'],
    [16_384, 'the database is damaged'],
  ] as const) {
    writeFileSync(damaged, Buffer.from(bytes).fill('x', at));
    const environment = { DATABASE: damaged, PORT: '0' };
    const { code, stdout, stderr } = await startCommand(['serve', 'seeds'], environment).ended;
    const line = `DATABASE: ${damaged}: ${reason}; expected a backup in its place, `;
    expect(stderr).toContain(line);
    expect(new Set(stderr.trimEnd().split('\n')).size).toBe(1);
    expect([code, stdout]).toEqual([1, '']);
  }
});
