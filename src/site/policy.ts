// Headers of every page: what a browser may do with it, and who may keep it.

/**
 * The second wall behind the cleaning of articles: nothing runs, is framed or is sent anywhere
 * but our own files; pictures and players may come from any host, for that is where they are.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' https: http:",
  'media-src https: http:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Without `Cache-Control`: that is the document's. */
export const PAGE_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Referrer-Policy': 'no-referrer',
  Vary: 'Accept-Encoding, Accept-Language',
};
