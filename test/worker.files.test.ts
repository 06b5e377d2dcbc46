// The Worker behind the files of an export, as wrangler.toml says, in workerd: what is a file starts
// no Worker, and has the bytes that Node sends.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestHarness } from 'wrangler';
import { readSettings, type Settings } from '../src/http/config.ts';
import { writeIgnored } from '../src/node/edge/files.ts';
import { exportSite } from '../src/node/export/export.ts';
import { content } from './support/archive.ts';
import { startCommand } from './support/command.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const SITE_URL = 'https://feeds.example';
const POLLS = 20;

const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-'));
const folder = join(scratch, 'archive');
const files = join(scratch, 'files');
const settings = readSettings({
  ARCHIVE: folder,
  DATABASE: join(scratch, 'feeds.db'),
  SITE_URL,
  HISTORY: 'compact',
  ITEMS: '5',
}) as Settings;

/** wrangler.toml with the exported files, and a Worker that counts its runs, in one script. */
function configure(): string {
  const main = join(scratch, 'counting.ts');
  writeFileSync(
    main,
    `import worker from '${ROOT}src/worker/index.ts';
    let runs = 0;
    export default {
      ...worker,
      fetch(request: Request, ...rest: []) {
        if (new URL(request.url).pathname === '/runs') return new Response(String(runs));
        runs++;
        return worker.fetch(request, ...rest);
      },
    };`,
  );
  const config = readFileSync(`${ROOT}wrangler.toml`, 'utf8')
    .replace('directory = "public"', `directory = "${files}"`)
    .replace('main = ".wrangler/worker/index.js"', `main = "${main}"`)
    .replace(/no_bundle[\s\S]*?rules = .*/, '')
    .replace(/\[build\][\s\S]*?(?=\n\n)/, '');
  const path = join(scratch, 'wrangler.toml');
  writeFileSync(path, config);
  return path;
}

const harness = createTestHarness({
  root: ROOT,
  workers: [{ configPath: join(scratch, 'wrangler.toml'), vars: { SITE_URL, HISTORY: 'compact' } }],
});
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  // Not the Worker alone: what is in front of it answers first.
  harness.fetch(path, {
    method,
    redirect: 'manual',
    headers: { 'Accept-Encoding': 'identity', ...headers },
  });
const runs = async () => Number(await (await ask('/runs')).text());

/** Addresses of all feeds and their history, by the sources and languages that there are. */
const written = (pattern: RegExp) =>
  Object.keys(JSON.parse(readFileSync(join(files, '.broadsheet/manifest.json'), 'utf8')).files)
    .filter((path) => pattern.test(path))
    .map((path) => `/${path.replace(/index\.html$/, '')}`);

beforeAll(async () => {
  for (const [at, source] of ['voa', 'bbc'].entries()) {
    mkdirSync(join(folder, source), { recursive: true });
    for (let number = 1; number <= 7; number++) {
      writeFileSync(join(folder, source, `${number}.md`), content(number + 10 * at));
    }
  }
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await exportSite(settings, {}, [files]);
  log.mockRestore();
  writeIgnored(files, 'files');
  configure();
  await harness.listen();
});
afterAll(async () => {
  await harness.close();
  rmSync(scratch, { recursive: true });
});

describe('files', () => {
  test(`${POLLS} polls of every feed start no Worker, and have the bytes of the export`, async () => {
    const feeds = written(/\.(xml|json)$/).filter((path) => !/schema/.test(path));
    expect(feeds.length).toBeGreaterThan(15);
    const before = await runs();
    for (const path of feeds) {
      const bytes = readFileSync(join(files, path));
      const first = await ask(path);
      expect([path, first.status]).toEqual([path, 200]);
      expect(Buffer.from(await first.arrayBuffer()).equals(bytes)).toBe(true);
      const tag = first.headers.get('ETag') ?? '';
      const polls = Array.from({ length: POLLS - 1 }, () => ask(path, { 'If-None-Match': tag }));
      const statuses = (await Promise.all(polls)).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([304]));
    }
    expect(await runs()).toBe(before);
    // The counter does count.
    await ask('/nothing-here');
    expect(await runs()).toBeGreaterThan(before);
  });

  test('every page and picture is at its address, and starts no Worker', async () => {
    const before = await runs();
    const paths = written(/^(?!_)/);
    expect(paths).toEqual(expect.arrayContaining(['/', '/sources/voa/', '/style.css']));
    for (const path of paths.filter((each) => !/^\/\.nojekyll$|^\/CNAME$|^\/404/.test(each))) {
      const answer = await ask(path);
      expect([path, answer.status]).toEqual([path, 200]);
      const file = path.endsWith('/') ? `${path}index.html` : path;
      const bytes = readFileSync(join(files, file));
      expect([path, Buffer.from(await answer.arrayBuffer()).equals(bytes)]).toEqual([path, true]);
    }
    expect(await runs()).toBe(before);
  });

  test('they are sent with types that Cloudflare compresses', async () => {
    const type = async (path: string) => (await ask(path)).headers.get('Content-Type');
    expect(await type('/feed.xml')).toMatch(/^(application|text)\/xml/);
    expect(await type('/atom.xml')).toMatch(/^(application|text)\/xml/);
    expect(await type('/feed.json')).toMatch(/^application\/json/);
    expect(await type('/')).toMatch(/^text\/html/);
  });

  test('nothing that the export keeps for itself is there', async () => {
    for (const path of ['/.broadsheet/manifest.json', '/.assetsignore', '/_headers']) {
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    }
  });

  // src/worker/README.md has this table.
  test('what a client gets for a file, of what the application would do', async () => {
    const { headers } = await ask('/feed.xml');
    const tag = headers.get('ETag') ?? '';
    const got = async (...[more, method]: [Record<string, string>, string?]) =>
      (await ask('/feed.xml', more, method)).status;
    expect({
      'the tag it got': await got({ 'If-None-Match': tag }),
      'the same, weak': await got({ 'If-None-Match': `W/${tag}` }),
      'a list of tags': await got({ 'If-None-Match': `"x", ${tag}` }),
      'a date': await got({ 'If-Modified-Since': new Date().toUTCString() }),
      'a range': await got({ Range: 'bytes=0-9' }),
      'A-IM: feed': await got({ 'A-IM': 'feed', 'If-None-Match': '"x"' }),
      HEAD: await got({}, 'HEAD'),
      'OPTIONS, a preflight': await got({ Origin: 'https://x.example' }, 'OPTIONS'),
      POST: await got({}, 'POST'),
    }).toEqual({
      'the tag it got': 304,
      'the same, weak': 304,
      'a list of tags': 200,
      'a date': 200,
      'a range': 200,
      'A-IM: feed': 200,
      HEAD: 200,
      'OPTIONS, a preflight': 405,
      POST: 405,
    });
    const slashless = await ask('/sources/voa');
    expect([slashless.status, slashless.headers.get('Location')]).toEqual([307, '/sources/voa/']);
    expect((await ask('/feed.xml?utm_source=x')).status).toBe(200);
  });
});

describe('without a database', () => {
  test.each([
    ['/rss', '/feed.xml'],
    ['/FEED.XML', '/feed.xml'],
    ['/index.xml', '/feed.xml'],
    ['/sources/VOA/feed.xml', '/sources/voa/feed.xml'],
    ['/sources/VOA/rss', '/sources/voa/feed.xml'],
    ['/languages/zh-hans/feed.xml', '/languages/zh-Hans/feed.xml'],
  ])('%s leads to %s', async (typed, meant) => {
    const answer = await ask(typed);
    expect([answer.status, answer.headers.get('Location')]).toEqual([301, SITE_URL + meant]);
  });

  test('what is not there is said in the language of the reader', async () => {
    const program = await ask('/nothing');
    expect(program.status).toBe(404);
    expect(await program.text()).toContain('/feed.xml');
    const browser = await ask('/nothing', { Accept: 'text/html', 'Accept-Language': 'zh-Hant' });
    expect(browser.status).toBe(404);
    expect(await browser.text()).toContain('lang="zh-Hant"');
  });

  test.each(['/filter/feed.xml?q=a', '/hub', '/publishing/manifest', '/stats'])(
    '%s says what it needs',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(501);
      expect(await answer.text()).toContain('need a database');
    },
  );

  test('a push is told what to do', async () => {
    const { url } = await harness.listen();
    const push = startCommand(['push', folder, '--to', url.origin], {
      PUBLISH_TOKEN: 'a-token-of-the-tests-0123456789-abcdef',
    });
    const { code, stderr } = await push.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('need a database');
  });
});
