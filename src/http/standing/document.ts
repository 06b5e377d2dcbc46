// Standing document: what is at an address without a query.

/** In the order in which they are published: what others link to comes before them. */
export const KINDS = ['article', 'history', 'feed', 'page', 'list'] as const;

/** A document whose address has no query. */
export interface StandingDocument {
  /** Path below the site, such as `/sources/voa/atom.xml`. */
  address: string;
  kind: (typeof KINDS)[number];
  /**
   * A digest of all that it may show of the archive. While this is the same, so are the bytes that
   * the same program composes for the same site.
   */
  version: string;
}
