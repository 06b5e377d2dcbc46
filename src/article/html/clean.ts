// Hostile HTML → safe, lean, absolute HTML, with its authors, lead image, enclosures and summary.

import type { Enclosure, Image } from '../media.ts';
import { imageUrl } from '../media.ts';
import { newsroomOf, type RuleSet, rulesOf } from '../rules.ts';
import { formFigures } from './figures.ts';
import { outline } from './outline.ts';
import { parse } from './parse.ts';
import { summarise } from './summary.ts';
import { trim } from './trim.ts';
import { walk } from './walk.ts';
import { createWriter } from './writer.ts';

/** What cleaning makes of an article's body. */
export interface Cleaned {
  /** Safe HTML: allowed elements and attributes only, every URL absolute. */
  html: string;
  /** The visible text of `html`, one line, for language detection and search. */
  text: string;
  /** Plain text of the first real paragraph, at most 200 characters (UTF-16 units). */
  summary: string;
  /** Names in the line above the story. */
  authors: string[];
  /** Categories that lines above the story name. */
  categories: string[];
  image: Image | null;
  enclosures: Enclosure[];
  /** Texts that were left out. */
  removed: string[];
  /** Rules that it met, as `kind: rule`. */
  rules: string[];
}

/** Where the body came from. */
export interface Origin {
  /** Absolute http(s) URL of the article: the base of its relative links. */
  url: string;
  /** Key of the source: its folder's name in lower case. */
  source: string;
  title?: string;
  /** Rules of its source; those that are known of the newsroom where none are given. */
  rules?: RuleSet;
}

/** Cleans the body of an article. Never throws, whatever the body holds. */
export function clean(body: string, origin: Origin): Cleaned {
  const { url, source, title = '' } = origin;
  const rules = origin.rules ?? rulesOf(newsroomOf(source, new URL(url).hostname));
  const root = parse(body);
  let rewritten = false;
  const found = outline(root, url, (image) => {
    const shown = imageUrl(image, rules.images);
    rewritten ||= shown !== image;
    return shown;
  });
  const trimmed = trim(found, title, url, rules);
  formFigures(found);
  const writer = createWriter(4096 + 4 * body.length);
  const { image, poster, alts, enclosures } = walk(root, found, url, writer);
  return {
    html: writer.end(),
    text: writer.lines
      .map((line) => line.text)
      .filter(Boolean)
      .join(' '),
    summary: summarise(writer.lines, alts, title),
    authors: trimmed.authors,
    categories: trimmed.categories,
    image: image ?? poster,
    enclosures,
    removed: found.removed,
    rules: [...trimmed.rules, ...(rewritten ? [`images: ${rules.images}`] : [])],
  };
}
