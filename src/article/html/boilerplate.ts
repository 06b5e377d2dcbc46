// The page's boilerplate around a story: ads, share blocks, footers of feeds, labels for no eye.
//
// General rules first; a rule of one newsroom stands in the list that names it. An element is told
// by its name, its classes or its attributes (asked in the one walk of the tree: the same rules as
// a selector cost as much again as parsing), a text by a pattern that the whole line must match
// from its start (a line: the text between two block boundaries). Anything else is story and stays.
import type { Element } from 'domhandler';

/** Names of elements. */
const NAMES = new Set(['share-button', 'share-modal']);

/** Attributes that only boilerplate has. */
const ATTRIBUTES = new Set([
  'hidden',
  'data-o-ads-name',
  'data-tms-ad-type',
  'data-selfpromo-newsletter',
  'data-selfpromo-app',
]);

/** Whole classes, and beginnings or parts of classes. */
const CLASSES = new RegExp(
  [
    // Ads
    String.raw`(?:^|\s)(?:ads?|mpu-ad|adsbygoogle)(?:\s|$)`,
    'advert',
    'block-ad',
    String.raw`(?:^|\s)dfp-`,
    // Share buttons
    'addtoany',
    'sharedaddy',
    'share-buttons',
    'social-share',
    // Newsletters, apps, more of the same
    'self-promo',
    'jp-relatedposts',
    // Not for the eye
    'off-screen',
    'screen-reader-text',
    'visually-hidden',
    String.raw`(?:^|\s)sr-only(?:\s|$)`,
    'lazyload-placeholder',
    // Reuters: the badge below every article
    'trustBadgeContainer',
  ].join('|'),
  'i',
);

/** Texts of links that lead out of the story, wherever in a line they stand. */
const LINK_TEXT = /^\s*点击查看本文英文版/;

const AD_LABEL = /^(?:广告|廣告|advertisement)/i;

/** Whether an element is boilerplate with all it holds. */
export function isBoilerplate({ name, attribs, firstChild }: Element): boolean {
  if (name === 'a' && firstChild?.type === 'text' && LINK_TEXT.test(firstChild.data)) return true;
  if (NAMES.has(name)) return true;
  if (attribs.class && CLASSES.test(attribs.class)) return true;
  if (attribs['aria-label'] && AD_LABEL.test(attribs['aria-label'])) return true;
  for (const attribute in attribs) if (ATTRIBUTES.has(attribute)) return true;
  return false;
}

/** Lines that go, in any source. */
const LINES = [
  /^获取更多RSS[:：]/,
  /^Feed enhanced by Better Feed\b/,
  /^© .{0,200}get_post_time\(/,
  /^分享\s*[:：]?$/,
  /^(广告|廣告|advertisement)$/i,
];

/** Lines that go in one source: key or folder names of the source → patterns. */
const SOURCE_LINES: [sources: string[], patterns: RegExp[]][] = [
  [['bbc'], [/^你的器材不支持播放多媒体材料$/]],
  [
    ['dw', '德国之声'],
    [/^©\s?\d{4}\s?年?\s?德国之声版权声明/, /^DW中文有Instagram/],
  ],
  [['ft', '金融时报'], [/^来自FT中文网的温馨提示/]],
  [['nyt', '纽约时报'], [/^（?欢迎点击此处订阅/]],
  [['reuters', '路透'], [/^我们的标准[:：]/]],
];

const LINES_BY_SOURCE = new Map(
  SOURCE_LINES.flatMap(([sources, own]) =>
    sources.map((source): [string, RegExp[]] => [source, [...LINES, ...own]]),
  ),
);

/** Whether a line of text in a body of this source is boilerplate. */
export function boilerplateLines(source: string): (text: string) => boolean {
  const patterns = LINES_BY_SOURCE.get(source) ?? LINES;
  return (text) => patterns.some((pattern) => pattern.test(text));
}

/** Addresses of data for programs, which a link in a story must not lead to. */
const MACHINE = /^https?:\/\/api\.dw\.com\//i;

/** Whether a URL answers with data instead of a page. */
export function isMachineUrl(url: string): boolean {
  return MACHINE.test(url);
}

/** Hosts (with their subdomains) and paths that count readers, or show ads. */
const BEACONS =
  /^https?:\/\/(?:[\w-]+\.)*(?:ir-[\w-]+\.amazon-adsystem\.com|amazon-adsystem\.com|doubleclick\.net|googlesyndication\.com|google-analytics\.com|googletagmanager\.com|scorecardresearch\.com|quantserve\.com|pixel\.wp\.com|stats\.wordpress\.com|feeds\.feedburner\.com\/~|facebook\.com\/tr\b|chartbeat\.net|medium\.com\/_\/stat|hm\.baidu\.com|cnzz\.com)/i;

/** Whether a URL is a known beacon or ad server. */
export function isBeacon(url: string): boolean {
  return BEACONS.test(url);
}
