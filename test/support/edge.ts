// Homes of tests at the edge: the Worker in workerd, each with a D1 of its own.
import { readFileSync } from 'node:fs';
import { afterAll } from 'vitest';
import { createTestHarness } from 'wrangler';
import { openD1 } from '../../src/worker/d1.ts';
import type { Bindings } from '../../src/worker/home.ts';
import type { HomeKind } from './which.ts';

const root = new URL('../..', import.meta.url).pathname;
const config = readFileSync(`${root}wrangler.toml`, 'utf8');

/** As many homes as a file of tests opens: starting workerd for each takes most of a second. */
const NAMES = Array.from({ length: 32 }, (_, number) => `DB${number}`);

const harness = createTestHarness({
  root,
  workers: [
    {
      config: {
        name: 'broadsheet',
        main: 'test/support/worker.ts',
        compatibility_date: /^compatibility_date = "(.+)"/m.exec(config)?.[1] ?? '',
        d1_databases: NAMES.map((name) => ({
          binding: name,
          database_name: name,
          migrations_dir: 'src/migrations',
        })),
      },
    },
  ],
});
const names = NAMES.values();
const closing: Promise<unknown>[] = [];
afterAll(async () => {
  await Promise.all(closing);
  await harness.close();
});

export const edge: HomeKind = {
  async open(site, token) {
    const name = names.next().value;
    if (!name) throw new Error(`a file of tests opens at most ${NAMES.length} homes`);
    await harness.listen();
    const worker = harness.getWorker<Record<string, Bindings['DB']>>();
    await worker.applyD1Migrations(name);
    const db = (await worker.getEnv())[name] as Bindings['DB'];

    let clock = 0;
    const settings = {
      SITE_URL: site.url,
      FEED_TITLE: site.title,
      FEED_DESCRIPTION: site.description,
      FEED_LANGUAGE: site.language,
      FEED_AUTHOR: site.author,
      ITEMS: String(site.items),
      PUBLISH_TOKEN: token,
    };
    return {
      async request(path, init) {
        const url = new URL(path, 'http://localhost');
        const { method, headers } = new Request(url, init);
        headers.set('Test-Home', name);
        headers.set('Test-Settings', encodeURIComponent(JSON.stringify(settings)));
        headers.set('Test-Now', String(clock));
        // Else the harness, which is in front of the Worker, encodes what that sends.
        headers.set('Test-Accept-Encoding', headers.get('Accept-Encoding') ?? '');
        headers.set('Accept-Encoding', 'identity');
        const body = init?.body ? { body: init.body as string } : {};
        const fields = [...headers] as [string, string][];
        const answer = await worker.fetch(url.href, {
          method,
          headers: fields,
          redirect: 'manual',
          ...body,
        });
        return answer as unknown as Response;
      },
      setClock: (now) => {
        clock = now;
      },
      db: {
        ...openD1(() => db.withSession()),
        close: () => {
          closing.push(db.exec('DROP TABLE state'));
        },
      },
    };
  },
};
