// The deployed Worker in workerd beside the application on Node: one archive, the same bytes.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestHarness } from 'wrangler';
import { createApp } from '../src/http/app.ts';
import { readSettings, type Settings, siteOf } from '../src/http/config.ts';
import { createDocumentCache } from '../src/node/document-cache.ts';
import { openFolder } from '../src/node/files.ts';
import { loadParser } from '../src/node/parser.ts';
import { push } from '../src/node/push.ts';
import { openSqlite } from '../src/node/sqlite.ts';
import { publishArchive } from '../src/publish/publish.ts';
import { stepIndex } from '../src/store/search/indexing.ts';
import { writeArchive } from './archive/generate.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const SITE_URL = 'https://feeds.example';
const TOKEN = 'a-token-of-the-tests-0123456789-abcdef';
const ARTICLES = 300;

const scratch = mkdtempSync(join(tmpdir(), 'broadsheet-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('for 300 articles', () => {
  const folder = join(scratch, 'archive');
  const harness = createTestHarness({
    root: ROOT,
    workers: [
      {
        configPath: 'wrangler.toml',
        env: 'answers',
        vars: { SITE_URL },
        secrets: { PUBLISH_TOKEN: TOKEN },
      },
    ],
  });
  const db = openSqlite(':memory:');
  let node: ReturnType<typeof createApp>;

  beforeAll(async () => {
    writeArchive(folder, { count: ARTICLES });
    const { url } = await harness.listen();
    await harness.getWorker().applyD1Migrations('DB');
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const language = 'zh-Hans';
    const settings = readSettings({ ARCHIVE: folder, PUBLISH_TOKEN: TOKEN }) as Settings;
    expect(await push(settings, { to: url.origin })).toBe(true);
    log.mockRestore();

    await publishArchive({
      db,
      archive: openFolder(folder),
      loadParser: loadParser(language),
      parserId: '',
      now: Date.now,
    });
    while (!(await stepIndex(db)));
    const site = siteOf(readSettings({ SITE_URL }) as Settings, SITE_URL);
    node = createApp({ db, site, documents: await createDocumentCache(db, '') });
  });
  afterAll(() => harness.close());

  const ask = (path: string, headers = {}) =>
    harness.getWorker().fetch(SITE_URL + path, {
      headers: { 'Accept-Encoding': 'identity', ...headers },
    });

  // The platform asks for gzip in the client's place, and decodes it where the client takes none.
  const plain = (field: string | null) => field?.replace(/-gzip"$/, '"') ?? null;

  test.each([
    '/feed.xml',
    '/atom.xml',
    '/feed.json',
    '/',
    '/filter/feed.xml?limit=300',
    '/filter/feed.json?content=summary&limit=3',
  ])('%s is the same document as on Node', async (path) => {
    const expected = await node.request(path);
    const answer = await ask(path);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(await expected.text());
    // Not the date: each home has that of its own publication.
    for (const name of ['ETag', 'Content-Type', 'Cache-Control']) {
      expect(plain(answer.headers.get(name))).toBe(expected.headers.get(name));
    }
  });

  test('holds them all', async () => {
    const { articles } = (await (await ask('/health')).json()) as { articles: number };
    expect(articles).toBe(ARTICLES);
  });

  // What browsers make of the pages (browser.test.ts) holds here too, if these are the same.
  test('a browser gets the same pages as on Node, and what they load', async () => {
    const accept = { Accept: 'text/html', 'Accept-Language': 'en' };
    const fields = ['Cache-Control', 'Content-Language', 'Content-Security-Policy'];
    fields.push('Content-Type', 'ETag', 'Location', 'Referrer-Policy', 'Vary');
    fields.push('X-Content-Type-Options');
    const paths = new Set([
      '/',
      '/search/?q=%E4%B8%AD%E5%9B%BD',
      '/search/?q=nowhere',
      '/?ui=zh-Hant',
    ]);
    for (const path of paths) {
      const [expected, answer] = [
        await node.request(path, { headers: accept }),
        await ask(path, accept),
      ];
      const text = await expected.text();
      expect([path, answer.status, await answer.text()]).toEqual([path, expected.status, text]);
      const values = ({ headers }: { headers: Pick<Headers, 'get'> }) =>
        fields.map((name) => plain(headers.get(name)));
      expect(values(answer)).toEqual(values(expected));
      for (const [, href = ''] of text.matchAll(
        / href="(?:https:\/\/feeds\.example)?(\/[^"#]*)"/g,
      )) {
        const file = href.slice(1);
        if (paths.size < 60 && !readdirSync(`${ROOT}public`).includes(file)) {
          paths.add(href.replaceAll('&amp;', '&'));
        }
      }
    }
    expect(paths.size).toBe(60);
    for (const name of readdirSync(`${ROOT}public`).filter((name) => name !== '_headers')) {
      const file = Buffer.from(await (await harness.fetch(`/${name}`)).arrayBuffer());
      expect(file.equals(readFileSync(`${ROOT}public/${name}`))).toBe(true);
    }
  });

  test('style sheets are served beside it', async () => {
    const answer = await harness.fetch('/style.css');
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/css/);
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=3600');
    expect(await answer.text()).toBe(readFileSync(`${ROOT}public/style.css`, 'utf8'));
    expect((await harness.fetch('/_headers')).status).toBe(404);
  });
});

describe('the bundle', () => {
  const bundle = `${ROOT}.wrangler/worker/`;
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, [`${ROOT}src/node/edge/bundle.ts`]);
  });
  const compressed = (name: string) => gzipSync(readFileSync(join(bundle, name))).length;

  test('is within the limit of the free plan: 3 MiB, compressed', () => {
    const modules = readdirSync(bundle).filter((name) => name.endsWith('.js'));
    const sum = modules.reduce((bytes, name) => bytes + compressed(name), 0);
    expect(sum).toBeLessThan(3 * 2 ** 20);
    // Dictionaries are modules that are loaded when they are asked for.
    expect(compressed('index.js')).toBeLessThan(sum / 4);
  });

  test('holds no HTML parser, and nothing of Node', () => {
    const { inputs } = JSON.parse(readFileSync(join(bundle, 'meta.json'), 'utf8')) as {
      inputs: object;
    };
    const names = Object.keys(inputs);
    expect(names.join('\n')).toContain('src/worker/index.ts');
    expect(names.filter((name) => /cheerio|htmlparser2|parse5|entities\//.test(name))).toEqual([]);
    expect(names.filter((name) => /^(src\/node\/|node:)/.test(name))).toEqual([]);
  });
});
