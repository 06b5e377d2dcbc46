// Golden pairs: each `golden/<case>.input.json` composes to exactly the documents beside it.
// To rewrite them on purpose: `UPDATE_GOLDEN=1 npx vitest run test/feed.golden.test.ts`, then
// read the difference as a reader of the feed would.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { compose } from '../src/feed/compose.ts';
import type { Format } from '../src/feed/types.ts';
import { goldenCases, goldenFile } from './feed.samples.ts';

const ENDINGS: [Format, string][] = [
  ['rss', '.rss.xml'],
  ['atom', '.atom.xml'],
  ['json', '.feed.json'],
];

describe.each(goldenCases())('%s', (name, { channel, items }) => {
  test.each(ENDINGS)('%s is byte for byte the golden document', (format, ending) => {
    const document = Buffer.from(compose(format, channel, items));
    const file = goldenFile(name, ending);
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, document);
    expect(document.toString()).toBe(readFileSync(file, 'utf8'));
    expect(document.equals(readFileSync(file))).toBe(true);
  });

  test.each(ENDINGS)('%s does not depend on the clock', (format) => {
    vi.useFakeTimers({ now: 0 });
    const early = compose(format, channel, items);
    vi.setSystemTime(Date.UTC(2040, 1, 29));
    const late = compose(format, channel, items);
    vi.useRealTimers();
    expect(late).toBe(early);
  });
});
