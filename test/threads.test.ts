// Making apart from serving: what a thread takes long for, or ends with, nobody else waits for.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readSettings, type Settings } from '../src/http/config.ts';
import { MAX_COMPOSED } from '../src/http/operators/rate-limit.ts';
import { openFolder } from '../src/node/files.ts';
import { type Server, serve } from '../src/node/serve.ts';
import { createCompiler } from '../src/node/threads/compile.ts';
import type { FromPublisher } from '../src/node/threads/protocol.ts';
import { startThread } from '../src/node/threads/thread.ts';
import { publishArchive } from '../src/publish/publish.ts';
import { freePort } from './bench/processes.ts';
import { content, lines, NOW, openArchive } from './support/archive.ts';
import { temporaryFolder } from './support/command.ts';
import { article, homeOf, TOKEN } from './support/home.ts';
import { exchange } from './support/wire.ts';

// Threads take their time to start where others are busy.
vi.setConfig({ testTimeout: 120_000 });

type Name = Parameters<typeof startThread>[0];

/** A thread of the tests, in the place of the real one. */
const odd = (file: string, workerData: object = {}) =>
  new Worker(new URL(`support/threads/${file}.ts`, import.meta.url), { workerData });

const eventually = <T>(value: () => T) => expect.poll(value, { timeout: 100_000, interval: 20 });

/**
 * Serves an archive of some articles, of which the test knows the threads.
 *
 * @param replace gives the thread that takes the place of the one with a name
 */
async function open({
  articles = 1,
  replace = () => undefined,
}: {
  articles?: number;
  replace?: (name: Name, data: object) => Worker | undefined;
}) {
  const folder = temporaryFolder();
  const database = join(temporaryFolder(), 'feeds.db');
  const put = (number: number) => writeFileSync(join(folder, `${number}.md`), content(number));
  for (let number = 1; number <= articles; number++) put(number);
  const port = await freePort();
  const settings = readSettings({
    ARCHIVE: folder,
    DATABASE: database,
    PORT: String(port),
    HOST: '127.0.0.1',
    SITE_URL: 'https://feeds.example',
    LOG_LEVEL: 'silent',
    TRUSTED_PROXIES: '127.0.0.1',
    PUBLISH_TOKEN: TOKEN,
    STATS_TOKEN: TOKEN,
  }) as Settings;
  const printed: string[] = [];
  for (const method of ['log', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((line) => void printed.push(String(line)));
  }
  /** The newest thread of each name. */
  const threads = new Map<Name, Worker>();
  /** The addresses that each publication composed. */
  const composed: string[][] = [];
  const serving = serve(settings, {}, (name, data) => {
    const thread = replace(name, data) ?? startThread(name, data);
    threads.set(name, thread);
    thread.on('message', (message: FromPublisher) => {
      if (message.type === 'documents') composed.push([...message.documents.keys()]);
    });
    return thread;
  });
  onTestFinished(async () => {
    vi.restoreAllMocks();
    await (await serving).close();
  });
  const ask = (path: string, headers: Record<string, string> = {}) =>
    exchange(port, path, { headers });
  const items = async () => {
    const answer = await ask('/feed.json');
    return answer.ok ? ((await answer.json()) as { items: unknown[] }).items.length : null;
  };
  return { port, ask, items, put, threads, composed, printed, serving };
}

/** Opens when it is told to. */
function createGate() {
  const gate = new SharedArrayBuffer(4);
  const flag = new Int32Array(gate);
  return {
    gate,
    open() {
      Atomics.store(flag, 0, 1);
      Atomics.notify(flag, 0);
    },
  };
}

const hang = '/search/?q=hangs';
const wait = '/search/?q=waits';

test('until something is published, there is a 503 that shows the progress, and no empty feed', async () => {
  const { gate, open: go } = createGate();
  const { ask, items, serving } = await open({
    articles: 3,
    replace: (name, data) =>
      name === 'publisher' ? odd('late-publisher', { ...data, gate }) : undefined,
  });
  const said = async () =>
    (await ask('/feed.xml').catch(() => null))?.text() ?? Promise.resolve('');
  await eventually(said).toContain('3 of 7 files have been read');
  for (const path of ['/feed.xml', '/', '/search/?q=x', '/health', '/nothing']) {
    const { status, headers } = await ask(path);
    expect([path, status]).toEqual([path, 503]);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(headers.get('Cache-Control')).toBe('no-store');
  }
  const page = await ask('/', { Accept: 'text/html', 'Accept-Language': 'en' });
  expect(page.status).toBe(503);
  expect(page.headers.get('Content-Type')).toContain('text/html');
  expect(page.headers.get('Refresh')).toBe('5');
  expect(await page.text()).toContain('3 of 7 files have been read');
  expect((await ask('/style.css')).status).toBe(200);
  go();
  const { site }: Server = await serving;
  expect(site.url).toBe('https://feeds.example');
  expect(await items()).toBe(3);
});

test('a file that takes too long, or ends its thread, is named, and the others are published', async () => {
  const { folder, db, put, titles } = openArchive();
  for (const [at, path] of ['1', 'hangs', '2', 'dies', '3', 'hangs-too', '4', 'waits'].entries()) {
    put(`${path}.md`, content(at));
  }
  let started = 0;
  const compiler = createCompiler(() => {
    started++;
    return odd('odd-compiler');
  }, 1);
  const deps = { db, archive: openFolder(folder), parserId: '1', now: () => NOW };
  const report = await publishArchive({ ...deps, loadParser: compiler.loadParser });
  const late = 'it takes more than 1 s to read; expected an article that a newsroom would publish';
  expect(lines(report)).toEqual([
    'dies.md: reading it ended in an error: its thread ended; expected an article that a newsroom would publish',
    `hangs-too.md: ${late}`,
    `hangs.md: ${late}`,
  ]);
  expect((await titles()).sort()).toEqual(['第0条', '第2条', '第4条', '第6条', '第7条']);
  // Each file is tried once: as many threads as it ends, and the first.
  expect(started).toBeLessThanOrEqual(4);
  await compiler.close();
});

test('polls go on while every reader is at work and more wait than may', async () => {
  const { gate, open: go } = createGate();
  const { ask, serving } = await open({
    replace: (name) => (name === 'reader' ? odd('odd-reader', { gate }) : undefined),
  });
  await serving;
  const etag = (await ask('/feed.xml')).headers.get('ETag') ?? '';
  const asked = Promise.all(Array.from({ length: 400 }, () => ask(wait)));
  for (let poll = 0; poll < 20; poll++) {
    expect((await ask('/feed.xml', { 'If-None-Match': etag })).status).toBe(304);
  }
  go();
  const refused = (await asked).filter(({ status }) => status !== 200);
  expect(refused[0]?.status).toBe(503);
  expect(refused[0]?.headers.get('Retry-After')).toBe('5');
  const said = await Promise.all(refused.map((answer) => answer.text()));
  expect(said.join('')).toContain('Too much is asked for');
});

test('what takes too long gets a 503, and the reader that it blocks is replaced', async () => {
  const { gate } = createGate();
  const { ask, printed, serving } = await open({
    replace: (name) => (name === 'reader' ? odd('odd-reader', { gate }) : undefined),
  });
  await serving;
  const late = await ask(hang);
  expect(late.status).toBe(503);
  expect(await late.text()).toContain('took too long');
  await eventually(async () => (await ask('/search/?q=x')).status).toBe(200);
  expect(printed.join('\n')).toContain('/search/?q=hangs: it takes more than 3 s');
});

test('what comes too late because others have the machine does not end its thread', async () => {
  const { gate } = createGate();
  const { ask, printed, serving } = await open({
    replace: (name) => (name === 'reader' ? odd('odd-reader', { gate }) : undefined),
  });
  await serving;
  // It waits for four seconds, and takes no CPU time.
  expect((await ask('/search/?q=late')).status).toBe(503);
  await eventually(async () => (await ask('/search/?q=x')).status).toBe(200);
  expect(printed.join('\n')).not.toContain('a reader thread ended');
});

test.each(['dies', 'breaks'])('a reader that %s is named in the log, and replaced', async (how) => {
  const { gate } = createGate();
  const { ask, printed, serving } = await open({
    replace: (name) => (name === 'reader' ? odd('odd-reader', { gate }) : undefined),
  });
  await serving;
  expect((await ask(`/search/?q=${how}`)).status).toBe(503);
  expect((await ask('/feed.xml')).status).toBe(200);
  await eventually(async () => (await ask('/search/?q=x')).status).toBe(200);
  expect(printed.join('\n')).toContain(`/search/?q=${how}`);
});

test('a publisher that ends is started again, and publishes what came meanwhile', async () => {
  const { ask, items, put, threads, printed, serving } = await open({ articles: 2 });
  await serving;
  const first = threads.get('publisher');
  await first?.terminate();
  put(3);
  expect((await ask('/feed.xml')).status).toBe(200);
  await eventually(items).toBe(3);
  expect(threads.get('publisher')).not.toBe(first);
  expect(printed.join('\n')).toContain('the publisher ended');
});

test('one client has one budget for all that is not ready, whatever conditions it sends', async () => {
  const { ask, serving } = await open({});
  await serving;
  const from = (client: string) => ({ 'X-Forwarded-For': client, 'If-None-Match': '"x"' });
  const paths = ['/filter/feed.xml?limit=', '/search/?q=', '/archive/9/feed.xml?a=', '/?page='];
  const asked = Array.from({ length: MAX_COMPOSED.size + 30 }, (_, at) =>
    ask(`${paths[at % paths.length]}${at + 1}`, from('203.0.113.1')),
  );
  const refused = (await Promise.all(asked)).find(({ status }) => status === 429);
  expect(Number(refused?.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect((await ask('/feed.xml', from('203.0.113.1'))).status).toBe(200);
  await eventually(async () => (await ask('/search/?q=x', from('203.0.113.2'))).status).toBe(200);
});

test('a publication composes what is polled, not what was asked for last', async () => {
  const { ask, items, put, composed, serving } = await open({ articles: 2 });
  await serving;
  const polled = '/sources/news.example/feed.xml';
  // Where other programs have the machine, an answer may come too late.
  const composes = (path: string) => eventually(async () => (await ask(path)).status).toBe(200);
  await composes(polled);
  const etag = (await ask(polled)).headers.get('ETag') ?? '';
  const delta = { 'A-IM': 'feed', 'If-None-Match': etag };
  for (let poll = 0; poll < 3; poll++) expect((await ask(polled, delta)).status).toBe(304);
  for (let dear = 1; dear <= 20; dear++) {
    await composes(`/filter/feed.xml?limit=${dear}&zh=hant`);
  }
  put(3);
  await eventually(items).toBe(3);
  expect(composed.at(-1)?.sort()).toEqual(['/atom.xml', '/feed.json', '/feed.xml', polled]);
  const answer = await ask(polled, delta);
  expect(answer.status).toBe(226);
  expect((await answer.text()).match(/<item>/g)).toHaveLength(1);
});

test('what writes reaches the publisher: a push, the hub, and statistics', async () => {
  const { port, ask, items, serving } = await open({});
  await serving;
  const request = (path: string, init?: RequestInit) => exchange(port, path, init);
  const { publish } = homeOf({ request, setClock: () => {}, db: undefined as never });
  await publish([article(1), article(2)]);
  expect(await items()).toBe(3);
  const large = 'x'.repeat(20_000);
  const refused = await request('/publishing/manifest', { method: 'POST', body: large });
  expect(refused.status).toBe(401);
  expect((await request('/hub', { method: 'POST', body: large })).status).toBe(413);
  const form = { 'hub.mode': 'subscribe', 'hub.topic': 'https://feeds.example/none' };
  const asked = { ...form, 'hub.callback': 'https://reader.example/' };
  const body = String(new URLSearchParams(asked));
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  expect((await request('/hub', { method: 'POST', body, headers })).status).toBe(404);
  const authorized = { Authorization: `Bearer ${TOKEN}` };
  expect(await (await ask('/stats.json', authorized)).json()).toMatchObject({ articles: 3 });
  expect(await (await ask('/metrics', authorized)).text()).toContain('broadsheet_revision 2');
});
