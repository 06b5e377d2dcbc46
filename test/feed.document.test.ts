// A feed document: its bytes, media type and validators.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { compose } from '../src/feed/compose.ts';
import { renderDocument } from '../src/feed/document.ts';
import { sampleChannel, sampleItem } from './feed.samples.ts';

describe('renderDocument', () => {
  test.each([
    ['rss', 'application/rss+xml; charset=utf-8'],
    ['atom', 'application/atom+xml; charset=utf-8'],
    ['json', 'application/feed+json; charset=utf-8'],
  ] as const)('%s is the composed text in UTF-8, as %s', async (format, mediaType) => {
    const channel = sampleChannel({ title: '海港 😀' });
    const document = await renderDocument(format, channel, [sampleItem()]);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(document.bytes);
    expect(text).toBe(compose(format, channel, [sampleItem()]));
    expect(text).toContain('海港 😀');
    expect(text).toMatch(/[^\n]\n$/);
    expect(document.mediaType).toBe(mediaType);
  });

  test('the ETag is strong and says which bytes they are', async () => {
    const document = await renderDocument('rss', sampleChannel(), [sampleItem()]);
    const digest = createHash('sha256').update(document.bytes).digest('base64url');
    expect(document.etag).toBe(`"${digest.slice(0, 24)}"`);
  });

  test('the ETag is the same for the same content and differs for any other', async () => {
    const tag = async (title: string) =>
      (await renderDocument('json', sampleChannel(), [sampleItem({ title })])).etag;
    expect(await tag('a')).toBe(await tag('a'));
    expect(await tag('a')).not.toBe(await tag('b'));
  });
});

test('a channel without an absolute URL of its own is refused', () => {
  expect(() => compose('rss', sampleChannel({ homeUrl: '/' }), [])).toThrow(TypeError);
});
