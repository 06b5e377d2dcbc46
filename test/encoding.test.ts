import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mulberry32 } from './archive/random.ts';
import { article, openHome, SITE, type TestHome } from './support/home.ts';
import { ENCODES } from './support/which.ts';

const PATHS = ['/feed.xml', '/atom.xml', '/feed.json', '/filter/feed.xml?limit=1'];

/**
 * Accept-Encoding, the coding of the answer, and where gzip is the only one: that is what the Worker
 * makes of documents that Cloudflare does not encode. Null where it is 406.
 */
const matrix: [field: string | undefined, coding: string | null, gzip: string | null][] = [
  [undefined, 'identity', 'identity'],
  ['', 'identity', 'identity'],
  ['identity', 'identity', 'identity'],
  ['gzip', 'gzip', 'gzip'],
  ['GZIP', 'gzip', 'gzip'],
  ['x-gzip', 'gzip', 'gzip'],
  ['br', 'br', 'identity'],
  ['zstd', 'zstd', 'identity'],
  ['gzip, deflate', 'gzip', 'gzip'],
  ['gzip, deflate, br', 'br', 'gzip'],
  ['gzip, deflate, br, zstd', 'br', 'gzip'],
  ['gzip,deflate,zstd', 'zstd', 'gzip'],
  ['deflate', 'identity', 'identity'],
  ['deflate, compress;q=0.9', 'identity', 'identity'],
  ['gzip;q=1.0, br;q=0.5', 'gzip', 'gzip'],
  ['gzip;q=0.5, br;q=0.501', 'br', 'gzip'],
  ['gzip; q=0.8 , br ; q=0.2', 'gzip', 'gzip'],
  ['br;q=0, gzip', 'gzip', 'gzip'],
  ['br;q=0.000, zstd;q=0.0, gzip;q=0.001', 'gzip', 'gzip'],
  ['gzip;q=0', 'identity', 'identity'],
  ['*', 'br', 'gzip'],
  ['*;q=0.5, gzip', 'gzip', 'gzip'],
  ['br;q=0, *', 'zstd', 'gzip'],
  ['identity, gzip;q=0.5', 'identity', 'identity'],
  ['identity;q=0.5, gzip;q=0.5', 'gzip', 'gzip'],
  ['identity;q=0, gzip', 'gzip', 'gzip'],
  ['identity;q=0', null, null],
  ['*;q=0', null, null],
  ['gzip, *;q=0', 'gzip', 'gzip'],
  ['*;q=0, identity', 'identity', 'identity'],
  ['deflate, identity;q=0', null, null],
  ['gzip;q=x, nonsense', 'identity', 'identity'],
  [';;;,,,', 'identity', 'identity'],
];

const decode: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  identity: (bytes) => bytes,
  gzip: gunzipSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

let home: TestHome;
beforeAll(async () => {
  home = await openHome();
  await home.publish([article(1), article(2)]);
});
afterAll(() => home.db.close());

describe.each(PATHS)('%s', (path) => {
  test.each(matrix)('Accept-Encoding: %s → %s, or %s', async (field, made, gzip) => {
    const inGzip = /atom|json/.test(path) ? gzip : 'identity';
    const coding = ENCODES ? made : inGzip;
    const plain = await home.app.request(path);
    const headers: HeadersInit = field === undefined ? {} : { 'Accept-Encoding': field };
    const answer = await home.app.request(path, { headers });
    const head = await home.app.request(path, { headers, method: 'HEAD' });
    expect(head.status).toBe(answer.status);
    expect(answer.headers.get('Vary')).toBe('Accept-Encoding');
    if (coding === null) {
      expect(answer.status).toBe(406);
      expect(await answer.text()).toContain(
        ENCODES ? 'br, zstd, gzip, identity' : ': gzip, identity',
      );
      return;
    }
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Encoding') ?? 'identity').toBe(coding);

    // A tag for each coding, and every form of it gets its 304 whatever coding is accepted.
    const tag = answer.headers.get('ETag') ?? '';
    const suffix = coding === 'identity' ? '"' : `-${coding}"`;
    expect(tag).toBe(`${plain.headers.get('ETag')?.slice(0, -1)}${suffix}`);
    const again = await home.app.request(path, { headers: { ...headers, 'If-None-Match': tag } });
    expect(again.status).toBe(304);
    expect(again.headers.get('ETag')).toBe(tag);
    expect(again.headers.get('Content-Encoding')).toBeNull();
    const other = await home.app.request(path, { headers: { 'If-None-Match': tag } });
    expect(other.status).toBe(304);

    const body = new Uint8Array(await answer.arrayBuffer());
    const text = await plain.text();
    expect(new TextDecoder().decode(decode[coding]?.(body))).toBe(text);
    expect(answer.headers.get('Content-Length')).toBe(String(body.length));
    expect([...head.headers]).toEqual([...answer.headers]);
    expect(await head.text()).toBe('');
  });
});

test('the first answer of a long document is compressed, too, or left to who is in front', async () => {
  const own = await openHome({ ...SITE, items: 5 });
  // Random letters: this page is long in every coding.
  const html = `<p>${mulberry32(1).hex(60_000)}</p>`;
  await own.publish(Array.from({ length: 5 }, (_, at) => article(at + 1, { html })));
  for (const path of ['/archive/1/feed.xml', '/feed.xml', '/filter/feed.json?limit=3']) {
    const headers = { 'Accept-Encoding': 'gzip, deflate, br' };
    const answer = await own.app.request(path, { headers });
    const ours = ENCODES || path.includes('json') ? 'gzip' : null;
    expect(answer.headers.get('Content-Encoding')).toBe(ours);
  }
  own.db.close();
});
