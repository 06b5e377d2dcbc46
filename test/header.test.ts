import { describe, expect, test } from 'vitest';
import { readHeader } from '../src/article/header.ts';

const NOW = Date.UTC(2024, 1, 1);
const DATE = 1706726344000;
const URL = 'https://news.example/a/1.html';

/** A file with this date line, link and body. */
function file(comment: string, link: string, body = '<p>text</p>\n'): string {
  return `${comment}\n${link}\n------\n\n${body}`;
}
const dated = (link: string, body?: string) => file(`<!--${DATE}-->`, link, body);
const titled = (comment: string) => file(comment, `[标题](${URL})`);

const titles: [name: string, link: string, title: string, url?: string][] = [
  ['plain', `[标题](${URL})`, '标题'],
  ['brackets inside', `[[视频]北京(图)](${URL})`, '[视频]北京(图)'],
  ['an open bracket', `[a ] b](${URL})`, 'a ] b'],
  ['a whole link inside', `[[x](http://e.example/) 标题](${URL})`, '[x](http://e.example/) 标题'],
  [
    'parentheses',
    `[Photo: Untitled (Shanghai), by me](${URL})`,
    'Photo: Untitled (Shanghai), by me',
  ],
  ['line ends', `[北京的\n快速回应\n\n](${URL})`, '北京的 快速回应'],
  ['backslashes are literal', `[“囚爱\\“\\]](${URL})`, '“囚爱\\“\\]'],
  ['entities are decoded', `[中方&quot;反制&quot; &#x4e2d; &amp;](${URL})`, '中方"反制" 中 &'],
  ['entities are decoded once', `[&amp;lt;b&amp;gt;](${URL})`, '&lt;b&gt;'],
  ['U+00A0, U+3000 and double blanks', `[\u3000一\u00a0 二  三\u00a0](${URL})`, '一 二 三'],
  ['a pipe and a slash', `[一 | 二｜三/四](${URL})`, '一 | 二｜三/四'],
  ['control characters go', `[一\u0007二\u0000](${URL})`, '一二'],
  ['tags are text', `[<b>一</b>](${URL})`, '<b>一</b>'],
  ['dashes inside', `[一 --- 二](${URL})`, '一 --- 二'],
  [
    'parentheses in the URL',
    '[t](https://e.example/A_(B)_(C)?q=(1)#x))',
    't',
    'https://e.example/A_(B)_(C)?q=(1)#x)',
  ],
  ['Chinese in the URL', '[t](https://e.example/中文/新闻)', 't', 'https://e.example/中文/新闻'],
  [
    'percent-encoding, lower case',
    '[t](https://e.example/%e3%80%90)',
    't',
    'https://e.example/%e3%80%90',
  ],
  ['percent-encoding, upper case', '[t](http://e.example/%E3%20)', 't', 'http://e.example/%E3%20'],
  ['a query', '[t](https://e.example/s/1?full=y&a=[b])', 't', 'https://e.example/s/1?full=y&a=[b]'],
  ['a double slash', '[t](http://www.e.example//cn/1)', 't', 'http://www.e.example//cn/1'],
  ['blanks around the URL', '[t]( https://e.example/1 )', 't', 'https://e.example/1'],
  ['scheme in upper case', '[t](HTTPS://E.example/1)', 't', 'HTTPS://E.example/1'],
  ['blanks after the link', `[t](${URL})  `, 't'],
];

const accepted: [name: string, text: string, body: string, published?: number][] = [
  ['LF', dated(`[t](${URL})`), '\n<p>text</p>\n'],
  ['CRLF', dated(`[t](${URL})`).replaceAll('\n', '\r\n'), '\n<p>text</p>\n'],
  ['byte order mark', `\uFEFF${dated(`[t](${URL})`)}`, '\n<p>text</p>\n'],
  ['no final line end', `<!--${DATE}-->\n[t](${URL})\n------`, ''],
  ['no body', `<!--${DATE}-->\n[t](${URL})\n------\n\n`, '\n'],
  ['a rule of three', `<!--${DATE}-->\n[t](${URL})\n---\nbody`, 'body'],
  ['a long rule with blanks', `<!--${DATE}-->\n[t](${URL})\n  ---------- \nbody`, 'body'],
  [
    'the body holds another header',
    dated(`[t](${URL})`, `<!--1-->\n[x](http://y/)\n------\n`),
    '\n<!--1-->\n[x](http://y/)\n------\n',
  ],
  ['blanks in the comment', file(`  <!-- ${DATE} -->`, `[t](${URL})`, 'b'), '\nb'],
  ['empty lines before the comment', `\n\n${dated(`[t](${URL})`, 'b')}`, '\nb'],
  ['the comment on the title line', `<!--${DATE}-->[t](${URL})\n------\nb`, 'b'],
  [
    'a day from now',
    file(`<!--${NOW + 86_400_000}-->`, `[t](${URL})`, 'b'),
    '\nb',
    NOW + 86_400_000,
  ],
  ['1990', file(`<!--${Date.UTC(1990, 0, 1)}-->`, `[t](${URL})`, 'b'), '\nb', Date.UTC(1990, 0, 1)],
  [
    'legacy date line',
    `[t](${URL})\n------\n日期：Thu, 02 Jul 2020 18:28:24 +0000\n\n<p>b</p>`,
    '\n<p>b</p>',
    Date.UTC(2020, 6, 2, 18, 28, 24),
  ],
  [
    'legacy, an empty line before it',
    `[t](${URL})\n------\n\n日期: 2 Jul 2020 18:28 GMT\nb`,
    'b',
    Date.UTC(2020, 6, 2, 18, 28),
  ],
  [
    'legacy, year of two digits',
    `[t](${URL})\n------\n日期：Thu, 2 Jul 20 18:28:24 EST\nb`,
    'b',
    Date.UTC(2020, 6, 2, 23, 28, 24),
  ],
  [
    'legacy, another zone',
    `[t](${URL})\n------\n日期：Thu, 02 Jul 2020 18:28:24 +0800\nb`,
    'b',
    Date.UTC(2020, 6, 2, 10, 28, 24),
  ],
  ['both: the comment wins', dated(`[t](${URL})`, '日期：Thu, 02 Jul 2020 18:28:24 +0000\nb'), 'b'],
];

const rejected: [name: string, text: string, line: number, message: string][] = [
  ['empty file', '', 1, 'no publication date'],
  ['no date at all', `[t](${URL})\n------\n\n<p>b</p>`, 1, 'no publication date'],
  ['not a number', titled('<!--NaN-->'), 1, '“NaN” is not a number'],
  ['a negative number', titled('<!---1706726344000-->'), 1, 'is not a number'],
  ['an empty comment', titled('<!---->'), 1, 'is not a number'],
  ['another comment', titled('\n<!-- a note -->'), 2, '“a note” is not a number'],
  ['seconds', titled('<!--1706726344-->'), 1, 'in seconds; expected milliseconds: 1706726344000'],
  [
    'before 1990',
    titled('<!--631151999999-->'),
    1,
    'out of range; expected 1990 to one day from now',
  ],
  ['zero', titled('<!--0-->'), 1, 'out of range'],
  ['too far ahead', titled(`<!--${NOW + 86_400_001}-->`), 1, 'out of range'],
  ['beyond all numbers', titled(`<!--${'9'.repeat(400)}-->`), 1, 'out of range'],
  ['a date line that is no date', `[t](${URL})\n------\n\n日期：昨天\nb`, 4, '“昨天” is no date'],
  [
    'a day that does not exist',
    `[t](${URL})\n------\n日期：Thu, 31 Jun 2020 18:28:24 +0000\nb`,
    3,
    'is no date',
  ],
  ['no title line', `<!--${DATE}-->\n\n\n<p>b</p>\n------\n`, 4, 'no title line'],
  ['nothing below the comment', `<!--${DATE}-->\n`, 2, 'no title line'],
  ['cut in the title', `<!--${DATE}-->\n[中国新任防长`, 2, 'no link behind the title'],
  ['cut in the URL', `<!--${DATE}-->\n[t](https://e.exam`, 2, 'no closing parenthesis'],
  ['no rule', `<!--${DATE}-->\n[t](${URL})\n\n<p>b</p>`, 2, 'no line of dashes'],
  ['two dashes', `<!--${DATE}-->\n[t](${URL})\n--\n<p>b</p>`, 2, 'no line of dashes'],
  ['an empty title', dated(`[](${URL})`), 2, 'the title is empty'],
  ['a title of blanks', dated(`[ \u3000&nbsp;\u200b](${URL})`), 2, 'the title is empty'],
  ['a relative URL', dated('[t](/a/1.html)'), 2, '“/a/1.html” is not an absolute http(s) URL'],
  ['no URL', dated('[t]()'), 2, 'is not an absolute http(s) URL'],
  ['another scheme', dated('[t](ftp://e.example/1)'), 2, 'is not an absolute http(s) URL'],
  ['a script', dated('[t](javascript:alert(1))'), 2, 'is not an absolute http(s) URL'],
  ['no host', dated('[t](https://)'), 2, 'is not an absolute http(s) URL'],
];

describe('accepted headers', () => {
  test.each(titles)('title: %s', (_, link, title, url = URL) => {
    expect(readHeader(dated(link, 'b'), NOW)).toEqual({ published: DATE, title, url, body: '\nb' });
  });
  test.each(accepted)('%s', (_, text, body, published = DATE) => {
    expect(readHeader(text, NOW)).toEqual({ published, title: 't', url: URL, body });
  });
});

describe('rejected headers say where and why', () => {
  test.each(rejected)('%s', (_, text, line, message) => {
    const fault = readHeader(text, NOW);
    expect(fault).toEqual({ line, message: expect.stringContaining(message) });
    expect(fault).toEqual({ line, message: expect.stringContaining('; expected ') });
  });
});
