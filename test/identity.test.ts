// Article URL → its normal form and its permanent id.
import { describe, expect, test } from 'vitest';
import { sha256 } from '../src/article/digest.ts';
import { articleId, normaliseUrl } from '../src/article/identity.ts';
import { digest } from '../src/node/parser.ts';

const URL = 'https://news.example/a/1.html';

const same: [name: string, url: string, normal: string][] = [
  ['as it is', URL, URL],
  ['http', 'http://news.example/a/1.html', URL],
  ['scheme and host in upper case', 'HTTP://News.EXAMPLE/a/1.html', URL],
  ['the default port of https', 'https://news.example:443/a/1.html', URL],
  ['the default port of http', 'http://news.example:80/a/1.html', URL],
  ['a fragment', `${URL}#top`, URL],
  ['a text fragment', `${URL}#:~:text=中文(1)`, URL],
  ['an empty query', `${URL}?`, URL],
  ['credentials', 'https://me:secret@news.example/a/1.html', URL],
  ['no path', 'https://news.example', 'https://news.example/'],
  ['dots in the path', 'https://news.example/b/../a/./1.html', URL],
  ['blanks around', ` ${URL} `, URL],
  ['campaign parameters', `${URL}?utm_source=rss&UTM_Medium=x&utm_campaign=`, URL],
  ['click ids', `${URL}?fbclid=1&gclid=2&dclid=3&msclkid=4&yclid=5&igshid=6`, URL],
  ['newsletter ids', `${URL}?mc_cid=1&mc_eid=2&_ga=3&at_medium=RSS`, URL],
  ['only the tracking goes', `${URL}?b=2&utm_source=x&a=1`, `${URL}?b=2&a=1`],
  ['a name that only begins so', `${URL}?utmost=1&fbclids=2`, `${URL}?utmost=1&fbclids=2`],
  ['a parameter that means something', `${URL}?full=y`, `${URL}?full=y`],
  ['parameters without a value', `${URL}?a&b=`, `${URL}?a&b=`],
  [
    'percent-encoding of either case',
    'https://news.example/%e3%80%90?q=%e3',
    'https://news.example/%E3%80%90?q=%E3',
  ],
  [
    'Chinese characters',
    'https://news.example/【中文】',
    'https://news.example/%E3%80%90%E4%B8%AD%E6%96%87%E3%80%91',
  ],
  ['an international host', 'https://新闻.example/', 'https://xn--efvy88h.example/'],
  ['parentheses', 'https://news.example/A_(B)', 'https://news.example/A_(B)'],
];

const different: [name: string, url: string][] = [
  ['another host', 'https://www.news.example/a/1.html'],
  ['another port', 'https://news.example:8443/a/1.html'],
  ['another path', 'https://news.example/a/2.html'],
  ['the path in another case', 'https://news.example/A/1.html'],
  ['a slash more', 'https://news.example//a/1.html'],
  ['a slash at the end', 'https://news.example/a/1.html/'],
  ['a query', `${URL}?page=2`],
];

describe('one article', () => {
  test.each(same)('%s', async (_, url, normal) => {
    expect(normaliseUrl(url)).toBe(normal);
    expect(normaliseUrl(normal)).toBe(normal);
    expect(await articleId(url)).toBe(await articleId(normal));
  });
});

test.each(different)('another article: %s', async (_, url) => {
  expect(normaliseUrl(url)).not.toBe(URL);
  expect(await articleId(url)).not.toBe(await articleId(URL));
});

test('an id is a UUID of version 8 and never changes', async () => {
  // Readers have seen these: if this test fails, every article comes back to them as a new one.
  expect(await articleId(URL)).toBe('252ec03e-e3e6-8c00-bcf6-5f053a919136');
  expect(await articleId('https://news.example/中文?id=2')).toBe(
    'fd22e442-f27a-8d51-8861-7ee518d8f80b',
  );
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  for (let number = 0; number < 50; number++) {
    expect(await articleId(`https://news.example/${number}`)).toMatch(uuid);
  }
});

test.each(['', 'a', '中文', '🙂\n'])('every home digests alike: %j', async (text) => {
  expect(await sha256(text)).toBe(digest(text));
});
