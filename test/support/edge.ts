// Homes of tests at the edge: the Worker in workerd, each with a D1 of its own.
import { readFileSync } from 'node:fs';
import { createTestHarness } from 'wrangler';
import type { Site } from '../../src/feed/types.ts';
import { openD1 } from '../../src/worker/d1.ts';
import type { Bindings } from '../../src/worker/edge.ts';
import type { HomeKind, RawHome } from './which.ts';

const root = new URL('../..', import.meta.url).pathname;
const config = readFileSync(`${root}wrangler.toml`, 'utf8');

/** As many databases as all suites open homes; an unused one costs nothing. */
const NAMES = Array.from({ length: 400 }, (_, number) => `DB${number}`);

/** One workerd for all suites of a test process: it starts once, and ends with the process. */

type D1 = NonNullable<Bindings['DB']>;

const harness = createTestHarness({
  root,
  workers: [
    {
      config: {
        name: 'broadsheet',
        main: 'test/support/worker.ts',
        compatibility_date: /^compatibility_date = "(.+)"/m.exec(config)?.[1] ?? '',
        compatibility_flags: ['global_fetch_strictly_public'],
        d1_databases: NAMES.map((name) => ({
          binding: name,
          database_name: name,
          migrations_dir: 'src/store/migrations',
        })),
        queues: {
          producers: [{ binding: 'HUB', queue: 'hub' }],
          consumers: [{ queue: 'hub', max_batch_size: 1, max_batch_timeout: 0, max_retries: 3 }],
        },
      },
    },
  ],
});
const names = NAMES.values();

/** A home at the edge, and what only its platform does. */
export interface EdgeHome extends RawHome {
  /** The minute's look of the hub, at the time that is set. */
  look(): Promise<void>;
  /** Whether there are messages, or is work, that the hub has not dealt with. */
  isBusy(): Promise<boolean>;
}

/** With a site that has a hub, the home has it, and callbacks may be on this machine. */
export const edge = {
  async open(site: Site, token: string): Promise<EdgeHome> {
    const name = names.next().value;
    if (!name) throw new Error(`tests open at most ${NAMES.length} homes`);
    await harness.listen();
    const worker = harness.getWorker<Record<string, D1>>();
    await worker.applyD1Migrations(name);
    const db = (await worker.getEnv())[name] as D1;

    let clock = 0;
    const settings = {
      SITE_URL: site.url,
      FEED_TITLE: site.title,
      FEED_DESCRIPTION: site.description,
      FEED_LANGUAGE: site.language,
      FEED_AUTHOR: site.author,
      FEED_TIMEZONE: site.timeZone,
      ITEMS: String(site.items),
      ...(site.history && { HISTORY: site.history }),
      ...(site.logo && { SITE_LOGO: site.logo }),
      ...(site.accent && { SITE_ACCENT: `${site.accent.light} ${site.accent.dark}` }),
      ...(site.footer && { SITE_FOOTER: site.footer }),
      ...(site.css && { SITE_CSS: site.css }),
      ...(site.interfaceLanguage && { SITE_LANGUAGE: site.interfaceLanguage }),
      ...(site.pages === false && { SITE_PAGES: '0' }),
      ...(site.search === false && { SITE_SEARCH: '0' }),
      ...(site.icon && { FEED_ICON: site.icon }),
      ...(site.copyright && { FEED_COPYRIGHT: site.copyright }),
      ...(site.contact && { FEED_CONTACT: site.contact }),
      PUBLISH_TOKEN: token,
      ...(site.hub && { hub: true, ALLOW_PRIVATE_CALLBACKS: '1' }),
    };
    const request = async (path: string, init?: RequestInit) => {
      const url = new URL(path, 'http://localhost');
      const { method, headers } = new Request(url, init);
      headers.set('Test-AppDeps', name);
      headers.set('Test-Settings', encodeURIComponent(JSON.stringify(settings)));
      headers.set('Test-Now', String(clock));
      // Else the harness, which is in front of the Worker, encodes what that sends.
      headers.set('Test-Accept-Encoding', headers.get('Accept-Encoding') ?? '');
      headers.set('Accept-Encoding', 'identity');
      const body = init?.body ? { body: init.body as string } : {};
      const fields = [...headers] as [string, string][];
      const ask = () =>
        worker.fetch(url.href, { method, headers: fields, redirect: 'manual', ...body });
      // On a busy machine a connection may be closed, unused for long, just when it is used again.
      const answer = await ask().catch((error: Error & { cause?: { code?: string } }) => {
        if (error.cause?.code === 'UND_ERR_SOCKET') return ask();
        throw error;
      });
      const made = answer.headers.get('Test-Content-Encoding');
      if (made) {
        answer.headers.delete('Test-Content-Encoding');
        answer.headers.set('Content-Encoding', made);
      }
      return answer as unknown as Response;
    };
    return {
      request,
      async look() {
        await worker.scheduled({ cron: name, scheduledTime: new Date(clock) });
      },
      async isBusy() {
        const answer = await request('/', { headers: { 'Test-Under-Way': '?' } });
        return (await answer.text()) !== '0';
      },
      setClock: (now) => {
        clock = now;
      },
      db: {
        ...openD1(() => db.withSession()),
        close: () => db.exec('DROP TABLE state'),
      },
    };
  },
} satisfies HomeKind;
