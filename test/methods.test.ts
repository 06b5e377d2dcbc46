// Methods other than GET and HEAD, and errors under conditional requests.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { article, openHome, type TestHome } from './support/home.ts';

const FEEDS = ['/feed.xml', '/atom.xml', '/feed.json', '/sources/voa/feed.xml'];
const REFUSED = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Addresses that get an error, whatever the conditions: those count for a 200 only (RFC 9110 §13.2.1). */
const errors: [path: string, status: number][] = [
  ['/nothing', 404],
  ['/feed.xml/x', 404],
  ['/FEED.TXT', 404],
  ['/feed.xml?limit=0', 400],
  ['/feed.xml?limit=501', 400],
  ['/atom.xml?limit=ten', 400],
  ['/feed.json?content=half', 400],
];
const conditions: Record<string, string>[] = [
  {},
  { 'If-None-Match': '*' },
  { 'If-Match': '"x"' },
  { 'If-Modified-Since': 'Tue, 01 Jan 2030 00:00:00 GMT' },
  { 'Accept-Encoding': 'identity;q=0' },
];

let home: TestHome;
beforeAll(async () => {
  home = await openHome();
  await home.publish([article(1), article(2)]);
});
afterAll(() => home.db.close());

describe.each(FEEDS)('%s', (path) => {
  test.each(REFUSED)('%s is refused, and changes nothing', async (method) => {
    const before = await (await home.app.request(path)).text();
    const answer = await home.app.request(path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('Allow')).toBe('GET, HEAD, OPTIONS');
    expect(await (await home.app.request(path)).text()).toBe(before);
  });

  test('OPTIONS tells a browser what other sites may ask', async () => {
    const headers = { Origin: 'https://reader.example', 'Access-Control-Request-Method': 'GET' };
    const answer = await home.app.request(path, { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(answer.headers.get('Access-Control-Allow-Headers')).toContain('If-None-Match');
  });
});

describe.each(errors)('%s is a %i', (path, status) => {
  test.each(conditions)('under %j', async (headers) => {
    const answer = await home.app.request(path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/plain/i);
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(answer.headers.get('ETag')).toBeNull();
    expect(await answer.text()).toMatch(/\w+.*\n$/);

    const head = await home.app.request(path, { method: 'HEAD', headers });
    expect(head.status).toBe(status);
    expect(await head.text()).toBe('');
    // RFC 9110 §9.3.2: a HEAD may leave out the length of what it does not send.
    const but = (fields: Headers) => [...fields].filter(([name]) => name !== 'content-length');
    expect(but(head.headers)).toEqual(but(answer.headers));
  });
});
