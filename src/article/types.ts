// Article: what every stage passes on.
import type { Enclosure, Image } from './media.ts';

/** An article as it is published: plain data, the same on disk, on the wire and in the store. */
export interface Article {
  /** UUID of the normalised URL (see article/identity.ts). */
  id: string;
  /** Key of its source. */
  source: string;
  /** One line of plain text. */
  title: string;
  /** Absolute http(s) URL of the original; where there is none, see `pathUrl`. */
  url: string;
  /** Epoch milliseconds. */
  published: number;
  /** Safe HTML with absolute URLs. */
  html: string;
  /** Plain text, at most 200 characters. */
  summary: string;
  image: Image | null;
  enclosures: Enclosure[];
  /** BCP 47 language tag. */
  language: string;
  /** SHA-256 of all the fields above, hex: the article's version. */
  hash: string;
}
