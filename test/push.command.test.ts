// npm run push as a process, against a server on this machine.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/http/app.ts';
import { createDocumentCache } from '../src/node/document-cache.ts';
import { generateArticles, writeArchive } from './archive/generate.ts';
import { content, openArchive } from './support/archive.ts';
import { PROGRAM } from './support/command.ts';
import { homeOf, SITE, TOKEN } from './support/home.ts';
import { node } from './support/node.ts';

const ARTICLES = 250;

let folder: string;
let server: Server;
let url: string;
let request: (path: string, init?: RequestInit) => Promise<Response>;
/** Called before each request is answered. */
let before: (method: string) => Promise<void> | void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'broadsheet-'));
  const home = await node.open(SITE, TOKEN);
  home.setClock(Date.now());
  request = homeOf(home).app.request;
  before = () => {};
  server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', headers } = incoming;
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    await before(method);
    const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
    const fields = headers as Record<string, string>;
    const answer = await request(incoming.url ?? '/', { method, headers: fields, ...body });
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

function start(args: string[], environment: Record<string, string> = { PUBLISH_TOKEN: TOKEN }) {
  const { PUBLISH_TOKEN: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [PROGRAM, 'push', ...args], {
    env: { ...inherited, ...environment },
  });
  return Object.assign(child, { output: collect(child) });
}

function collect(child: ChildProcess): { text: string } {
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => (output.text += text));
  }
  return output;
}

async function run(args: string[], environment?: Record<string, string>) {
  const child = start(args, environment);
  const [code] = await once(child, 'close');
  return { code, text: child.output.text };
}

async function published(): Promise<number> {
  return ((await (await request('/health')).json()) as { articles: number }).articles;
}

test('a folder is published, and then nothing is left to do', async () => {
  writeArchive(folder, { count: ARTICLES });
  const first = await run([folder, '--to', url]);
  expect(first.text).toMatch(/^(sent \d+ of 250\n){2,}/m);
  expect(first.text).toContain(`${url} is at revision 1: ${ARTICLES} articles added`);
  expect(first.code).toBe(0);
  expect(await published()).toBe(ARTICLES);
  expect((await run([folder, '--to', `${url}/`])).text).not.toContain('sent');
});

test('a dry run tells what would change, and sends nothing', async () => {
  writeArchive(folder, { count: 3 });
  await run([folder, '--to', url]);
  const [gone] = [...generateArticles({ count: 3 })].map(({ path }) => path);
  unlinkSync(join(folder, gone as string));
  writeFileSync(
    join(folder, 'new.md'),
    '<!--1706726344000-->\n[新](https://a.example/new)\n------\n\n<p>x</p>\n',
  );
  const { text } = await run([folder, '--to', url, '--dry-run', '--delete']);
  expect(text).toMatch(/^add new\.md/m);
  expect(text).toMatch(/^withdraw /m);
  expect(text).toContain('1 article added, 0 changed, 1 withdrawn; nothing was sent');
  expect(await published()).toBe(3);

  await run([folder, '--to', url, '--delete']);
  expect(await published()).toBe(3);
  expect(await (await request('/feed.json')).text()).toContain('https://a.example/new');
});

test('what broadsheet.json says is pushed, and a dry run tells of it', async () => {
  writeFileSync(join(folder, '1.md'), '<!--1706726344000-->\n[新](https://a.example/1)\n------\n');
  await run([folder, '--to', url]);
  const table = join(folder, 'broadsheet.json');
  writeFileSync(table, '{"sources": {"a.example": {"title": "一家报纸"}}}');
  const dry = await run([folder, '--to', url, '--dry-run']);
  expect(dry.text).toMatch(/^change broadsheet\.json\n/m);
  expect(dry.text).toContain('0 withdrawn, broadsheet.json changed; nothing was sent');
  const title = async () =>
    ((await (await request('/sources/a.example/feed.json')).json()) as { title: string }).title;
  expect(await title()).toBe('a.example – 宽报');

  const { text } = await run([folder, '--to', url]);
  expect(text).toContain('is at revision 2: 0 articles added');
  expect(await title()).toBe('一家报纸 – 宽报');

  writeFileSync(table, '{"sources": {"a.example": {"titel": "x"}}}');
  const broken = await run([folder, '--to', url]);
  expect(broken.code).toBe(1);
  expect(broken.text).toContain('broadsheet.json has errors; expected none, nothing was sent');
});

/** The answer under a path, or where it leads: an alias leads to its source. */
async function follow(
  ask: (path: string) => Response | Promise<Response>,
  path: string,
): Promise<Response> {
  const answer = await ask(path);
  const location = answer.headers.get('Location');
  return location === null ? answer : ask(location.slice(SITE.url.length));
}

test('what is pushed is what `npm start` shows of the same folder', async () => {
  const archive = openArchive();
  archive.put('美国之音/1.md', content(1));
  archive.put('VOA/2.md', content(2));
  archive.put('BBC/3.md', content(3));
  const expectSame = async () => {
    const documents = await createDocumentCache(archive.db, 'test');
    const own = createApp({ db: archive.db, site: SITE, documents });
    for (const path of ['/feed.xml', '/sources/voa/atom.xml', '/sources/美国之音/feed.json']) {
      const [there, here] = [await follow(request, path), await follow(own.request, path)];
      expect(there.status).toBe(200);
      expect(await there.text()).toBe(await here.text());
    }
  };
  const voa = { title: 'A Voice', language: 'zh-Hant', aliases: ['美国之音'] };
  archive.put('broadsheet.json', JSON.stringify({ sources: { voa } }));
  await archive.publish();
  await run([archive.folder, '--to', url]);
  await expectSame();

  archive.remove('broadsheet.json');
  await archive.publish();
  await run([archive.folder, '--to', url, '--delete']);
  await expectSame();
});

test('nothing is withdrawn while a file cannot be read', async () => {
  writeArchive(folder, { count: 2 });
  await run([folder, '--to', url]);
  const [path] = [...generateArticles({ count: 2 })].map((file) => file.path);
  writeFileSync(join(folder, path as string), 'broken');
  const { code, text } = await run([folder, '--to', url, '--delete']);
  expect(code).toBe(1);
  expect(text).toContain('what cannot be read would be withdrawn');
  expect(await published()).toBe(2);
});

test('killed in the middle, it leaves the old state, and goes on when it runs again', async () => {
  writeArchive(folder, { count: ARTICLES });
  let puts = 0;
  const second = Promise.withResolvers<void>();
  before = (method) => {
    if (method !== 'PUT' || ++puts < 2) return;
    second.resolve();
    return new Promise((resolve) => setTimeout(resolve, 200));
  };
  const child = start([folder, '--to', url]);
  await second.promise;
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(await published()).toBe(0);

  before = () => {};
  const { code, text } = await run([folder, '--to', url]);
  expect(text).toMatch(/going on with a push that broke off: \d+ are there/);
  expect(code).toBe(0);
  expect(await published()).toBe(ARTICLES);
});

test.each([
  ['no token', ['FOLDER', '--to', 'URL'], {}, 'PUBLISH_TOKEN is not set'],
  [
    'a short one',
    ['FOLDER', '--to', 'URL'],
    { PUBLISH_TOKEN: 'hunter2' },
    'at least 32 characters',
  ],
  ['a wrong one', ['FOLDER', '--to', 'URL'], { PUBLISH_TOKEN: `${TOKEN}x` }, 'the token is wrong'],
  ['no folder', ['--to', 'URL'], undefined, "missing required argument 'ARCHIVE'"],
  [
    'a lost folder',
    ['FOLDER/lost', '--to', 'URL'],
    undefined,
    'lost is no folder; expected the folder',
  ],
  ['no server', ['FOLDER'], undefined, '--to: expected the address of a server'],
  ['no web address', ['FOLDER', '--to', 'a.example'], undefined, '--to: expected the address'],
  ['an unknown option', ['FOLDER', '--too', 'URL'], undefined, 'Did you mean --to?'],
])('%s is one clear line, and exit code 1', async (_, args, environment, line) => {
  const given = args.map((each) => each.replace('FOLDER', folder).replace('URL', url));
  const { code, text } = await run(given, environment as Record<string, string> | undefined);
  expect(code).toBe(1);
  expect(text).toContain(line);
  expect(text).not.toMatch(/ {4}at |hunter2|a-token/);
});
