// Standing document: what is at an address without a query.

/** A document whose address has no query. */
export interface StandingDocument {
  /** Path below the site, such as `/sources/voa/atom.xml`. */
  address: string;
  kind: 'article' | 'history' | 'feed' | 'page' | 'list';
  /**
   * A digest of all that it may show of the archive. While this is the same, so are the bytes that
   * the same program composes for the same site.
   */
  version: string;
}

/** Where hosts of files look for the page of an address that they do not have. */
export const NOT_FOUND_PAGE = '/404.html';
