// The page's boilerplate around a story: ads, share blocks, labels for no eye.
//
// These are the rules of page templates in general; lines of text to leave out, and what is true of
// one newsroom, stand in newsrooms.ts. An element is told by its name, its classes or its
// attributes (asked in a walk of the tree: the same rules as a selector cost as much again as
// parsing). Whoever asks makes sure that no prose stands in it. Anything else is story and stays.
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
    // WordPress themes: categories, tags and dates around a post
    'entry-meta',
    'entry-footer',
    'entry-author',
    String.raw`(?:^|\s)(?:cat|tags)-links(?:\s|$)`,
    // Reuters: the badge below every article
    'trustBadgeContainer',
  ].join('|'),
  'i',
);

const AD_LABEL = /^(?:广告|廣告|advertisement)/i;

/** Whether an element is boilerplate with all it holds. */
export function isBoilerplate({ name, attribs }: Element): boolean {
  if (NAMES.has(name)) return true;
  if (attribs.class && CLASSES.test(attribs.class)) return true;
  // The card of a post whose link stands before it, in a `blockquote` of the same class
  if (name === 'iframe' && attribs.class?.includes('wp-embedded-content')) return true;
  if (attribs['aria-label'] && AD_LABEL.test(attribs['aria-label'])) return true;
  for (const attribute in attribs) if (ATTRIBUTES.has(attribute)) return true;
  return false;
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
