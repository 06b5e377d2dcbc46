// Channel and Item: the neutral values that every format is composed from; Site.
import type { Enclosure, Image } from '../article/media.ts';

export type Format = 'rss' | 'atom' | 'json';

/** A format's registered media type, the name of its documents, and its display name. */
export const FORMATS: Record<Format, { mediaType: string; file: string; title: string }> = {
  rss: { mediaType: 'application/rss+xml', file: 'feed.xml', title: 'RSS' },
  atom: { mediaType: 'application/atom+xml', file: 'atom.xml', title: 'Atom' },
  json: { mediaType: 'application/feed+json', file: 'feed.json', title: 'JSON Feed' },
};

/** A feed as a whole. Every URL is absolute. */
export interface Channel {
  /** Permanent id of the channel, a URI: the same in every format, on every page. */
  id: string;
  title: string;
  description: string;
  /** BCP 47 language tag. */
  language: string;
  /** Name of the publisher, the fallback author of every item. */
  author: string;
  /** The channel's web page. */
  homeUrl: string;
  /** This document in each format: its own is the link `self`. */
  urls: Record<Format, string>;
  /** URL of a square picture, if there is one. */
  icon?: string | undefined;
  /** Who holds the rights, or on which terms. */
  copyright?: string | undefined;
  /** E-mail address of the publisher. */
  contact?: string | undefined;
  /** URL of a CSS style sheet, for browsers that show the XML itself. */
  stylesheet?: string | undefined;
  /** Newest change among what the document shows, epoch milliseconds; never the clock. */
  updated: number;
  /** How long a feed reader may wait before it polls again, in minutes (RSS `ttl`). */
  ttl: number;
  /** WebSub hub (W3C WebSub §4). */
  hub?: string | undefined;
  /** RFC 5005 §4: links between the subscription document and its archive documents. */
  history?: {
    /** Set on an archive document: URL of the subscription document, by format. */
    current?: Record<Format, string>;
    /** Next older archive document. */
    previous?: Record<Format, string>;
  };
  /** Items that were withdrawn, by their id, and when, epoch milliseconds: Atom tells (RFC 6721). */
  deleted?: { id: string; when: number }[];
  /** RFC 5005 §2: the document holds all items of the channel. */
  complete?: boolean;
}

/** One article in a feed. */
export interface Item {
  /** Permanent id, a URI (`urn:uuid:…`): Atom `id`, RSS `guid`, JSON `id`. */
  id: string;
  title: string;
  /** Names of its authors; without any, its source is the author. */
  authors?: string[];
  /** What it is filed under, besides its source. */
  categories?: string[];
  /** Absolute URL of the article. */
  url: string;
  /** URL of the original, if `url` is a page of this site (JSON `external_url`). */
  externalUrl?: string | undefined;
  /** Epoch milliseconds. */
  published: number;
  /** Epoch milliseconds; equal to `published` until title or content change. */
  updated: number;
  /** Safe HTML; absent in a feed of summaries. */
  html?: string;
  /** Plain text. */
  summary: string;
  image: Image | null;
  enclosures: Enclosure[];
  /** BCP 47 language tag. */
  language: string;
  /**
   * Source of the article: its name, and the feed of that source alone, if there is one: in RSS
   * and in Atom, with the permanent id of that channel (Atom `source`).
   */
  source: {
    title: string;
    feedUrl?: string | undefined;
    atomUrl?: string | undefined;
    feedId?: string;
  };
}

/**
 * Which histories exist: of every channel in every format; of everything in Atom and of each
 * source in RSS, for hosts of files; or none.
 */
export const HISTORIES = ['all', 'compact', 'none'] as const;
export type History = (typeof HISTORIES)[number];

/** What feeds and pages say about the site: all of the configuration that they use. */
export interface Site {
  /** Absolute URL of the front page, without a slash at the end. */
  url: string;
  title: string;
  description: string;
  /** BCP 47 tag of the channel, and of articles whose language is not known. */
  language: string;
  author: string;
  /** IANA name of the time zone in which days begin. */
  timeZone: string;
  /** Absolute URL of a square picture; by default, `icon.png` of the site. */
  icon?: string | undefined;
  /** Who holds the rights, or on which terms. */
  copyright?: string | undefined;
  /** E-mail address of the publisher. */
  contact?: string | undefined;
  /** Number of items in a feed without the parameter `limit`, and in an archive document. */
  items: number;
  /** Which archive documents there are; all, if not given. */
  history?: History;
  /** Absolute URL of the WebSub hub that feeds name. */
  hub?: string;
  /**
   * The site is files: nothing answers addresses with a query, and no page leads to one, but to that
   * of the search page, whose script reads it.
   */
  files?: true;
  /** A picture beside the title of pages: absolute URL, or the picture itself as a `data:` URL. */
  logo?: string | undefined;
  /** Colours of links: on light and on dark paper. */
  accent?: { light: string; dark: string } | undefined;
  /** A line at the end of each page: text, with links as `[label](https://…)`. */
  footer?: string | undefined;
  /** CSS that comes after that of pages. */
  css?: string | undefined;
  /** BCP 47 tag of the language that pages speak to whoever asks for none; by default `language`. */
  interfaceLanguage?: string | undefined;
  /** False: no pages but those of articles, and no search. */
  pages?: boolean;
  search?: boolean;
}
