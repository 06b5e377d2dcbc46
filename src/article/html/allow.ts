// The allow-list: which elements and attributes an article may carry, and how each is laid out.
//
// Measured against sanitize-html's defaults and DOMPurify's HTML profile.
// Narrower: no class, id, style, name, data-*, target, rel or title (but on abbr); no bdi, bdo,
// dfn, kbd, samp, var, wbr, col, colgroup (unwrapped, their text stays); no svg, math, forms.
// Wider than sanitize-html: img, picture's image, audio, video, ruby, details, ins, del, q.
// Sections, divisions, headers and the like become paragraphs, and only where text stands in them;
// text in a figure becomes its caption.

/** Elements that hold one line of text: written around text only, never inside each other. */
export const LINES: ReadonlySet<string> = new Set('p h1 h2 h3 h4 h5 h6 pre dt summary'.split(' '));

/** Lines that say nothing but "a new line": they dissolve inside a heading, `pre`, `dt`, `summary`. */
export const PLAIN_LINES: ReadonlySet<string> = new Set(['p']);

/** Elements that hold lines or other holders. */
export const HOLDERS: ReadonlySet<string> = new Set(
  'ul ol li dl dd blockquote figure details table caption thead tbody tfoot tr td th'.split(' '),
);

/** Elements inside a line. `audio`, `br`, `hr`, `img`, `video` are written by rules of their own. */
export const INLINES: ReadonlySet<string> = new Set(
  'a abbr b cite code del em i ins mark q rp rt ruby s small strong sub sup time u'.split(' '),
);

/** Old names of elements that have a new one, and blocks that are no more than a line of text. */
export const RENAMED: ReadonlyMap<string, string> = new Map([
  ...'address article aside body center dir div fieldset figcaption footer form header hgroup html legend main menu nav section xmp listing plaintext'
    .split(' ')
    .map((name): [string, string] => [name, 'p']),
  ['acronym', 'abbr'],
  ['strike', 's'],
  ['tt', 'code'],
]);

/** Elements that go with all they hold: active, foreign, controls, or never shown. */
export const DROPPED: ReadonlySet<string> = new Set(
  'applet area base basefont bgsound button canvas datalist dialog embed frame frameset head input keygen link map math meta meter noembed noframes object option optgroup output param portal progress script select slot source style svg template textarea title track'.split(
    ' ',
  ),
);

/** In a table, only these may stand directly inside the key's parents (HTML § 4.9). */
export const TABLE_PARENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['caption', new Set(['table'])],
  ['thead', new Set(['table'])],
  ['tbody', new Set(['table'])],
  ['tfoot', new Set(['table'])],
  ['tr', new Set(['table', 'thead', 'tbody', 'tfoot'])],
  ['td', new Set(['tr'])],
  ['th', new Set(['tr'])],
]);

/** Holders that cannot hold text themselves: a browser would move it out of the table. */
export const TABLE_FRAMES: ReadonlySet<string> = new Set([
  'table',
  'thead',
  'tbody',
  'tfoot',
  'tr',
]);

/** Holders whose start tag ends an unclosed holder around it (HTML § 13.1.2.4, optional tags). */
export const ENDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['li', new Set(['li'])],
  ['dd', new Set(['dd'])],
  ['td', new Set(['td', 'th'])],
  ['th', new Set(['td', 'th'])],
  ['tr', new Set(['td', 'th', 'tr', 'caption'])],
  ...['thead', 'tbody', 'tfoot', 'caption'].map((name): [string, ReadonlySet<string>] => [
    name,
    new Set(['td', 'th', 'tr', 'caption', 'thead', 'tbody', 'tfoot']),
  ]),
]);

const LANGUAGE = /^(?!und|mul|zxx)[a-z]{2,3}(-[a-z0-9]{1,8}){0,3}$/i;
const DATE = /^[\w:.+\- ]{4,40}$/;
const SPAN = /^([2-9]|[1-9]\d{1,2})$/;
const NUMBER = /^-?\d{1,6}$/;
const LIST_TYPE = /^[1aAiI]$/;
const WORDS = /\S/;

/** Attributes without a URL: element → attribute → what its value must look like. */
const ATTRIBUTES = new Map(
  Object.entries({
    abbr: { title: WORDS },
    del: { datetime: DATE },
    details: { open: /^/ },
    ins: { datetime: DATE },
    ol: { start: NUMBER, reversed: /^/, type: LIST_TYPE },
    li: { value: NUMBER },
    td: { colspan: SPAN, rowspan: SPAN },
    th: { colspan: SPAN, rowspan: SPAN },
    time: { datetime: DATE },
  }).map(([name, rules]) => [name, Object.entries(rules)] as const),
);

/** The allowed attributes of an element that hold no URL, in a fixed order. */
export function plainAttributes(name: string, given: Record<string, string>): Attribute[] {
  const kept: Attribute[] = [];
  for (const [key, pattern] of ATTRIBUTES.get(name) ?? []) {
    const value = given[key]?.trim();
    if (value !== undefined && pattern.test(value)) kept.push([key, value]);
  }
  if (given.lang && LANGUAGE.test(given.lang)) kept.push(['lang', given.lang]);
  if (given.dir === 'rtl') kept.push(['dir', 'rtl']);
  return kept;
}

/** Name and value, not yet escaped. */
export type Attribute = [name: string, value: string];
