// Several processes on one port: whichever answers, readers see the same publication.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { startCommand, temporaryFolder } from './support/command.ts';
import { exchange } from './support/wire.ts';

// Processes of their own take their time where others are busy.
vi.setConfig({ testTimeout: 60_000 });

const TOKEN = 'a-token-of-the-tests-0123456789-abcdef';

function text(number: number): string {
  return `<!--${Date.UTC(2024, 0, number)}-->\n[第${number}条](https://news.example/${number})\n------\n\n<p>全文</p>\n`;
}

test('every process shows each publication, and all of them count together', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '1.md'), text(1));
  const { child, prints, output, ended } = startCommand('start.ts', [folder], {
    DATABASE: join(temporaryFolder(), 'test.db'),
    PORT: '0',
    WORKERS: '3',
    STATS_TOKEN: TOKEN,
  });
  await prints('Broadsheet is at');
  const port = Number(/localhost:(\d+)/.exec(output.stdout)?.[1]);
  const tags = async (polls: number) => {
    const answers = Array.from({ length: polls }, () => exchange(port, '/feed.json'));
    return new Set((await Promise.all(answers)).map(({ headers }) => headers.get('ETag')));
  };
  const before = await tags(60);
  expect(before.size).toBe(1);

  writeFileSync(join(folder, '2'), text(2));
  renameSync(join(folder, '2'), join(folder, '2.md'));
  const [old] = before;
  await vi.waitUntil(async () => !(await tags(30)).has(old as string), { timeout: 20_000 });
  expect((await tags(60)).size).toBe(1);

  const headers = { Authorization: `Bearer ${TOKEN}` };
  const counted = async () => {
    const metrics = await (await exchange(port, '/metrics', { headers })).text();
    return Number(/requests_total{route="feed",status="200"} (\d+)/.exec(metrics)?.[1]);
  };
  await vi.waitUntil(async () => (await counted()) >= 150, { timeout: 20_000 });

  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  await expect(exchange(port, '/feed.json')).rejects.toThrow();
});
