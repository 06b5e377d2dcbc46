// `broadsheet deploy`: real wrangler against an account that is made of memory.

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addressIn } from '../src/node/edge/deploy.ts';
import { planOf } from '../src/node/edge/plan.ts';
import { content } from './support/archive.ts';
import { openCloudflare } from './support/cloudflare.ts';
import { startCommand, temporaryFolder } from './support/command.ts';
import { listenOn } from './support/listen.ts';

/** A folder with an archive of two articles, and where the deployment keeps its own. */
async function open(more: Record<string, string> = {}) {
  const folder = temporaryFolder();
  const archive = join(folder, 'archive');
  mkdirSync(join(archive, 'voa'), { recursive: true });
  for (const number of [1, 2]) writeFileSync(join(archive, `voa/${number}.md`), content(number));
  const cloudflare = await openCloudflare();
  const environment = {
    ...cloudflare.environment,
    HOME: folder,
    DATABASE: join(folder, 'data/feeds.db'),
    ...more,
  };
  return {
    archive,
    cloudflare,
    memory: join(folder, 'data/edge.json'),
    deploy: (...options: string[]) =>
      startCommand(['deploy', archive, ...options], environment).ended,
  };
}

test('files only: one command, and it says where the feeds are', async () => {
  const { archive, cloudflare, memory, deploy } = await open();
  const { code, stdout } = await deploy();
  expect(stdout).toContain('https://broadsheet.newsdesk.workers.dev/feed.xml\n');
  expect(code).toBe(0);
  // The first upload had no address: what it answers tells readers to come back.
  const [first, second] = cloudflare.uploads;
  expect(first?.bindings.SITE_URL).toBeUndefined();
  expect(second?.bindings.SITE_URL?.text).toBe('https://broadsheet.newsdesk.workers.dev');
  expect(Object.keys(second?.bindings ?? {})).not.toContain('DB');
  expect(cloudflare.files).toEqual(
    expect.arrayContaining(['/feed.xml', '/sources/voa/atom.xml', '/index.html', '/style.css']),
  );
  expect(cloudflare.files.join()).not.toMatch(/\.broadsheet|assetsignore|edge\.json/);
  expect(cloudflare.requests.join()).not.toMatch(/d1|queues/);
  expect(statSync(memory).mode & 0o077).toBe(0);

  // Again: it remembers, and one upload is enough.
  writeFileSync(join(archive, 'voa/3.md'), content(3));
  const again = await deploy();
  expect(again.code).toBe(0);
  expect(cloudflare.uploads).toHaveLength(3);
  expect(again.stdout).not.toContain('The first deployment');
});

test('with answers: database, queue and token are made by it; the upload is last', async () => {
  const events: string[] = [];
  const site = createServer((request, response) => {
    events.push(`${request.method} ${request.url}`.replace(/\/[0-9a-f]{32}/, '/NAME'));
    const known = request.headers.authorization === `Bearer ${tokenOf()}`;
    const answer = request.url?.startsWith('/publishing/manifest')
      ? { revision: 0, sources: '', versions: [], files: true }
      : { ids: [], staged: 2, rejected: [], revision: 1, changed: true, done: true };
    response.statusCode = known && ready ? 200 : 404;
    request.resume();
    request.on('end', () => response.end(JSON.stringify(answer)));
  });
  let ready = false;
  const port = await listenOn(site);
  const { cloudflare, memory, deploy } = await open({ SITE_URL: `http://localhost:${port}` });
  const tokenOf = () => JSON.parse(readFileSync(memory, 'utf8')).token;

  // The Worker is there once it was uploaded.
  const { push } = cloudflare.uploads;
  cloudflare.uploads.push = (...uploads) => {
    ready = true;
    events.push('upload');
    return push.apply(cloudflare.uploads, uploads);
  };
  const { code, stdout, stderr } = await deploy('--with-answers');
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('failed')]);
  expect(stdout).toContain('2 articles added');
  const [upload] = cloudflare.uploads;
  expect(upload?.bindings).toMatchObject({
    DB: { type: 'd1' },
    HUB: { type: 'queue' },
    ASSETS: { type: 'assets' },
    PUBLISH_TOKEN: { type: 'secret_text', text: tokenOf() },
  });
  expect(cloudflare.queries.join()).toContain('CREATE TABLE articles');
  expect(events.slice(0, 2)).toEqual(['GET /publishing/manifest', 'upload']);
  expect(events.at(-2)).toBe('POST /publishing/0/NAME');

  // These the Worker answers, as their forms ask a server.
  expect(cloudflare.files).toContain('/index.html');
  expect(cloudflare.files.join()).not.toMatch(/search\/|subscribe\//);
  events.length = 0;
  expect((await deploy()).code).toBe(0);
  expect(events.at(-1)).toBe('upload');
  site.close();
});

test('what breaks off goes on when the same command is run again', async () => {
  const { cloudflare, deploy } = await open();
  for (const step of [/assets-upload-session$/, /workers\/scripts\/broadsheet$/]) {
    cloudflare.breakOff(step);
    const { code, stderr } = await deploy('--files-only');
    expect(code).toBe(1);
    expect(stderr).toContain('run the same command again');
    expect(stderr).not.toContain('    at ');
  }
  cloudflare.breakOff();
  expect((await deploy()).code).toBe(0);
  expect(cloudflare.files).toContain('/feed.xml');
});

test('a dry run asks Cloudflare nothing, and counts', async () => {
  const { archive, cloudflare, deploy } = await open();
  const { code, stdout } = await deploy('--dry-run', '--with-answers', '--readers', '5000');
  expect(code).toBe(0);
  expect(cloudflare.requests).toEqual([]);
  expect(stdout).toMatch(/^files +\d+ +20,000 +100,000$/m);
  expect(stdout).toMatch(/5,000 readers +240,000 +free, unlimited/);
  expect(stdout).toMatch(/^rows written by a first push +34 /m);
  expect(stdout).toContain('(it stands for the one that is not known yet)');
  expect(stdout).toContain('Nothing was deployed.');
  rmSync(archive, { recursive: true });
  expect(await deploy('--dry-run')).toMatchObject({ code: 1 });
});

test('more files than the plans take are said, with what they take', () => {
  const files = (count: number, bytes = 1) => ({ count, largest: { path: 'a.xml', bytes } });
  const over = (count: number, bytes?: number) =>
    planOf({ way: 'files', files: files(count, bytes), articles: 1, readers: 1 }).over;
  expect(over(20_000)).toEqual([]);
  expect(over(22_193)).toEqual(['there are 22,193 files; expected at most 20,000 on Workers Free']);
  expect(over(100_001)).toEqual(['there are 100,001 files; expected at most 100,000']);
  expect(over(1, 26 * 2 ** 20)).toEqual(['a.xml has 26.0 MiB; expected at most 25 MiB a file']);
});

test('the address is read from what wrangler writes', () => {
  const line = (targets: string[]) => `${JSON.stringify({ type: 'deploy', targets })}\n`;
  expect(
    addressIn(`{"type":"wrangler-session"}\n${line(['https://b.x.workers.dev', 'schedule: *'])}`),
  ).toBe('https://b.x.workers.dev');
  expect(() => addressIn(line([]))).toThrow('expected SITE_URL');
});

test('both ways at once are refused; without memory an address is asked for', async () => {
  const { deploy } = await open({ CI: '1' });
  const both = await deploy('--with-answers', '--files-only');
  expect([both.code, both.stderr]).toEqual([1, expect.stringContaining('expected one of them')]);
  const none = await deploy();
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('SITE_URL is not set')]);
});
