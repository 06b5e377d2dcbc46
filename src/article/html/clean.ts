// Hostile HTML → safe, lean, absolute HTML, with its lead image, enclosures and summary.

import type { Enclosure, Image } from '../media.ts';
import { boilerplateLines } from './boilerplate.ts';
import { resolveBackgrounds, resolveNoscript } from './images.ts';
import { parse } from './parse.ts';
import { summarise } from './summary.ts';
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
  image: Image | null;
  enclosures: Enclosure[];
}

/** Where the body came from: the base of its relative links, and the key of its source. */
export interface Origin {
  /** Absolute http(s) URL of the article. */
  url: string;
  /** Key of the source: its folder's name in lower case. */
  source: string;
}

/**
 * Cleans the body of an article. Never throws, whatever the body holds.
 *
 * @param removed if given, gets the texts that were left out as boilerplate
 */
export function clean(body: string, origin: Origin, removed?: string[]): Cleaned {
  const root = parse(body);
  const gone = /<noscript/i.test(body) ? resolveNoscript(root, origin.url) : new Set();
  if (body.includes('background-image')) resolveBackgrounds(root, origin.url);
  const writer = createWriter(boilerplateLines(origin.source), 4096 + 4 * body.length);
  const finds = walk(root, gone, origin.url, writer);
  const html = writer.end();
  removed?.push(...finds.removed, ...writer.removed);
  return {
    html,
    text: writer.lines
      .map((line) => line.text)
      .filter(Boolean)
      .join(' '),
    summary: summarise(writer.lines, finds.alts),
    image: finds.image ?? finds.poster,
    enclosures: finds.enclosures,
  };
}
