// A publication killed at any point: readers find the old state, whole, and the next one succeeds.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openSqlite } from '../src/node/sqlite.ts';
import { newestArticles } from '../src/store/articles.ts';
import { type ArticleFile, generateArticles } from './archive/generate.ts';
import { mulberry32 } from './archive/random.ts';
import { startCommand, startNode, temporaryFolder } from './support/command.ts';

const random = mulberry32(7);
const before = [...generateArticles({ count: 300 })];
/** Of the articles of `before` fifty are gone and some are changed; a hundred are new. */
const after = [
  ...before.slice(50).map(changed),
  ...[...generateArticles({ count: 100, seed: 2 })].map(({ path, text }) => ({
    path: `more/${path}`,
    text,
  })),
];

function changed({ path, text }: ArticleFile, at: number): ArticleFile {
  return { path, text: at % 7 === 0 ? `${text}<p>changed</p>\n` : text };
}

function folderOf(files: ArticleFile[]): string {
  const folder = temporaryFolder();
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const publish = (folder: string, file: string, point = 0) =>
  startNode(['test/support/publish-and-die.ts', folder, file, String(point)]).ended;

/** What readers see: id and version of every article. */
async function shown(file: string): Promise<string[]> {
  const db = openSqlite(file);
  const [check] = await db.all('PRAGMA integrity_check');
  expect(check).toEqual({ integrity_check: 'ok' });
  const { articles } = await newestArticles(db, 1000);
  db.close();
  return articles.map(({ id, hash, html }) => `${id} ${hash} ${html.length}`);
}

test('killed while it reads, stages or commits', async () => {
  const [oldFolder, newFolder] = [folderOf(before), folderOf(after)];
  const file = join(temporaryFolder(), 'feeds.db');
  const elsewhere = join(temporaryFolder(), 'feeds.db');
  await publish(oldFolder, file);
  await publish(oldFolder, elsewhere);
  const { stdout } = await publish(newFolder, elsewhere);
  const [first = 0, last = 0] = stdout.split(' ').map(Number);
  const [old, next] = [await shown(file), await shown(elsewhere)];
  expect(old).toHaveLength(300);
  expect(next).toHaveLength(350);
  expect(first).toBeGreaterThan(350);
  expect(last - first).toBeGreaterThan(5);

  // Some while it reads and stages, and more between the statements of the commit.
  const fatal = [
    ...Array.from({ length: 3 }, () => random.between(1, first - 1)),
    ...Array.from({ length: 5 }, () => random.between(first, last)),
  ];
  for (const point of fatal) {
    const { code, stdout } = await publish(newFolder, file, point);
    expect([code, stdout]).toEqual([null, '']);
    expect(await shown(file)).toEqual(old);
  }
  await publish(newFolder, file);
  expect(await shown(file)).toEqual(next);
});

test('npm start, killed at any moment and started again, serves the whole archive', async () => {
  const folder = folderOf(before);
  const environment = { DATABASE: join(temporaryFolder(), 'feeds.db'), PORT: '0', ITEMS: '500' };
  for (let kill = 0; kill < 3; kill++) {
    const { child, ended } = startCommand(['serve', folder], environment);
    await sleep(random.between(100, 900));
    child.kill('SIGKILL');
    await ended;
  }
  const { output, prints } = startCommand(['serve', folder], environment);
  await prints(' is at http');
  const url = / is at (\S+)\/$/m.exec(output.stdout)?.[1] ?? '';
  const feed = await (await fetch(`${url}/feed.json`)).json();
  expect(feed.items).toHaveLength(300);
  for (const path of ['/feed.xml', '/atom.xml']) {
    const document = await (await fetch(url + path)).text();
    expect(document).toMatch(/<\/(rss|feed)>\n$/);
    expect(document.match(/<(item|entry)[ >]/g)).toHaveLength(300);
  }
});
