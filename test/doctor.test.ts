// `broadsheet doctor`: a sound site has no fault; a proxy in front of it breaks one thing at a time.
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../src/node/doctor/examine.ts';
import { createAsk } from '../src/node/doctor/exchange.ts';
import { listen } from '../src/node/server.ts';
import { startCommand } from './support/command.ts';
import { article, homeOf, SITE, TOKEN } from './support/home.ts';
import { node } from './support/node.ts';

/** A request as it came. */
interface Asked {
  path: string;
  method: string;
  /** Names as they were written. */
  fields: [name: string, value: string][];
}

interface Answered {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** What is broken: what is asked is changed, or what is answered, or no answer comes (null). */
interface Break {
  asked?(asked: Asked): Asked;
  answered?(answer: Answered, asked: Asked): Answered | null;
}

let broken: Break = {};
let proxy: Server;
let url: string;
let close: () => Promise<unknown>;

beforeAll(async () => {
  proxy = createServer((incoming, outgoing) => {
    const raw = incoming.rawHeaders;
    const fields = raw.flatMap((name, at): [string, string][] =>
      at % 2 ? [] : [[name, raw[at + 1] ?? '']],
    );
    const { url: path = '', method = '' } = incoming;
    const original: Asked = { path, method, fields };
    const asked = broken.asked?.(original) ?? original;
    const finish = (answer: Answered) => {
      const changed = broken.answered ? broken.answered(answer, original) : answer;
      if (!changed) return outgoing.destroy();
      const { 'content-length': _, 'transfer-encoding': __, ...headers } = changed.headers;
      outgoing.writeHead(changed.status, headers).end(method === 'HEAD' ? '' : changed.body);
    };
    if (asked.path === '/hub') return finish({ status: 400, headers: {}, body: Buffer.alloc(0) });
    const headers = asked.fields.flat();
    request({ port: server.port, path: asked.path, method: asked.method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        finish({
          status: answer.statusCode ?? 0,
          headers: answer.headers as Record<string, string>,
          body: Buffer.concat(chunks),
        }),
      );
    }).end();
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  url = `http://localhost:${(proxy.address() as AddressInfo).port}`;
  const site = { ...SITE, url, items: 3, hub: `${url}/hub` };
  const home = await node.open(site, TOKEN);
  await homeOf(home).publish(Array.from({ length: 11 }, (_, at) => article(at + 1)));
  const { app, documents } = home;
  const server = await listen(0, async () => ({ app, site, peek: documents.peek }));
  close = () => server.close();
});
afterAll(async () => {
  proxy?.close();
  await close?.();
});

/** What is found, a line each; faults and notices begin with these words. */
async function found(path: string, fault: Break = {}): Promise<string[]> {
  const lines: string[] = [];
  broken = fault;
  try {
    await examine(createAsk(200, 0), new URL(path, url), 20, (line) => {
      lines.push(typeof line === 'string' ? line : `${line.level}: ${line.what}`);
      if (typeof line !== 'string' && line.level !== 'ok') expect(line.todo).toBeTruthy();
    });
  } finally {
    broken = {};
  }
  return lines;
}

const wrong = (lines: string[]) => lines.filter((line) => /^(fault|notice):/.test(line));
const isFeed = ({ path }: Asked) => path === '/feed.xml';
const field = ({ fields }: Asked, name: string) =>
  fields.find(([each]) => each.toLowerCase() === name)?.[1];
const without = (asked: Asked, ...names: string[]): Asked => ({
  ...asked,
  fields: asked.fields.filter(([name]) => !names.includes(name.toLowerCase())),
});

/** Answers with other header fields; `undefined` takes one away. */
const headers =
  (change: Record<string, string | undefined>): Required<Break>['answered'] =>
  (answer) => {
    const all = Object.entries({ ...answer.headers, ...change });
    const kept = all.filter((pair): pair is [string, string] => pair[1] !== undefined);
    return { ...answer, headers: Object.fromEntries(kept) };
  };

/** Answers with another text, in no coding. */
const text = (change: (text: string) => string): Break => ({
  asked: (asked) => without(asked, 'accept-encoding'),
  answered: (answer, asked) =>
    isFeed(asked) ? { ...answer, body: Buffer.from(change(answer.body.toString())) } : answer,
});

const page = (status: number, body: string, more = {}): Answered => ({
  status,
  headers: { 'content-type': 'text/html', ...more },
  body: Buffer.from(body),
});

test.each(['/feed.xml', '/atom.xml', '/feed.json'])('%s of a sound site', async (path) => {
  const lines = await found(path);
  expect(wrong(lines)).toEqual([]);
  const all = lines.join('\n');
  expect(all).toContain('12 of 12 readers');
  expect(all).toContain('compressed: gzip');
  expect(all).toContain('the history has 3 documents, 11 items');
});

test('a page leads to the feeds that it names', async () => {
  const lines = await found('/');
  expect(wrong(lines)).toEqual([]);
  expect(
    lines.filter((line) => line.startsWith('http')).map((line) => new URL(line).pathname),
  ).toEqual(['/feed.xml', '/atom.xml', '/feed.json']);
});

const BREAKS: [name: string, expected: string, fault: Break][] = [
  [
    'a challenge for one reader',
    'fault: Feedly gets 403 with 23 bytes of text/html, a page for people',
    {
      answered: (answer, asked) =>
        field(asked, 'user-agent')?.startsWith('Feedly')
          ? page(403, '<p>Just a moment...</p>')
          : answer,
    },
  ],
  [
    'a challenge for all',
    '/feed.xml answers 503 with a challenge (cf-mitigated)',
    { answered: () => page(503, '', { 'cf-mitigated': 'challenge' }) },
  ],
  [
    'a page instead of a feed',
    '/feed.xml answers 200 with 9 bytes of text/html',
    { answered: () => page(200, '<p>hi</p>') },
  ],
  [
    'another feed for one reader',
    'notice: newsboat gets another feed than curl',
    {
      asked: (asked) => without(asked, 'accept-encoding'),
      answered: (answer, asked) =>
        field(asked, 'user-agent')?.startsWith('newsboat')
          ? { ...answer, body: Buffer.from(answer.body.toString().replace('宽报', '窄报')) }
          : answer,
    },
  ],
  [
    'no answer for one reader',
    'fault: Miniflux gets no answer',
    {
      answered: (answer, asked) =>
        field(asked, 'user-agent')?.includes('Miniflux') ? null : answer,
    },
  ],
  ['no answer', 'fault: http', { answered: () => null }],
  [
    'a wrong type',
    'fault: the type of this RSS is text/html',
    { answered: headers({ 'content-type': 'text/html' }) },
  ],
  [
    'no type',
    'fault: the type of this RSS is missing',
    { answered: headers({ 'content-type': undefined }) },
  ],
  [
    'a wrong charset',
    'fault: Content-Type says charset=gb2312',
    { answered: headers({ 'content-type': 'application/rss+xml; charset=gb2312' }) },
  ],
  [
    'no validator',
    'fault: neither ETag nor Last-Modified',
    { answered: headers({ etag: undefined, 'last-modified': undefined }) },
  ],
  ['no 304', 'fault: If-None-Match: 200', { asked: (asked) => without(asked, 'if-none-match') }],
  [
    'no 304 for a weakened tag',
    'notice: If-None-Match, as a proxy weakens it: 200',
    {
      asked: (asked) =>
        field(asked, 'if-none-match')?.startsWith('W/') ? without(asked, 'if-none-match') : asked,
    },
  ],
  [
    'no 304 for fields in another order',
    'notice: If-None-Match, fields in another order: 200',
    {
      asked: (asked) =>
        asked.fields[1]?.[0] === 'if-none-match' ? without(asked, 'if-none-match') : asked,
    },
  ],
  [
    'no 304 for a list',
    'notice: If-None-Match, in a list: 200',
    {
      asked: (asked) =>
        field(asked, 'if-none-match')?.includes(',') ? without(asked, 'if-none-match') : asked,
    },
  ],
  [
    'no 304 for a date',
    'notice: If-Modified-Since: 200',
    { asked: (asked) => without(asked, 'if-modified-since') },
  ],
  [
    '304 for everything',
    'fault: If-None-Match with a tag that was never sent: 304',
    {
      answered: (answer, asked) =>
        field(asked, 'if-none-match') ? { ...answer, status: 304 } : answer,
    },
  ],
  [
    'no HEAD',
    'fault: HEAD: 405',
    { answered: (answer, { method }) => (method === 'HEAD' ? page(405, '') : answer) },
  ],
  [
    'another HEAD',
    'notice: HEAD has another content-type than GET',
    {
      answered: (answer, asked) =>
        asked.method === 'HEAD' ? headers({ 'content-type': 'text/plain' })(answer, asked) : answer,
    },
  ],
  [
    'a delta that is none',
    'fault: A-IM: feed (newsboat, feedparser): 226',
    {
      answered: (answer, asked) =>
        field(asked, 'a-im') && field(asked, 'if-none-match') ? { ...answer, status: 226 } : answer,
    },
  ],
  [
    'a coding that nobody asked for',
    'fault: gzip was sent to who did not ask for it',
    {
      asked: (asked) => without(asked, 'accept-encoding'),
      answered: (answer, asked) =>
        answer.status === 200
          ? headers({ 'content-encoding': 'gzip' })(
              { ...answer, body: gzipSync(answer.body) },
              asked,
            )
          : answer,
    },
  ],
  [
    'a coding that is another',
    'fault: http',
    {
      answered: (answer, asked) =>
        field(asked, 'accept-encoding') === 'br'
          ? { ...answer, body: Buffer.from('no brotli') }
          : answer,
    },
  ],
  [
    'no coding',
    'bytes are sent as they are',
    { asked: (asked) => without(asked, 'accept-encoding') },
  ],
  ['no Vary', 'fault: gzip without Vary', { answered: headers({ vary: undefined }) }],
  [
    'another feed in a coding',
    'fault: with Accept-Encoding: gzip it is another feed',
    {
      answered: (answer, asked) =>
        field(asked, 'accept-encoding') === 'gzip' && answer.status === 200
          ? { ...answer, body: gzipSync('<rss><channel></channel></rss>') }
          : answer,
    },
  ],
  ['a cookie', 'fault: a cookie is set', { answered: headers({ 'set-cookie': 'id=1' }) }],
  [
    'no-store',
    'notice: Cache-Control: no-store',
    { answered: headers({ 'cache-control': 'no-store' }) },
  ],
  ['no lifetime', 'notice: no max-age', { answered: headers({ 'cache-control': undefined }) }],
  [
    'a short lifetime',
    'notice: max-age=0',
    { answered: headers({ 'cache-control': 'max-age=0' }) },
  ],
  [
    'a long lifetime',
    'notice: max-age=9999999',
    { answered: headers({ 'cache-control': 'max-age=9999999' }) },
  ],
  [
    'another address in the feed',
    'fault: link rel="self" is http://localhost:8787/feed.xml',
    text((feed) =>
      feed.replace(
        /href="[^"]*\/feed\.xml" rel="self"|rel="self"([^>]*)href="[^"]*"/,
        'rel="self" href="http://localhost:8787/feed.xml"',
      ),
    ),
  ],
  [
    'no address in the feed',
    'notice: no link rel="self"',
    text((feed) => feed.replace('rel="self"', 'rel="x"')),
  ],
  [
    'an id twice',
    'fault: ids that several items have: urn:x',
    text((feed) => feed.replace(/(<guid[^>]*>)[^<]*/g, '$1urn:x')),
  ],
  [
    'no id',
    'items have no id',
    text((feed) =>
      feed.replace(/<guid.*?<\/guid>/g, '').replace(/<item>(.*?)<link>.*?<\/link>/gs, '<item>$1'),
    ),
  ],
  [
    'a date that is none',
    'fault: dates that are none: gestern',
    text((feed) => feed.replace(/<pubDate>[^<]*/g, '<pubDate>gestern')),
  ],
  [
    'a date in the future',
    'fault: dates in the future: Wed, 01 Jan 2200',
    text((feed) => feed.replace(/<pubDate>[^<]*/g, '<pubDate>Wed, 01 Jan 2200 00:00:00 GMT')),
  ],
  ['no date', 'items have no date', text((feed) => feed.replace(/<pubDate>.*?<\/pubDate>/g, ''))],
  ['no item', 'notice: it has no item', text((feed) => feed.replace(/<item>.*<\/item>/s, ''))],
  ['a cut-off feed', 'fault: the document is cut off', text((feed) => feed.slice(0, -20))],
  [
    'no hub',
    'answers 404',
    { answered: (answer, { path }) => (path === '/hub' ? page(404, '') : answer) },
  ],
  [
    'a hub that is down',
    'does not answer',
    { answered: (answer, { path }) => (path === '/hub' ? null : answer) },
  ],
  [
    'a history with a gap',
    'fault: the history ends at',
    { answered: (answer, { path }) => (path.startsWith('/archive/1/') ? page(404, '') : answer) },
  ],
  [
    'a history in a circle',
    'fault: the history turns in a circle',
    {
      asked: (asked) => without(asked, 'accept-encoding'),
      answered: (answer, { path }) =>
        path.startsWith('/archive/1/')
          ? {
              ...answer,
              body: Buffer.from(
                answer.body.toString().replace('rel="current"', 'rel="prev-archive"'),
              ),
            }
          : answer,
    },
  ],
  [
    'an item twice in the history',
    'fault: the history has an item twice',
    {
      asked: (asked) =>
        asked.path.startsWith('/archive/1/') ? { ...asked, path: '/archive/2/feed.xml' } : asked,
      answered: (answer, { path }) =>
        path.startsWith('/archive/1/')
          ? {
              ...answer,
              body: Buffer.from(answer.body.toString().replace('rel="prev-archive"', 'rel="x"')),
            }
          : answer,
    },
  ],
  [
    'a passing redirect',
    'notice: http',
    {
      answered: (answer, { path }) =>
        path === '/feed.xml' ? page(302, '', { location: '/sources/voa/feed.xml' }) : answer,
    },
  ],
  [
    'a redirect in a circle',
    'is redirected 1 times, and not to an end',
    { answered: () => page(301, '', { location: '/feed.xml' }) },
  ],
  ['a redirect to nowhere', 'is redirected (301) to nowhere', { answered: () => page(301, '') }],
];

describe('one thing broken is named', () => {
  test.each(BREAKS)('%s: %s', async (_, expected, fault) => {
    const lines = wrong(await found('/feed.xml', fault));
    expect(lines.filter((line) => line.includes(expected))).not.toEqual([]);
  });
});

test('requests are bounded', async () => {
  let requests = 0;
  broken = {
    asked(asked) {
      requests++;
      return asked;
    },
  };
  const lines: string[] = [];
  await examine(createAsk(15, 0), new URL('/feed.xml', url), 20, (line) => {
    lines.push(typeof line === 'string' ? line : line.what);
  });
  broken = {};
  expect(requests).toBe(15);
  expect(lines.join('\n')).toContain('no more than 15 requests are made');
});

test('the command prints what to do, and its exit code tells whether there is a fault', async () => {
  const sound = await startCommand(['doctor', `${url}/feed.xml`]).ended;
  expect(sound).toMatchObject({ code: 0, stderr: '' });
  expect(sound.stdout).toMatch(/0 faults, 0 notices\n$/);
  broken = { answered: headers({ 'set-cookie': 'id=1' }) };
  const faulty = await startCommand(['doctor', `${url}/feed.xml`, '--pages', '1']).ended;
  broken = {};
  expect(faulty.code).toBe(1);
  expect(faulty.stdout).toContain('fault   a cookie is set\n        → set none on feeds');
  expect(faulty.stdout).toContain('the history was followed for 1 document, and goes on');
  const nowhere = await startCommand(['doctor', 'feeds.example']).ended;
  expect(nowhere).toMatchObject({ code: 1, stdout: '' });
  expect(nowhere.stderr).toContain('feeds.example is no address; expected one such as https://');
});
