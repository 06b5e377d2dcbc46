// The hub of a running server counts its requests by the address of the client.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSettings, type Settings } from '../src/http/config.ts';
import { type Server, serve } from '../src/node/serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-'));
let server: Server;

beforeAll(async () => {
  const settings = readSettings({
    ARCHIVE: folder,
    DATABASE: join(folder, 'broadsheet.db'),
    HOST: '127.0.0.1',
    PORT: '0',
    TRUSTED_PROXIES: '127.0.0.1',
    ALLOW_PRIVATE_CALLBACKS: '1',
    LOG_LEVEL: 'silent',
  });
  server = await serve(settings as Settings);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function ask(number: number, client?: string): Promise<number> {
  const { url } = server.site;
  const body = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': `${url}/feed.xml`,
    'hub.callback': `http://127.0.1.${number}:1/`,
  });
  const headers: HeadersInit = client ? { 'X-Forwarded-For': client } : {};
  return (await fetch(`${url}/hub`, { method: 'POST', body, headers })).status;
}

test('a client names ten hosts a minute; who is not known is not limited by it', async () => {
  for (let number = 1; number <= 10; number++) expect(await ask(number, '203.0.113.9')).toBe(202);
  expect(await ask(11, '203.0.113.9')).toBe(429);
  expect(await ask(11, '203.0.113.10')).toBe(202);
  expect(await ask(12)).toBe(202);
});
