// Public ways of attack (XSS cheat sheets, sanitiser bugs) → nothing active is left.
// @ts-expect-error the package brings no types
import sanitizeHtml from 'sanitize-html';
import { expect, test } from 'vitest';
import { clean } from '../src/article/html/clean.ts';
import { renderMarkdown } from '../src/article/markdown.ts';
import { GROWTH, MARKDOWN_GROWTH, repeated } from './archive/hostile.ts';
import { faults } from './clean.judge.ts';

const origin = { url: 'https://news.example/a/1.html', source: 'example' };

const ATTACKS: [name: string, body: string, html: string][] = [
  ['script', 'a<script>alert(1)</script>b', '<p>ab</p>'],
  ['script with a source', '<script src="https://evil.example/x.js"></script>b', '<p>b</p>'],
  ['upper case', 'a<SCRIPT>alert(1)</SCRIPT>b', '<p>ab</p>'],
  ['script, blank before the end', 'a<script>alert(1)</script >b', '<p>ab</p>'],
  ['script, never closed', 'a<script>alert(1)', '<p>a</p>'],
  [
    'script in script',
    'a<scr<script>ipt>alert(1)</scr</script>ipt>',
    '<p>aipt&gt;alert(1)ipt&gt;</p>',
  ],
  ['slash for a blank', '<script/x>alert(1)</script>b', '<p>b</p>'],
  [
    'event handler',
    '<img src="/x.png" onerror="alert(1)">',
    '<img src="https://news.example/x.png" alt="">',
  ],
  [
    'event handler without blank',
    '<img src="/x.png"onerror=alert(1)>',
    '<img src="https://news.example/x.png" alt="">',
  ],
  ['event handler behind slashes', '<p/onclick=alert(1)/title=x>a</p>', '<p>a</p>'],
  ['event handler in unknown element', '<xss onpointerover=alert(1)>a</xss>', '<p>a</p>'],
  ['handler behind a line end', '<b\nonmouseover\n=\nalert(1)>a</b>', '<p><b>a</b></p>'],
  ['focus', '<p tabindex=1 onfocus=alert(1) autofocus>a</p>', '<p>a</p>'],
  [
    'toggle',
    '<details open ontoggle=alert(1)><summary>a</summary>b</details>',
    '<details open=""><summary>a</summary><p>b</p></details>',
  ],
  ['body onload', '<body onload=alert(1)><p>a</p></body>', '<p>a</p>'],
  ['javascript link', '<a href="javascript:alert(1)">a</a>', '<p>a</p>'],
  ['javascript, mixed case', '<a href="jAvAsCrIpT:alert(1)">a</a>', '<p>a</p>'],
  ['javascript, entities', '<a href="&#106;&#97;vascript&colon;alert(1)">a</a>', '<p>a</p>'],
  [
    'javascript, hex entities without semicolon',
    '<a href="&#x6A&#x61vascript:alert(1)">a</a>',
    '<p>a</p>',
  ],
  ['javascript, tab inside', '<a href="java\tscript:alert(1)">a</a>', '<p>a</p>'],
  ['javascript, tab entity', '<a href="java&Tab;script:alert(1)">a</a>', '<p>a</p>'],
  ['javascript, line end inside', '<a href="java&NewLine;script:alert(1)">a</a>', '<p>a</p>'],
  ['javascript, control in front', '<a href="\u0001javascript:alert(1)">a</a>', '<p>a</p>'],
  ['javascript, blank in front', '<a href=" &#14; javascript:alert(1)">a</a>', '<p>a</p>'],
  ['javascript, no-break space in front', '<a href="\u00a0javascript:alert(1)">a</a>', '<p>a</p>'],
  ['javascript in an image', '<img src="javascript:alert(1)">', ''],
  [
    'javascript in a srcset',
    '<img src="/x.png" srcset="javascript:alert(1) 2x">',
    '<img src="https://news.example/x.png" alt="">',
  ],
  [
    'javascript in a citation',
    '<blockquote cite="javascript:alert(1)">a</blockquote>',
    '<blockquote><p>a</p></blockquote>',
  ],
  [
    'javascript in a poster',
    '<video src="/v.mp4" poster="javascript:alert(1)"></video>',
    '<video src="https://news.example/v.mp4" controls=""></video>',
  ],
  ['javascript in a frame', '<iframe src="javascript:alert(1)"></iframe>', ''],
  [
    'javascript as a plugin parameter',
    '<iframe src="https://www.facebook.com/plugins/video.php?href=javascript%3Aalert(1)" title="t"></iframe>',
    '<p><a href="https://www.facebook.com/plugins/video.php?href=javascript%3Aalert(1)">Facebook: t</a></p>',
  ],
  ['vbscript', '<a href="vbscript:msgbox(1)">a</a>', '<p>a</p>'],
  ['data link', '<a href="data:text/html;base64,PHNjcmlwdD4=">a</a>', '<p>a</p>'],
  ['data image that is SVG', '<img src="data:image/svg+xml,<svg onload=alert(1)>">', ''],
  [
    'blob and file',
    '<a href="blob:https://x.example/1">a</a><a href="file:///etc/passwd">b</a>',
    '<p>ab</p>',
  ],
  ['view-source', '<a href="view-source:javascript:alert(1)">a</a>', '<p>a</p>'],
  ['frame with a document', '<iframe srcdoc="<script>alert(1)</script>"></iframe>', ''],
  [
    'base',
    '<base href="https://evil.example/"><a href="/x">a</a>',
    '<p><a href="https://news.example/x">a</a></p>',
  ],
  ['meta refresh', '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">a', '<p>a</p>'],
  ['link', '<link rel="stylesheet" href="https://evil.example/x.css">a', '<p>a</p>'],
  ['style element', '<style>@import "https://evil.example/x.css";</style>a', '<p>a</p>'],
  ['style attribute', '<p style="background:url(javascript:alert(1))">a</p>', '<p>a</p>'],
  [
    'object and embed',
    '<object data="x.swf"><param name=a></object><embed src="x.swf">a',
    '<p>a</p>',
  ],
  ['applet', '<applet code="x">a</applet>b', '<p>b</p>'],
  [
    'form that phishes',
    '<form action="https://evil.example/"><p>a</p><input name=password><button formaction="javascript:alert(1)">ok</button></form>',
    '<p>a</p>',
  ],
  ['SVG', '<svg onload=alert(1)><script>alert(2)</script><text>x</text></svg>a', '<p>a</p>'],
  [
    'SVG animation',
    '<svg><a><animate attributeName=href values="javascript:alert(1)"/><text>x</text></a></svg>a',
    '<p>a</p>',
  ],
  ['MathML link', '<math href="javascript:alert(1)">x</math>a', '<p>a</p>'],
  [
    'mutation through MathML',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>a',
    '<p>a</p>',
  ],
  [
    'mutation through SVG and style',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>"></svg>a',
    '<p>a</p>',
  ],
  [
    'mutation through form',
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)></style>',
    '',
  ],
  [
    'raw text: noscript',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>a',
    '<p>a</p>',
  ],
  [
    'raw text: textarea',
    '<textarea><img title="</textarea><img src=/x onerror=alert(1)>"></textarea>a',
    '<p><img src="https://news.example/x" alt="">"&gt;a</p>',
  ],
  ['raw text: title', '<title></title><script>alert(1)</script>a', '<p>a</p>'],
  [
    'raw text: xmp',
    '<xmp><p title="</xmp><img src=/x onerror=alert(1)>"></xmp>',
    '<p>&lt;p title="</p><p><img src="https://news.example/x" alt="">"&gt;</p>',
  ],
  ['raw text: noembed', '<noembed><img src=x onerror=alert(1)></noembed>a', '<p>a</p>'],
  [
    'plaintext',
    '<plaintext><img src=/x onerror=alert(1)>',
    '<p><img src="https://news.example/x" alt=""></p>',
  ],
  ['comment', 'a<!-- <img src=x onerror=alert(1)> -->b', '<p>ab</p>'],
  [
    'comment that ends early',
    'a<!--><img src=/x onerror=alert(1)>-->b',
    '<p>a<img src="https://news.example/x" alt="">--&gt;b</p>',
  ],
  [
    'conditional comment',
    '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->a<b></b>',
    '<p>a</p>',
  ],
  ['CDATA', '<![CDATA[<script>alert(1)</script>]]>a<i></i>', '<p>a</p>'],
  [
    'doctype and instruction',
    '<!DOCTYPE x [<!ENTITY e "x">]><?xml-stylesheet href="x"?><p>a</p>',
    '<p>]&gt;</p><p>a</p>',
  ],
  [
    'markup in an attribute',
    '<img src="/x.png" alt="</p><script>alert(1)</script>">',
    '<img src="https://news.example/x.png" alt="&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;">',
  ],
  [
    'quotes in an attribute',
    '<img src="/x.png" alt="&quot; onerror=&quot;alert(1)">',
    '<img src="https://news.example/x.png" alt="&quot; onerror=&quot;alert(1)">',
  ],
  [
    'quotes in a URL',
    '<a href=\'/x"onmouseover="alert(1)\'>a</a>',
    '<p><a href="https://news.example/x%22onmouseover=%22alert(1)">a</a></p>',
  ],
  [
    'backticks',
    '<img src=`/x.png` alt=``onerror=alert(1)>',
    '<img src="https://news.example/a/%60/x.png%60" alt="``onerror=alert(1)">',
  ],
  [
    'markup as text',
    '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>',
    '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>',
  ],
  ['markup escaped twice', '<p>&amp;lt;script&amp;gt;</p>', '<p>&amp;lt;script&amp;gt;</p>'],
  ['NUL in a name', '<scr\u0000ipt>alert(1)</scr\u0000ipt><p>a</p>', '<p>alert(1)</p><p>a</p>'],
  ['template', '<template><script>alert(1)</script></template>a', '<p>a</p>'],
  [
    'portal, dialog, slot',
    '<portal src="https://evil.example"></portal><dialog open>x</dialog><slot>y</slot>a',
    '<p>a</p>',
  ],
  [
    'clobbering',
    '<a id=location name=cookie href="/x">a</a>',
    '<p><a href="https://news.example/x">a</a></p>',
  ],
  [
    'image map',
    '<img src="/x.png" usemap="#m"><map name=m><area href="javascript:alert(1)"></map>',
    '<img src="https://news.example/x.png" alt="">',
  ],
  ['custom scheme', '<a href="whatsapp://send?text=x">a</a>', '<p>a</p>'],
  [
    'namespace prefix',
    '<p><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script></p>',
    '<p>alert(1)</p>',
  ],
  ['half a tag at the end', '<p>a</p><img src="/x.png" onerror="alert(1)', '<p>a</p>'],
];

test.each(ATTACKS)('%s', (_name, body, html) => {
  const cleaned = clean(body, origin);
  expect(cleaned.html).toBe(html);
  expect(faults(cleaned.html)).toEqual([]);
});

test.each(ATTACKS)('sanitize-html finds nothing to take out: %s', (_name, body) => {
  const { html } = clean(body, origin);
  const options = {
    allowedTags: sanitizeHtml.defaults.allowedTags.concat(
      ...['img', 'audio', 'video', 'del', 'ins', 'q', 'ruby', 'rt', 'details', 'summary'],
    ),
    allowedAttributes: {
      '*': ['href', 'src', 'srcset', 'alt', 'cite', 'poster', 'controls', 'open'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  };
  const plain = (text: string) => text.replaceAll(' />', '>').replaceAll('=""', '');
  expect(plain(sanitizeHtml(html, options))).toBe(plain(html).replaceAll('&quot;&gt;', '"&gt;'));
});

test('10,000 levels cost no stack, and their text stays', () => {
  const levels = 10_000;
  for (const name of ['div', 'b', 'blockquote', 'ul><li', 'table><tr><td', 'font', 'a href=/x']) {
    const ends = name.split('><').reverse().join('></').replace(/ .*/, '');
    const body = `${`<${name}>`.repeat(levels)}deep${`</${ends}>`.repeat(levels)}after`;
    const cleaned = clean(body, origin);
    expect(cleaned.text.replace(' ', '')).toBe('deepafter');
    expect(cleaned.html.length).toBeLessThan(5_000);
    expect(faults(cleaned.html)).toEqual([]);
  }
});

/** Microseconds of CPU time below which growth cannot be told. */
const FLOOR = 5_000;

test.each(GROWTH)(
  'time grows with the length, not its square: %s',
  (_name, ...shape) => {
    const time = (length: number) => {
      const body = repeated(shape, length);
      const times = [1, 2, 3].map(() => {
        const start = process.threadCpuUsage();
        clean(body, { ...origin, source: 'bbc', title: 'a' });
        return process.threadCpuUsage(start).user;
      });
      return Math.min(...times);
    };
    // Ten times the length: ten times the time, or a hundred where it is squared.
    expect(time(300_000)).toBeLessThan(40 * Math.max(time(30_000), FLOOR));
  },
  60_000,
);

test.each(MARKDOWN_GROWTH)(
  'time grows with the length, not its square, in Markdown: %s',
  async (_name, ...shape) => {
    const time = async (length: number) => {
      const body = repeated(shape, length);
      const start = process.threadCpuUsage();
      await renderMarkdown(body);
      return process.threadCpuUsage(start).user;
    };
    await time(15_000);
    expect(await time(150_000)).toBeLessThan(40 * Math.max(await time(15_000), FLOOR));
  },
  60_000,
);

test.each([
  ['open tags', '<b><i>', 'a'],
  ['end tags of nothing', '<b>', '</i>'],
  ['paragraphs in formatting', '<b><i><u><s><a href=/x>', '<p>a'],
  ['a long link around many lines', `<a href="/${'x'.repeat(4000)}">`, '<p>a'],
  ['boilerplate', '', '<div class=ads>a</div>'],
  ['unfinished tags', '', '<a'],
  ['unfinished comments', '', '<!-'],
  ['no-break spaces', '<p>a', '\u00a0'],
  ['commas in a srcset', '<img src="/x.png" srcset="', ','],
  ['attributes', '<p ', 'a=b '],
  ['noscript', '', '<noscript><img src=/a></noscript>'],
])('megabytes of %s end, and do not grow', (_name, head, piece) => {
  const body = head.repeat(head.length > 10 ? 1 : 100_000) + piece.repeat(1_000_000 / piece.length);
  const { html } = clean(body, origin);
  expect(html.length).toBeLessThan(20 * body.length);
});
