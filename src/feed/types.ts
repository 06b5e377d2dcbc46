// Channel and Item: the one neutral form that every format is composed from.
import type { Enclosure, Image } from '../article/media.ts';

export type Format = 'rss' | 'atom' | 'json';

/** A format's registered media type, its path below a channel, and its name for people. */
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
  /** The channel's page for people. */
  homeUrl: string;
  /** This very document in each format: its own is `self`, the others are `alternate`. */
  urls: Record<Format, string>;
  /** URL of a square icon, if there is one. */
  icon?: string;
  /** Newest change among what the document shows, epoch milliseconds; never the clock. */
  updated: number;
  /** How long a reader may wait before it polls again, in minutes (RSS `ttl`). */
  ttl: number;
  /** WebSub hub (W3C WebSub §4). */
  hub?: string;
  /** RFC 5005 §4: links between the subscription document and its archive documents. */
  history?: {
    /** Set on an archive document: URL of the subscription document, by format. */
    current?: Record<Format, string>;
    /** Next older archive document. */
    previous?: Record<Format, string>;
    /** Next newer archive document. */
    next?: Record<Format, string>;
  };
  /** RFC 5005 §2: the document holds every item there is. */
  complete?: boolean;
  /** Reference of a CSS style sheet for browsers that show the XML (`xml-stylesheet`). */
  stylesheet?: string;
}

/** One article in a feed. */
export interface Item {
  /** Permanent id, a URI (`urn:uuid:…`): Atom `id`, RSS `guid`, JSON `id`. */
  id: string;
  title: string;
  /** Names of its authors; without any, its source is the author. */
  authors?: string[];
  /** Absolute URL of the article. */
  url: string;
  /** Set where `url` is a page of ours: URL of the original (JSON `external_url`). */
  externalUrl?: string;
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
   * Source of the article: its name, and the RSS feed of that source alone, if there is one,
   * with the permanent id of that channel (Atom `source`).
   */
  source: { title: string; feedUrl?: string; feedId?: string };
}

/** What feeds and pages say about the site; nothing else of the configuration reaches them. */
export interface Site {
  /** Absolute URL of the index page, without a slash at its end. */
  url: string;
  title: string;
  description: string;
  /** BCP 47 tag: of the channel, and of articles whose text does not tell theirs. */
  language: string;
  author: string;
  /** Items in a feed that is asked for without `limit`. */
  items: number;
  /** Absolute URL of the WebSub hub that feeds name: our own, or one from outside. */
  hub?: string;
}
