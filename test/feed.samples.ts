// Channels and items for the tests of feeds: the golden cases, and small ones to vary. Frozen.
import { readdirSync, readFileSync } from 'node:fs';
import type { Channel, Item } from '../src/feed/types.ts';

export interface Case {
  channel: Channel;
  items: Item[];
}

const GOLDEN = new URL('golden/', import.meta.url);
const INPUT = '.input.json';

/** Path of a file of a golden case, such as `goldenFile('plain', '.rss.xml')`. */
export function goldenFile(name: string, ending: string): URL {
  return new URL(name + ending, GOLDEN);
}

/** All golden cases by name, deeply frozen: composing must not change its input. */
export function goldenCases(): [string, Case][] {
  return readdirSync(GOLDEN)
    .filter((file) => file.endsWith(INPUT))
    .map((file) => file.slice(0, -INPUT.length))
    .map((name) => [name, frozen(JSON.parse(readFileSync(goldenFile(name, INPUT), 'utf8')))]);
}

/** Freezes a value and all it holds. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

export function sampleChannel(changes: Partial<Channel> = {}): Channel {
  return frozen({
    id: 'urn:uuid:0f6a3a52-5c1c-5d0a-9f43-2f1a6f0f7b10',
    title: 'Harbour news',
    description: 'All about the harbour',
    language: 'en',
    author: 'Broadsheet',
    homeUrl: 'https://broadsheet.example/',
    urls: sampleUrls(''),
    updated: Date.UTC(2024, 0, 31, 18, 39, 4),
    ttl: 30,
    ...changes,
  });
}

/** URLs of one document in the three formats, below a path such as `archive/1/`. */
export function sampleUrls(path: string) {
  const base = `https://broadsheet.example/${path}`;
  return { rss: `${base}feed.xml`, atom: `${base}atom.xml`, json: `${base}feed.json` };
}

export function sampleItem(changes: Partial<Item> = {}): Item {
  return frozen({
    id: 'urn:uuid:00000000-0000-5000-8000-000000000001',
    title: 'Port reopens',
    url: 'https://news.example/port',
    published: Date.UTC(2024, 0, 31, 18, 39, 4),
    updated: Date.UTC(2024, 0, 31, 18, 39, 4),
    html: '<p>The port reopened.</p>',
    summary: 'The port reopened.',
    image: null,
    enclosures: [],
    language: 'en',
    source: { title: 'Harbour Post' },
    ...changes,
  });
}
