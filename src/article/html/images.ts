// `img` as newsrooms write it (lazy, doubled, tracking) → the one image that a reader is to see.
import type { ChildNode, Document, Element } from 'domhandler';
import type { Image } from '../media.ts';
import { mediaType } from '../media.ts';
import type { Attribute } from './allow.ts';
import { isBeacon } from './boilerplate.ts';
import { webSrcset, webUrl } from './links.ts';
import { elements } from './tree.ts';

/** The source, and where lazy loaders keep the real one, in the order of trust. */
const SOURCES = [
  'src',
  'data-src',
  'data-lazy-src',
  'data-original',
  'data-actualsrc',
  'data-orig-file',
];
const LAZY_SETS = ['srcset', 'data-srcset', 'data-lazy-srcset'];

/** Sources that only hold the place of an image. */
const PLACEHOLDER =
  /\/(?:blank|spacer|pixel|placeholder|transparent|1x1|loading)\.(?:gif|png|svg)\b/i;

/** Images that belong to the page: zoom icons, spacers of the BBC. */
const ORNAMENT = /\/icon-zoom\.png|[-_]transparent-nc\.png/i;

/** Not worth being the lead image of an article. */
const SMALL = 50;
const PORTRAIT = /avatar|gravatar|\bicon\b|emoji|\blogo\b/i;

/** The attributes of an image that is to be shown, `src` first; null for one that is not. */
export function imageAttributes(img: Element, base: string): Attribute[] | null {
  const given = img.attribs;
  const [width, height] = [size(given.width), size(given.height)];
  if ((width !== null && width <= 1) || (height !== null && height <= 1)) return null;
  const src = source(img, base);
  if (src === null || isBeacon(src) || ORNAMENT.test(src)) return null;
  const attributes: Attribute[] = [['src', src]];
  const srcset = firstSet(given, base);
  if (srcset !== null) attributes.push(['srcset', srcset]);
  attributes.push(['alt', (given.alt ?? given['aria-label'] ?? '').trim()]);
  if (width !== null) attributes.push(['width', String(width)]);
  if (height !== null) attributes.push(['height', String(height)]);
  return attributes;
}

/** The image as the lead of its article; null where it is too small, or somebody's portrait. */
export function leadImage(attributes: Attribute[]): Image | null {
  const given = Object.fromEntries(attributes) as Record<string, string>;
  const url = given.src ?? '';
  for (const side of [given.width, given.height]) {
    if (side !== undefined && Number(side) < SMALL) return null;
  }
  if (PORTRAIT.test(url)) return null;
  return {
    url,
    type: mediaType(url),
    alt: given.alt ?? '',
    ...(given.width && { width: Number(given.width) }),
    ...(given.height && { height: Number(given.height) }),
  };
}

/** The source of an image: its own, else the lazy loader's, its set's, or its picture's. */
function source(img: Element, base: string): string | null {
  const given = img.attribs;
  for (const name of SOURCES) {
    const url = webUrl(given[name], base);
    if (url !== null && !PLACEHOLDER.test(url)) return url;
  }
  const set = firstSet(given, base) ?? pictureSet(img, base);
  return set?.split(/,? /, 1)[0] ?? null;
}

function firstSet(given: Record<string, string>, base: string): string | null {
  for (const name of LAZY_SETS) {
    const set = webSrcset(given[name], base);
    if (set !== null) return set;
  }
  return null;
}

function pictureSet(img: Element, base: string): string | null {
  const picture = img.parent;
  if (picture?.type !== 'tag' || picture.name !== 'picture') return null;
  for (const child of picture.children) {
    if (child.type !== 'tag' || child.name !== 'source') continue;
    const set = firstSet(child.attribs, base);
    if (set !== null) return set;
  }
  return null;
}

/** Pixels, from `600` or `600px`; percentages and nonsense are null. */
function size(written: string | undefined): number | null {
  const digits = /^\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$/.exec(written ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

/**
 * Makes one image of each image and its copy in a `noscript`, before or after it.
 *
 * @returns the `noscript` elements to leave out; those left hold an image or embed that stands alone
 */
export function resolveNoscript(root: Document, base: string): Set<unknown> {
  const copies = new Map<Element, Element>();
  const shown = new Set<string | null>();
  for (const img of elements(root, 'img')) {
    const noscript = noscriptOf(img);
    if (noscript === null) shown.add(source(img, base));
    else if (!copies.has(noscript)) copies.set(noscript, img);
  }
  const isCopy = (noscript: Element) => {
    const copy = copies.get(noscript);
    const url = copy && source(copy, base);
    if (!copy || !url || imageAttributes(copy, base) === null) {
      return elements(noscript, 'iframe', 'video', 'audio').length === 0;
    }
    if (shown.has(url)) return true;
    const twin = imageIn(noscript.prev) ?? imageIn(noscript.next);
    if (twin && source(twin, base) === null) twin.attribs.src = url;
    return twin !== undefined;
  };
  return new Set(elements(root, 'noscript').filter(isCopy));
}

function imageIn(near: ChildNode | null): Element | undefined {
  if (near?.type !== 'tag' || near.name === 'noscript') return undefined;
  return near.name === 'img' ? near : elements(near, 'img')[0];
}

function noscriptOf(img: Element): Element | null {
  let around = img.parent;
  while (around?.type === 'tag' && around.name !== 'noscript') around = around.parent;
  return around?.type === 'tag' ? around : null;
}

/** Gives a figure whose image is only a background (Reuters) an `img` in its place. */
export function resolveBackgrounds(root: Document, base: string): void {
  for (const figure of elements(root, 'figure')) {
    const inside = elements(figure, 'div', 'img', 'span');
    if (inside.some((element) => element.name === 'img' && source(element, base))) continue;
    for (const element of inside) {
      const url = /background-image:\s*url\(\s*["']?([^"')]+)/.exec(
        element.attribs.style ?? '',
      )?.[1];
      if (!url) continue;
      element.name = 'img';
      element.attribs = { src: url, alt: element.attribs['aria-label'] ?? '' };
      break;
    }
  }
}
