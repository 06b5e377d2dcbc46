// Whatever a body holds: nothing active is left, no text is lost, and cleaning twice is cleaning once.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean } from '../src/article/html/clean.ts';
import { faults, squeeze } from './clean.judge.ts';

const origin = { url: 'https://news.example/a/1.html', source: 'example' };
const RUNS = { numRuns: 400 };

const name = fc.constantFrom(
  ...(
    'p div span b i a li ul ol table tr td th tbody caption h2 h3 pre blockquote figure figcaption dl dt dd ' +
    'details summary ruby rt q sub section center font x-y form label br hr img'
  ).split(' '),
);
const active = fc.constantFrom(
  ...'script style svg math iframe noscript textarea title template object embed xmp noembed select button'.split(
    ' ',
  ),
);
const attribute = fc.constantFrom(
  'onerror=alert(1)',
  'href="javascript:alert(1)"',
  'href="/x?a&b"',
  "src='//a.example/b.png'",
  'src=data:text/html,x',
  'srcset="/a 1x, javascript:b 2x"',
  'style="x:expression(1)"',
  'alt="<img src=x onerror=alert(1)>"',
  'class="ads"',
  'lang=zh',
  'colspan=2',
  'title="\u0000"',
  '"',
  '/',
);
const text = fc.oneof(
  fc.constantFrom(
    '一',
    'a b',
    ' ',
    '\u00a0',
    '\n',
    '&lt;script>',
    '&#1;',
    '\ud800',
    '😀',
    '&',
    '<',
    '-->',
    ']]>',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const tag = fc
  .tuple(
    fc.constantFrom('<', '</'),
    fc.oneof(name, active),
    fc.array(attribute, { maxLength: 3 }),
    fc.constantFrom('>', '>', '>', '/>', ''),
  )
  .map(
    ([start, element, attributes, end]) => `${start}${[element, ...attributes].join(' ')}${end}`,
  );
const soup = fc
  .array(
    fc.oneof(
      tag,
      text,
      fc.constantFrom('<!--', '-->', '<![CDATA[', '<!doctype html>', '<?x', '<divclass="a"'),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

test('tag soup: nothing active, whatever it was', () => {
  fc.assert(
    fc.property(soup, (body) => {
      expect(faults(clean(body, origin).html)).toEqual([]);
    }),
    RUNS,
  );
});

test('tag soup: cleaning twice is cleaning once', () => {
  fc.assert(
    fc.property(soup, (body) => {
      const { html } = clean(`<p>${body}`, origin);
      fc.pre(html.includes('</'));
      expect(clean(html, origin).html).toBe(html);
    }),
    RUNS,
  );
});

/** A well-formed tree, and the words it shows in their order. */
interface Tree {
  html: string;
  words: string;
}
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6 },
    fc
      .string({ unit: fc.constantFrom('字', '词', 'x', 'y', '1'), minLength: 1, maxLength: 4 })
      .map((word) => ({ html: word, words: word })),
    fc.constantFrom(
      { html: '<br>', words: '' },
      { html: '<hr>', words: '' },
      { html: '<script>z</script>', words: '' },
      { html: ' ', words: '' },
    ),
    fc
      .tuple(
        name.filter((n) => !/^(?:br|hr|img)$/.test(n)),
        fc.array(tie('tree'), { maxLength: 4 }),
      )
      .map(([element, children]) => ({
        html: `<${element}>${children.map(({ html }) => html).join('')}</${element}>`,
        words: children.map(({ words }) => words).join(''),
      })),
  ),
}));

test('no text is lost or moved, however elements are nested', () => {
  fc.assert(
    fc.property(tree, ({ html, words }) => {
      const cleaned = clean(`<p></p>${html}`, origin);
      expect(squeeze(cleaned.text)).toBe(words);
      expect(squeeze(cleaned.html.replace(/<[^>]*>/g, ''))).toBe(words);
    }),
    RUNS,
  );
});

test('a summary is at most 200 units and well formed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('一', '，', '。', 'word ', '. ', '😀', 'e\u0301', '👩‍👧'), {
        maxLength: 400,
      }),
      (pieces) => {
        const { summary } = clean(`<p>${pieces.join('')}</p>`, origin);
        expect(summary.length).toBeLessThanOrEqual(200);
        expect(summary.isWellFormed()).toBe(true);
      },
    ),
    RUNS,
  );
});
