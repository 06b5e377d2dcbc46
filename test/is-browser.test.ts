// Which requests get a page at a feed's address, and which get the feed: by their headers.
import { describe, expect, test } from 'vitest';
import { isBrowser } from '../src/http/browser.ts';

const CHROME =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7';
const FIREFOX = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

const browsers: [string, Record<string, string>][] = [
  ['a navigation', { 'Sec-Fetch-Dest': 'document', Accept: CHROME }],
  ['a navigation that says nothing else', { 'Sec-Fetch-Dest': 'document' }],
  ['Chrome over plain HTTP', { Accept: CHROME }],
  ['Firefox over plain HTTP', { Accept: FIREFOX }],
  ['text/html alone', { Accept: 'text/html' }],
  ['w3m', { Accept: 'text/html, text/*;q=0.5, image/*, application/*;q=0.5' }],
  ['in capitals, with blanks', { Accept: 'TEXT/HTML ; Q=1.0 , application/xml ; q=0.5' }],
];
const readers: [string, Record<string, string>][] = [
  ['no header at all', {}],
  ['curl', { Accept: '*/*' }],
  ['an empty Accept', { Accept: '' }],
  ['nonsense', { Accept: ';;q=,,text/html;q=x' }],
  [
    'newsboat',
    { Accept: 'application/rss+xml, application/rdf+xml, application/atom+xml, text/html' },
  ],
  [
    'Miniflux',
    {
      Accept:
        'application/xml, application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, text/html, */*;q=0.9',
    },
  ],
  [
    'feedparser',
    {
      Accept:
        'application/atom+xml,application/rdf+xml,application/rss+xml,application/x-netcdf,application/xml;q=0.9,text/xml;q=0.2,*/*;q=0.1',
    },
  ],
  ['HTML and feeds alike', { Accept: 'text/html, application/rss+xml' }],
  ['HTML and JSON alike', { Accept: 'text/html, application/json' }],
  ['everything of application/* alike', { Accept: 'text/html, application/*' }],
  ['HTML refused', { Accept: 'text/html;q=0' }],
  ["a page's script", { 'Sec-Fetch-Dest': 'empty', Accept: '*/*' }],
  ['an extension that takes HTML too', { 'Sec-Fetch-Dest': 'empty', Accept: CHROME }],
  ['an image', { 'Sec-Fetch-Dest': 'image', Accept: 'image/*' }],
  ['a frame', { 'Sec-Fetch-Dest': 'iframe', Accept: CHROME }],
];

describe('a browser', () => {
  test.each(browsers)('%s', (_, headers) => {
    expect(isBrowser(new Headers(headers))).toBe(true);
  });
});

describe('a feed reader', () => {
  test.each(readers)('%s', (_, headers) => {
    expect(isBrowser(new Headers(headers))).toBe(false);
  });
});
