// npm start, as a user does it: what is printed and served, and how it ends.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import Parser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import { content } from './support/archive.ts';
import { startCommand, temporaryFolder } from './support/command.ts';

/** Starts with a database of its own and a free port. */
function start(args: string[], environment: Record<string, string> = {}) {
  const DATABASE = join(temporaryFolder(), 'deep/feeds.db');
  return startCommand(['serve', ...args], { DATABASE, PORT: '0', ...environment });
}

/** Starts, and waits until it serves: its URL, without a slash at the end. */
async function serving(args: string[] = [], environment: Record<string, string> = {}) {
  const command = start(args, environment);
  await command.prints(' is at http');
  const url = / is at (\S+)\/$/m.exec(command.output.stdout)?.[1] ?? '';
  return { ...command, url };
}

test('a site below a path is served there, its style sheet too, and where a proxy takes it away', async () => {
  const port = await freePort();
  const SITE_URL = 'https://host.example/news';
  await serving([], { SITE_URL, PORT: port });
  const ask = (path: string) => fetch(`http://localhost:${port}${path}`, { redirect: 'manual' });
  for (const path of [
    '/feed.xml',
    '/style.css',
    '/health',
    '/opml.xml',
    '/filter/atom.xml?has=image',
  ]) {
    const [below, root] = [await ask(`/news${path}`), await ask(path)];
    expect([path, below.status, root.status]).toEqual([path, 200, 200]);
    expect(await below.text()).toBe(await root.text());
  }
  expect((await ask('/news')).headers.get('Location')).toBe(`${SITE_URL}/`);
  expect(await (await ask('/news/')).text()).toContain('href="/news/style.css"');
});

test('the seed article is published, with the date of its epoch comment', async () => {
  const { url, output } = await serving();
  expect(url).toMatch(/^http:\/\/localhost:\d+$/);
  expect(output.stderr).toBe('');
  expect(output.stdout).toBe(
    [
      'seeds: 1 article published, 1 file read, 0 errors, 0 notices',
      `  ${url}/feed.xml`,
      `  ${url}/atom.xml`,
      `  ${url}/feed.json`,
      `Broadsheet is at ${url}/`,
      '',
    ].join('\n'),
  );

  const rss = await (await fetch(`${url}/feed.xml`)).text();
  expect(rss).toContain('<pubDate>Wed, 31 Jan 2024 18:39:04 GMT</pubDate>');
  const fields = { item: [['media:content', 'media']] } as never;
  const { feedUrl, items } = await new Parser({ customFields: fields }).parseString(rss);
  expect(feedUrl).toBe(`${url}/feed.xml`);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    title: '中国新任防长董军首次公开活动与俄防长视频通话',
    link: 'https://www.voachinese.com/a/new-china-defence-minister-holds-video-talks-with-russia-s-shoigu-20240131/7464763.html',
    isoDate: '2024-01-31T18:39:04.000Z',
    media: {
      $: {
        type: 'image/png',
        url: 'https://images.weserv.nl/?url=gdb.voanews.com/01000000-0aff-0242-150a-08dc08686b58_r1_s.png',
      },
    },
  });
  const full = items[0]?.['content:encoded'] ?? '';
  expect(full).toContain(
    '中国新任国防部长董军星期三（1月31日）与俄罗斯国防部长绍伊古举行视频通话。',
  );
  expect(full).toContain('中俄在乌克兰战争和朝鲜问题上的合作提升了两国军事技术合作。');

  for (const path of ['/', '/atom.xml', '/feed.json', '/health', '/style.css']) {
    expect((await fetch(url + path)).status).toBe(200);
  }

  // Files of the pages are sent as documents are: compressed, and not a second time.
  const sheet = await fetch(`${url}/style.css`, { headers: { 'Accept-Encoding': 'br' } });
  expect(sheet.headers.get('content-encoding')).toBe('br');
  expect(await sheet.text()).toBe(readFileSync('public/style.css', 'utf8'));
  const headers = { 'If-None-Match': sheet.headers.get('etag') ?? '', 'Accept-Encoding': 'br' };
  expect((await fetch(`${url}/style.css`, { headers })).status).toBe(304);
  const icon = await fetch(`${url}/icon.png`);
  expect(icon.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await icon.arrayBuffer())).toEqual(readFileSync('public/icon.png'));
});

test('a second start with nothing changed reads nothing and serves the same bytes', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '1.md'), content(1));
  writeFileSync(join(folder, '2.md'), 'broken');
  const environment = {
    DATABASE: join(folder, 'feeds.db'),
    PORT: await freePort(),
    SITE_URL: 'https://feeds.example',
  };
  const served: unknown[] = [];
  for (const read of ['2 files', '0 files']) {
    const { child, ended, output, prints } = start([folder], environment);
    await prints(' is at https://feeds.example/');
    expect(output.stdout).toContain(`1 article published, ${read} read, 1 error, 0 notices`);
    expect(output.stderr).toContain('2.md:1: the file is in no known grammar; expected');
    expect(output.stdout).toContain('  https://feeds.example/feed.xml\n');
    const answer = await fetch(`http://localhost:${environment.PORT}/feed.xml`);
    const { headers } = answer;
    served.push([await answer.text(), headers.get('ETag'), headers.get('Last-Modified')]);
    child.kill('SIGTERM');
    await ended;
  }
  expect(served[1]).toEqual(served[0]);
});

describe('a database that knows another archive', () => {
  /** A folder of articles with these numbers, as `voa/1.md` and so on. */
  function archiveOf(numbers: number[]): string {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'voa'));
    for (const number of numbers) writeFileSync(join(folder, `voa/${number}.md`), content(number));
    return folder;
  }
  const [one, other] = [
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    [1, 101, 102],
  ];
  const ITEMS = { ITEMS: '500', PORT: '0' };

  /** Starts, and how many articles are then served. */
  async function serves(args: string[], environment: Record<string, string>, folder?: string) {
    const { child, ended, output, prints } = startCommand(args, environment, folder);
    await prints(' is at http');
    const url = / is at (\S+)\/$/m.exec(output.stdout)?.[1] ?? '';
    const { items } = await (await fetch(`${url}/feed.json`)).json();
    child.kill('SIGTERM');
    return { articles: items.length, stderr: (await ended).stderr };
  }

  test('if it is the default one, the start is refused, and nothing is changed', async () => {
    const home = temporaryFolder();
    expect((await serves(['serve', archiveOf(one)], ITEMS, home)).articles).toBe(12);
    const { code, stderr, stdout } = await startCommand(['serve', archiveOf(other)], ITEMS, home)
      .ended;
    expect(stderr).toMatch(
      /^DATABASE: data\/broadsheet.db was made for another archive than \S+: 11 of 12 articles are in no file [^\n]* a DATABASE of its own;[^\n]*--withdraw\n$/,
    );
    expect([code, stdout]).toEqual([1, '']);
    // A copy is the same archive; a folder where nothing is mounted is no other.
    expect(await serves(['serve', archiveOf(one)], ITEMS, home)).toEqual({
      articles: 12,
      stderr: '',
    });
    const empty = await serves(['serve', temporaryFolder()], ITEMS, home);
    expect(empty).toEqual({ articles: 12, stderr: expect.stringMatching(/^\.: 12 of 12 /) });
  });

  test('if it was named, nothing is withdrawn but by --withdraw', async () => {
    const environment = { ...ITEMS, DATABASE: join(temporaryFolder(), 'feeds.db') };
    await serves(['serve', archiveOf(one)], environment);
    const replaced = archiveOf(other);
    const kept = await serves(['serve', replaced], environment);
    expect(kept.articles).toBe(14);
    expect(kept.stderr).toMatch(/^\.: 11 of 12 articles are in no file /);
    const withdrawn = await serves(['serve', replaced, '--withdraw'], environment);
    expect(withdrawn).toEqual({ articles: 3, stderr: '' });
  });
});

test.each<[what: string, make: (file: string) => void]>([
  ['a pipe', (file) => execFileSync('mkfifo', [file])],
  ['a device without end', (file) => symlinkSync('/dev/zero', file)],
])('a broadsheet.json that is %s is told, and holds up neither start nor end', async (_, make) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '1.md'), content(1));
  make(join(folder, 'broadsheet.json'));
  const environment = {
    DATABASE: join(temporaryFolder(), 'feeds.db'),
    PORT: '0',
    FOLLOW_LINKS: '1',
  };
  const { child, ended, prints } = startCommand(['serve', folder], environment);
  await prints(' is at http');
  child.kill('SIGTERM');
  const { code, stdout, stderr } = await ended;
  expect(stderr).toBe(
    'broadsheet.json: it cannot be read: it is no regular file; expected a readable file\n',
  );
  expect(stdout).toContain('1 article published');
  expect(code).toBe(0);
});

describe('the end', () => {
  test('lets an open answer finish, takes no new one, and exits with 0', async () => {
    const folder = temporaryFolder();
    const body = `<p>${'新闻'.repeat(30_000)}</p>`;
    for (let number = 0; number < 40; number++) {
      writeFileSync(join(folder, `${number}.md`), content(number, { body }));
    }
    const { child, ended, url } = await serving([folder]);
    const expected = await (await fetch(`${url}/feed.json`)).bytes();
    expect(expected.length).toBeGreaterThan(7_000_000);

    // More than the kernel holds for a client that takes the head of its answer and then nothing, until the end has begun.
    const slow = connect(Number(new URL(url).port), 'localhost');
    const chunks: Buffer[] = [];
    slow.write('GET /feed.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    await new Promise<void>((resolve) => {
      slow.once('data', (chunk) => {
        slow.pause();
        chunks.push(chunk);
        resolve();
      });
    });
    child.kill('SIGTERM');
    while (await connects(url)) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(child.exitCode).toBe(null);
    slow.on('data', (chunk) => chunks.push(chunk)).resume();
    await new Promise((resolve) => slow.once('close', resolve));

    const answer = Buffer.concat(chunks);
    expect(answer.subarray(answer.indexOf('\r\n\r\n') + 4).equals(expected)).toBe(true);
    expect((await ended).code).toBe(0);
  });

  test('does not wait for a client that takes nothing, nor for one that is idle', async () => {
    const { child, ended, url } = await serving();
    await fetch(`${url}/feed.xml`);
    const silent = connect(Number(new URL(url).port), 'localhost').on('error', () => {});
    silent.write('GET /feed.xml HTTP/1.1\r\nHost: localhost\r\n');
    let told = '';
    silent.on('data', (chunk) => {
      told += chunk;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    // Node alone would wait fifteen seconds for the rest of the header, and then answer 408.
    expect(told).toBe('');
  });

  test('SIGINT ends it too', async () => {
    const { child, ended } = await serving();
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });
});

describe('what stands in the way is one clear line each, and exit code 1', () => {
  test('a taken port', async () => {
    const { url } = await serving();
    const { port } = new URL(url);
    const { code, stdout, stderr } = await start([], { PORT: port }).ended;
    expect(stderr).toBe(`PORT: ${port} is taken by another program; expected a free port\n`);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  test('a configuration: all that is wrong with it', async () => {
    const environment = { PORT: '99999', ITEMS: 'many', SITE_URL: 'feeds.example' };
    const { code, stdout, stderr } = await start([], environment).ended;
    expect(stderr.trimEnd().split('\n').sort()).toEqual([
      'ITEMS: “many” is not valid; expected a whole number from 1 to 500',
      'PORT: “99999” is not valid; expected a whole number from 0 to 65535',
      'SITE_URL: “feeds.example” is not valid; expected an absolute http(s) URL without query, such as https://feeds.example.org',
    ]);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  test('a missing archive', async () => {
    const { code, stderr } = await start(['no/such/folder']).ended;
    expect(stderr).toBe(
      'ARCHIVE: no/such/folder is no folder; expected the folder of an archive\n',
    );
    expect(code).toBe(1);
  });

  test('a database that is none', async () => {
    const DATABASE = join(temporaryFolder(), 'feeds.db');
    writeFileSync(DATABASE, 'text');
    const { code, stdout, stderr } = await start([], { DATABASE }).ended;
    expect(stderr).toMatch(/^DATABASE: .* the file is no database; expected /);
    expect(stderr.match(/\n/g)).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  test('an archive that is a file', async () => {
    const { code, stderr } = await start(['package.json']).ended;
    expect(stderr).toBe('ARCHIVE: package.json is no folder; expected the folder of an archive\n');
    expect(code).toBe(1);
  });
});

/** Whether a new connection to the server is taken. */
function connects(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), 'localhost');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** A port that nobody listened on a moment ago. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}
