// The rhythm of an archive → bytes that each class of readers costs a day, headers included.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createApp } from '../../src/http/app.ts';
import { createDocumentCache } from '../../src/node/document-cache.ts';
import { openFolder } from '../../src/node/files.ts';
import { loadParser } from '../../src/node/parser.ts';
import { listen } from '../../src/node/server.ts';
import { openSqlite } from '../../src/node/sqlite.ts';
import { publishArchive } from '../../src/publish/publish.ts';
import { generateArticles, writeArchive } from '../archive/generate.ts';
import { SITE } from '../support/home.ts';

/** Header fields of a reader's poll, made of the tag it got last. */
type Reader = (tag: string) => Record<string, string>;

const known = (tag: string): Record<string, string> => (tag ? { 'If-None-Match': tag } : {});
export const READERS = {
  naive: () => ({}),
  conditional: known,
  'conditional + brotli': (tag) => ({ ...known(tag), 'Accept-Encoding': 'br' }),
  'delta + brotli': (tag) => ({ ...known(tag), 'A-IM': 'feed', 'Accept-Encoding': 'br' }),
} satisfies Record<string, Reader>;

export type ReaderClass = keyof typeof READERS;

const MINUTE = 60_000;
const BEFORE = 100;

/**
 * Publishes `days` days of an archive of 40 articles a day, and lets a reader of each class poll
 * every half-hour. Bytes are those of the connection, both ways.
 *
 * @param rhythm minutes between two publications: the archive is fetched every 60
 * @returns bytes a day, by class
 */
export async function bytesADay(
  days: number,
  rhythm: number,
): Promise<Record<ReaderClass, number>> {
  const home = mkdtempSync(join(tmpdir(), 'broadsheet-day-'));
  const count = BEFORE + days * 40;
  writeArchive(join(home, 'all'), { count });
  const articles = [...generateArticles({ count })].map(({ path, text }) => ({
    path,
    published: Number(/\d+/.exec(text)?.[0]),
  }));
  const db = openSqlite(':memory:');
  const deps = {
    db,
    archive: openFolder(join(home, 'live')),
    loadParser: loadParser('zh-Hans'),
    parserId: '',
    now: Date.now,
  };
  const publish = async (paths: string[]) => {
    for (const path of paths) {
      mkdirSync(dirname(join(home, 'live', path)), { recursive: true });
      copyFileSync(join(home, 'all', path), join(home, 'live', path));
    }
    await publishArchive(deps, paths);
    await documents.renew();
    // As the publisher does: what is polled is composed at once, and encoded before most polls come.
    await app.request('/feed.xml');
    await documents.idle();
  };
  const documents = await createDocumentCache(db, '');
  const app = createApp({ db, documents, site: SITE });
  const server = await listen(0, async () => ({ app, peek: documents.peek }));

  const spent = Object.fromEntries(Object.keys(READERS).map((name) => [name, 0]));
  const tags = new Map<string, string>();
  const pollAll = async (counts: boolean) => {
    for (const [name, reader] of Object.entries(READERS) as [ReaderClass, Reader][]) {
      const { bytes, tag } = await poll(server.port, reader(tags.get(name) ?? ''));
      tags.set(name, tag);
      if (counts) spent[name] = (spent[name] as number) + bytes;
    }
  };
  await publish(articles.slice(0, BEFORE).map(({ path }) => path));
  await pollAll(false);
  let at = BEFORE;
  const start = (articles[BEFORE] as { published: number }).published;
  for (let minute = 30; minute <= days * 1440; minute += 30) {
    const first = at;
    const fetched = start + (minute - (minute % rhythm)) * MINUTE;
    while ((articles[at]?.published ?? Number.POSITIVE_INFINITY) <= fetched) at++;
    if (at > first) await publish(articles.slice(first, at).map(({ path }) => path));
    await pollAll(true);
  }
  await server.close();
  db.close();
  rmSync(home, { recursive: true });
  const aDay = Object.entries(spent).map(([name, bytes]) => [name, bytes / days]);
  return Object.fromEntries(aDay) as Record<ReaderClass, number>;
}

/** One poll over a connection of its own. */
function poll(port: number, headers: Record<string, string>) {
  return new Promise<{ bytes: number; tag: string }>((resolve, reject) => {
    const all = { 'User-Agent': 'reader/1.0', Accept: '*/*', ...headers };
    const sent = request({
      host: '127.0.0.1',
      port,
      path: '/feed.xml',
      headers: all,
      agent: false,
    });
    sent.on('response', (answer) => {
      answer.resume().on('end', () => {
        const { bytesRead, bytesWritten } = answer.socket;
        resolve({ bytes: bytesRead + bytesWritten, tag: answer.headers.etag ?? '' });
      });
    });
    sent.on('error', reject).end();
  });
}
