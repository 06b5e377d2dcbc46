// URL → media type, told from its ending and never guessed.
import { expect, test } from 'vitest';
import { mediaType } from '../src/article/media.ts';

test.each([
  ['https://a.example/b.JPG?x=1#y', 'image/jpeg'],
  ['https://a.example/b.jpg.webp', 'image/webp'],
  ['https://images.weserv.nl?url=a.example/b.png', 'image/png'],
  ['https://images.weserv.nl/?url=https%3A%2F%2Fa.example%2Fb.gif%3Fx', 'image/gif'],
  ['https://a.example/c.mp3', 'audio/mpeg'],
  ['https://a.example/image//img', null],
  ['https://a.example/b.php', null],
  ['https://a.example/?file=b.png', null],
  ['https://images.weserv.nl/?url=', null],
  ['no URL', null],
])('%s → %s', (url, type) => {
  expect(mediaType(url)).toBe(type);
});
