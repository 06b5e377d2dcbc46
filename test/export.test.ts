// broadsheet export: what it writes, and what it says.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { readSettings, type Settings, siteOf } from '../src/http/config.ts';
import { createDocumentCache } from '../src/node/document-cache.ts';
import { openExportFolder } from '../src/node/export/folder.ts';
import { openSqlite, type SqliteDatabase } from '../src/node/sqlite.ts';
import { content } from './support/archive.ts';
import { startCommand, temporaryFolder } from './support/command.ts';
import { type Crawled, crawl } from './support/crawl.ts';
import { serveFiles } from './support/file-server.ts';
import { PUBLIC } from './support/public.ts';

/** An archive of files on disk, and how it is exported. */
function archiveOf(articles: number, settings: Record<string, string> = {}) {
  const home = temporaryFolder();
  const archive = join(home, 'archive');
  for (let number = 1; number <= articles; number++) {
    const source = number % 2 ? 'voa' : '自由亚洲';
    mkdirSync(join(archive, source), { recursive: true });
    const published = Date.UTC(2024, number % 3, 1 + (number % 28));
    writeFileSync(join(archive, source, `${number}.md`), content(number, { published }));
  }
  const out = join(home, 'site');
  const environment = {
    DATABASE: join(home, 'feeds.db'),
    SITE_URL: 'https://user.example/news',
    ITEMS: '4',
    ...settings,
  };
  const run = (...args: string[]) =>
    startCommand(['export', out, archive, ...args], environment).ended;
  return { home, archive, out, environment, run };
}

/** When each file of a folder was written, by path. */
function timesIn(folder: string): Map<string, number> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(paths.map((path) => [path, statSync(join(folder, path)).mtimeMs]));
}

const keepNothing = (db: SqliteDatabase) => createDocumentCache(db, 'test', { readOnly: true });
const isAnswer = (address: string) =>
  address === '/hub' || (address.includes('?') && !address.startsWith('/search/?q='));

test('a server that had the same database left nothing to read again', async () => {
  const { archive, environment, run } = archiveOf(3);
  const server = startCommand(['--host', '127.0.0.1', '--port', '0', archive], environment);
  await server.prints(' is at ');
  server.child.kill('SIGTERM');
  await server.ended;
  expect((await run()).stdout).toContain('archive: 3 articles published, 0 files read');
});

describe.each([
  ['at the root of a host', 'https://user.example'],
  ['below a path', 'https://user.example/news'],
])('an export %s, served by a plain server of files', (_, SITE_URL) => {
  test('is what our server answers, and every link leads somewhere', async () => {
    const { out, environment, run } = archiveOf(9, { SITE_URL });
    const { code, stdout, stderr } = await run();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/archive: 9 articles published, 9 files read, 0 errors, 0 notices\n/);
    expect(stdout).toContain(` for ${SITE_URL}/\n`);

    const base = new URL(SITE_URL).pathname.replace(/\/$/, '');
    const files = await serveFiles(out, base);
    const found = await crawl(SITE_URL, (path, init) => fetch(files + path, init));
    const missing = [...found].filter(([, { status }]) => status !== 200);
    expect(missing.map(([address]) => address)).toEqual([]);
    expect([...found.keys()].filter(isAnswer)).toEqual([]);

    // The application with a site of files, from the same database.
    const settings = readSettings({ ...environment, HISTORY: 'compact' }) as Settings;
    const { hub: __, ...site } = siteOf(settings, SITE_URL);
    const db = openSqlite(environment.DATABASE, true);
    const documents = await keepNothing(db);
    const app = createApp({ db, documents, site: { ...site, files: true } });
    const answered = await crawl(
      SITE_URL,
      async (path, init) => app.request(path, init),
      (address) => !PUBLIC.has(address) && !address.includes('?'),
    );
    const bodies = (crawled: Map<string, Crawled>) =>
      [...crawled]
        .filter(([address]) => !PUBLIC.has(address) && !address.includes('?'))
        .map(([address, { body }]) => [address, body])
        .sort();
    expect(bodies(found)).toEqual(bodies(answered));
    for (const address of [
      '/archive/2/atom.xml',
      '/sources/voa/archive/1/feed.xml',
      '/2024/',
      '/',
    ]) {
      expect([...found.keys()]).toContain(address);
    }

    // But for pages, these are the bytes of a server that has more than files.
    const server = createApp({ db, documents: await keepNothing(db), site });
    for (const [address, { body, type }] of found) {
      if (!/xml|json/.test(type) || PUBLIC.has(address)) continue;
      expect([address, await (await server.request(address)).text()]).toEqual([address, body]);
    }
    db.close();
  });
});

describe('the command', () => {
  test('a second run composes and writes nothing', async () => {
    const { out, run } = archiveOf(5);
    await run();
    const before = timesIn(out);
    const { stdout } = await run();
    expect(stdout).toContain(`${out}: 0 files written, 0 removed (0 documents composed)`);
    before.delete('.broadsheet');
    expect([...before].filter(([path, time]) => timesIn(out).get(path) !== time)).toEqual([]);
  });

  test('has what hosts of files look for', async () => {
    const { out, run } = archiveOf(2);
    await run('--cname');
    expect(readFileSync(join(out, 'CNAME'), 'utf8')).toBe('user.example\n');
    expect(readFileSync(join(out, '.nojekyll'), 'utf8')).toBe('');
    const headers = readFileSync(join(out, '_headers'), 'utf8');
    expect(headers).toContain("\n  Content-Security-Policy: default-src 'none';");
    expect(headers).toContain('/archive/*\n  Cache-Control: public, max-age=86400\n');

    const files = await serveFiles(out, '/news');
    const answer = await fetch(`${files}/news/sources/none/`);
    const page = await answer.text();
    expect(answer.status).toBe(404);
    expect(page).toContain('<html lang="zh-Hans">');
    // It is shown at any address, so its links do not depend on that.
    for (const [, link] of page.matchAll(/ (?:href|src)="([^"]+)"/g)) {
      expect(link).toMatch(/^(\/news\/|https:|#|feed:)/);
    }
  });

  test('--compress writes what servers send as it is, with the times of the files', async () => {
    const { out, run } = archiveOf(5);
    await run('--compress');
    const paths = readdirSync(out, { recursive: true, encoding: 'utf8' });
    const texts = paths.filter((path) => /\.(xml|json|html|css|js)$/.test(path));
    const decode = { '.gz': gunzipSync, '.br': brotliDecompressSync, '.zst': zstdDecompressSync };
    let checked = 0;
    for (const path of texts.filter((each) => !each.startsWith('.broadsheet'))) {
      const file = join(out, path);
      const bytes = readFileSync(file);
      for (const [ending, decoded] of Object.entries(decode)) {
        if (bytes.length < 256) continue;
        expect([path, decoded(readFileSync(file + ending)).equals(bytes)]).toEqual([path, true]);
        expect(statSync(file + ending).mtimeMs).toBeCloseTo(statSync(file).mtimeMs, 0);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(60);
    expect((await run('--compress')).stdout).toContain('0 files written, 0 removed');
    await run();
    expect(existsSync(join(out, 'feed.xml'))).toBe(true);
    expect(existsSync(join(out, 'feed.xml.gz'))).toBe(false);
  });

  test('--pages none writes feeds alone, and no link to a page', async () => {
    const { out, run } = archiveOf(5);
    await run();
    const { stdout } = await run('--pages', 'none');
    expect(stdout).not.toMatch(/^ {2}(page|article|search) /m);
    const left = readdirSync(out, { recursive: true, encoding: 'utf8' });
    expect(left.filter((path) => /\.html$|^articles|^search\/|sitemap/.test(path))).toEqual([]);
    expect(existsSync(join(out, 'feed.xml'))).toBe(true);
  });

  test('says what is missing, and writes nothing then', async () => {
    const { home, out, archive } = archiveOf(1);
    const DATABASE = join(home, 'other.db');
    const { code, stdout, stderr } = await startCommand(['export', out, archive], { DATABASE })
      .ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^SITE_URL is not set; expected the address that the files will have/);
    expect(existsSync(out)).toBe(false);
  });

  test.each([
    ['in the archive', 'archive/site'],
    ['around the archive', '.'],
    ['the archive itself', 'archive'],
  ])('refuses a folder %s', async (_, place) => {
    const { home, archive, environment } = archiveOf(1);
    const args = ['export', join(home, place), archive];
    const { code, stderr } = await startCommand(args, environment).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('lie in one another; expected another folder, such as ../site');
    expect(existsSync(join(home, place, '.broadsheet'))).toBe(false);
  });

  test('takes a hidden folder of the archive', async () => {
    const { archive, environment } = archiveOf(1);
    const run = () => startCommand(['export', join(archive, '.site'), archive], environment).ended;
    expect((await run()).code).toBe(0);
    expect((await run()).stdout).toContain('1 article published, 0 files read');
  });

  test('two runs at once: the second says so', async () => {
    const { out, run } = archiveOf(2);
    await run();
    const first = openExportFolder(out);
    const { code, stderr } = await run();
    const sentence = `${out}: another export is at work there; expected one at a time\n`;
    expect([code, stderr]).toEqual([1, sentence]);
    first.close();
    expect((await run()).code).toBe(0);
  });
});
