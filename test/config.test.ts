// Environment → settings with safe defaults, or a line for each wrong one.
import { describe, expect, test } from 'vitest';
import { readSettings, type Settings, siteOf } from '../src/http/config.ts';

const DEFAULTS = {
  FEED_TITLE: 'Broadsheet',
  FEED_DESCRIPTION: 'News articles, as their newsrooms published them',
  FEED_LANGUAGE: 'zh-Hans',
  FEED_AUTHOR: 'Broadsheet',
  FEED_TIMEZONE: 'UTC',
  ITEMS: 50,
  ARCHIVE: 'seeds',
  PORT: 8787,
  DATABASE: 'data/broadsheet.db',
};

test('every setting has a default, and other variables are ignored', () => {
  expect(readSettings({})).toMatchObject(DEFAULTS);
  expect(readSettings({ PATH: '/bin', DB: {}, HOME: undefined })).toEqual(readSettings({}));
});

test('a variable that is empty or undefined is not set', () => {
  const empty = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, '']));
  const environment = { ...empty, SITE_URL: '', HUB_URL: undefined };
  expect(readSettings(environment)).toStrictEqual(readSettings({}));
});

const accepted: [name: string, value: string, read: string | number][] = [
  ['SITE_URL', 'https://feeds.example', 'https://feeds.example'],
  ['SITE_URL', ' https://Feeds.example:443/news// ', 'https://feeds.example/news'],
  ['SITE_URL', 'http://127.0.0.1:8787/', 'http://127.0.0.1:8787'],
  ['FEED_TITLE', ' 宽报 <&> ', '宽报 <&>'],
  ['FEED_LANGUAGE', 'ZH-hant', 'zh-Hant'],
  ['FEED_LANGUAGE', 'en', 'en'],
  ['FEED_TIMEZONE', ' Asia/Taipei ', 'Asia/Taipei'],
  ['ITEMS', '1', 1],
  ['ITEMS', ' 500 ', 500],
  ['PORT', '0', 0],
  ['PORT', '65535', 65_535],
  ['ARCHIVE', '../my archive', '../my archive'],
  ['SITE_LANGUAGE', 'zh-Hant', 'zh-Hant'],
  ['SITE_PAGES', '0', '0'],
];

test.each(accepted)('%s=%s', (name, value, read) => {
  expect(readSettings({ [name]: value })).toMatchObject({ [name]: read });
});

test('an accent for light screens is made lighter for dark ones, until it can be read', () => {
  expect(readSettings({ SITE_ACCENT: ' #8A2413 ' })).toMatchObject({
    SITE_ACCENT: { light: '#8a2413', dark: '#ca9c95' },
  });
  expect(readSettings({ SITE_ACCENT: '#00513b #7ad9b4' })).toMatchObject({
    SITE_ACCENT: { light: '#00513b', dark: '#7ad9b4' },
  });
});

const EXPECTED_URL =
  'expected an absolute http(s) URL without query, such as https://feeds.example.org';
const EXPECTED_TAG = 'expected a BCP 47 language tag such as zh-Hans or en';
const CONTRAST =
  'expected colours that can be read on #fbfaf6, and the second on #151619: a contrast of 4.5 or more';
const rejected: [name: string, value: string, expected: string][] = [
  ['SITE_URL', 'feeds.example', EXPECTED_URL],
  ['SITE_URL', '/news', EXPECTED_URL],
  ['SITE_URL', 'ftp://feeds.example', EXPECTED_URL],
  ['SITE_URL', 'https://feeds.example/?key=1', EXPECTED_URL],
  ['SITE_URL', 'https://feeds.example/#top', EXPECTED_URL],
  ['SITE_URL', 'https://me:secret@feeds.example/', EXPECTED_URL],
  ['FEED_LANGUAGE', 'Chinese (simplified)', EXPECTED_TAG],
  ['FEED_TIMEZONE', 'Taipei', 'expected the IANA name of a time zone such as Asia/Taipei'],
  ['FEED_TITLE', '  ', 'expected a text that is not empty'],
  ['ITEMS', '0', 'expected a whole number from 1 to 500'],
  ['ITEMS', '501', 'expected a whole number from 1 to 500'],
  ['ITEMS', 'many', 'expected a whole number from 1 to 500'],
  ['ITEMS', '1e2', 'expected a whole number from 1 to 500'],
  [
    'SITE_ACCENT',
    'green',
    'expected a colour such as #8a2413, or two, the second for dark screens',
  ],
  [
    'SITE_ACCENT',
    '#8a2413;}',
    'expected a colour such as #8a2413, or two, the second for dark screens',
  ],
  ['SITE_ACCENT', '#ffee00', CONTRAST],
  ['SITE_ACCENT', '#8a2413 #8a2413', CONTRAST],
  ['SITE_LANGUAGE', 'de', 'expected one of zh-Hans, zh-Hant, en'],
  ['SITE_PAGES', 'no', 'expected 1 or 0'],
  ['PORT', '65536', 'expected a whole number from 0 to 65535'],
  ['PORT', '-1', 'expected a whole number from 0 to 65535'],
  ['PORT', '80.5', 'expected a whole number from 0 to 65535'],
];

describe('a wrong value is named with what was expected', () => {
  test.each(rejected)('%s=%s', (name, value, expected) => {
    expect(readSettings({ [name]: value })).toEqual([
      `${name}: “${value}” is not valid; ${expected}`,
    ]);
  });

  test('all wrong values at once, a line each', () => {
    const lines = readSettings({ SITE_URL: 'x', PORT: 'x', ITEMS: '0', FEED_TITLE: 'fine' });
    expect(lines).toHaveLength(3);
    expect(String(lines)).toMatch(/SITE_URL: .*ITEMS: .*PORT: /);
  });
});

test('the site is at SITE_URL, or else at the given address', () => {
  const local = 'http://localhost:8787';
  expect(siteOf(readSettings({}) as Settings, local)).toMatchObject({
    url: local,
    title: DEFAULTS.FEED_TITLE,
    description: DEFAULTS.FEED_DESCRIPTION,
    language: 'zh-Hans',
    author: 'Broadsheet',
    items: 50,
  });
  const public_ = readSettings({ SITE_URL: 'https://feeds.example/' }) as Settings;
  expect(siteOf(public_, local).url).toBe('https://feeds.example');
});
