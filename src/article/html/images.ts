// `img` as newsrooms write it (lazy, doubled, tracking) → the one image that a reader is to see.
import type { Element } from 'domhandler';
import type { Image } from '../media.ts';
import { mediaType, unwrapped } from '../media.ts';
import type { Attribute } from './allow.ts';
import { isBeacon } from './boilerplate.ts';
import { webSrcset, webUrl } from './links.ts';

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

/** Images that belong to the page: zoom icons, spacers and lines of the BBC. */
const ORNAMENT = /\/icon-zoom\.png|[-_](?:transparent|gr[ea]y[-_]?line)[\w-]*\.png/i;

/** An alternative text that is only the name of a file, or of an image. */
const FILE_NAME = /^(?:[^\s/]+\.(?:jpe?g|png|gif|webp|avif|bmp)|img|image|图片|圖片)$/i;

/** Not worth being the lead image of an article. */
const SMALL = 50;
const PORTRAIT = /avatar|gravatar|\bicon\b|emoji|\blogo\b/i;

/** An alternative text that is a pictogram: WordPress shows it as an image. */
export const EMOJI =
  /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f])+$/u;

/** The pictures of an article, each of them once. */
export interface Pictures {
  /** By element, the attributes of the image that is shown in its place: `src` first. */
  shown: Map<Element, Attribute[]>;
  add(img: Element): void;
  /** Takes a background for the image of a figure that has no other (Reuters). */
  addBackground(element: Element): void;
  startFigure(): void;
  /** Whether the text of a line says the same as the last image; asked once a line. */
  isAlt(text: string): boolean;
}

/** A caption is one of the first lines behind its image: a credit may come first. */
const NEAR = 2;

/** @param rewrite what becomes of an image's URL */
export function createPictures(base: string, rewrite: (url: string) => string): Pictures {
  const shown = new Map<Element, Attribute[]>();
  const seen = new Set<string>();
  const sets = new Map<Element, string | null>();
  let hasImage = false;
  let lastAlt = '';
  let asked = 0;

  /** The set of a `picture`: asked once, however many images it has. */
  function pictureSet(img: Element): string | null {
    const picture = img.parent;
    if (picture?.type !== 'tag' || picture.name !== 'picture') return null;
    const known = sets.get(picture);
    if (known !== undefined) return known;
    const set = setOfPicture(picture, base);
    sets.set(picture, set);
    return set;
  }

  function add(img: Element): void {
    const attributes = imageAttributes(img, base, rewrite, pictureSet);
    const key = attributes && unwrapped(attributes[0]?.[1] ?? '');
    if (attributes === null || key === null) return;
    if (seen.has(key) && !EMOJI.test(img.attribs.alt ?? '')) return;
    seen.add(key);
    shown.set(img, attributes);
    hasImage = true;
    lastAlt = comparable(img.attribs.alt ?? img.attribs['aria-label'] ?? '');
    asked = 0;
  }

  return {
    shown,
    add,
    addBackground(element) {
      if (hasImage) return;
      const { style = '', 'aria-label': alt = '' } = element.attribs;
      const src = /background-image:\s*url\(\s*["']?([^"')]+)/.exec(style)?.[1];
      if (!src) return;
      element.attribs = { src, alt };
      add(element);
    },
    startFigure() {
      hasImage = false;
    },
    isAlt(text) {
      if (lastAlt === '' || ++asked > NEAR) return false;
      return lastAlt === comparable(text);
    },
  };
}

/** Letters and digits only: captions repeat an alternative text with other punctuation. */
function comparable(text: string): string {
  return text.length > 500 ? '' : text.replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The attributes of an image that is to be shown, `src` first; null for one that is not. */
function imageAttributes(
  img: Element,
  base: string,
  rewrite: (url: string) => string,
  pictureSet: (img: Element) => string | null,
): Attribute[] | null {
  const given = img.attribs;
  const [width, height] = [size(given.width), size(given.height)];
  if ((width !== null && width <= 1) || (height !== null && height <= 1)) return null;
  const own = firstSet(given, base);
  const src = source(given, base) ?? firstOf(own ?? pictureSet(img));
  if (src === null || isBeacon(src) || ORNAMENT.test(src)) return null;
  const attributes: Attribute[] = [['src', rewrite(src)]];
  if (own !== null) attributes.push(['srcset', own.replace(/https?:\/\/\S+/g, rewrite)]);
  const alt = (given.alt ?? given['aria-label'] ?? '').trim();
  attributes.push(['alt', FILE_NAME.test(alt) ? '' : alt]);
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

/** The source of an image: its own, else the lazy loader's. */
function source(given: Record<string, string>, base: string): string | null {
  for (const name of SOURCES) {
    const url = webUrl(given[name], base);
    if (url !== null && !PLACEHOLDER.test(url)) return url;
  }
  return null;
}

function firstOf(set: string | null): string | null {
  return set?.split(/,? /, 1)[0] ?? null;
}

function firstSet(given: Record<string, string>, base: string): string | null {
  for (const name of LAZY_SETS) {
    const set = webSrcset(given[name], base);
    if (set !== null) return set;
  }
  return null;
}

function setOfPicture(picture: Element, base: string): string | null {
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
