// Feed readers, and the header fields they send, in their order.

/** Header fields in the order in which they are sent. */
export type FieldList = readonly (readonly [name: string, value: string])[];

/** As their source code and the logs of servers show them; numbers of subscribers are invented. */
export const READERS: Record<string, FieldList> = {
  NetNewsWire: [
    ['Accept', '*/*'],
    ['User-Agent', 'NetNewsWire (RSS Reader; https://netnewswire.com/)'],
    ['Accept-Language', 'en-us'],
    ['Accept-Encoding', 'gzip, deflate, br'],
    ['Connection', 'keep-alive'],
  ],
  Feedly: [
    [
      'User-Agent',
      'Feedly/1.0 (+http://www.feedly.com/fetcher.html; 3 subscribers; like FeedFetcher-Google)',
    ],
    ['Accept-Encoding', 'gzip'],
  ],
  Inoreader: [
    ['User-Agent', 'Mozilla/5.0 (compatible; inoreader.com; 3 subscribers)'],
    ['Accept', '*/*'],
    ['Accept-Encoding', 'deflate, gzip'],
  ],
  Feedbin: [
    ['User-Agent', 'Feedbin feed-id:1234567 - 3 subscribers'],
    ['Accept-Encoding', 'gzip, deflate'],
    ['Connection', 'close'],
  ],
  NewsBlur: [
    ['User-Agent', 'NewsBlur Feed Fetcher - 3 subscribers - https://www.newsblur.com/site/1234567'],
    ['Accept-Encoding', 'gzip, deflate'],
    [
      'Accept',
      'application/atom+xml, application/rss+xml, application/xml;q=0.8, text/xml;q=0.6, */*;q=0.2',
    ],
    ['Connection', 'keep-alive'],
  ],
  FreshRSS: [
    ['User-Agent', 'FreshRSS/1.24.1 (Linux; https://freshrss.org)'],
    [
      'Accept',
      'application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.7, unknown/unknown;q=0.1, application/unknown;q=0.1, */*;q=0.1',
    ],
    ['Accept-Encoding', 'deflate, gzip, br, zstd'],
  ],
  Miniflux: [
    ['User-Agent', 'Mozilla/5.0 (compatible; Miniflux/2.2.0; +https://miniflux.app)'],
    [
      'Accept',
      'application/xml, application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, text/html, */*;q=0.9',
    ],
    ['Accept-Encoding', 'br, gzip'],
    ['Connection', 'close'],
  ],
  'Tiny Tiny RSS': [
    ['User-Agent', 'Tiny Tiny RSS/23.11 (https://tt-rss.org/)'],
    ['Accept', '*/*'],
    ['Accept-Encoding', 'deflate, gzip, br, zstd'],
  ],
  newsboat: [
    ['User-Agent', 'newsboat/2.35.0 (Linux x86_64)'],
    ['Accept', 'application/rss+xml, application/rdf+xml, application/atom+xml, text/html'],
    ['Accept-Encoding', 'deflate, gzip, br, zstd'],
    ['A-IM', 'feed'],
  ],
  feedparser: [
    ['User-Agent', 'feedparser/6.0.10 +https://github.com/kurtmckee/feedparser/'],
    ['Accept-encoding', 'gzip, deflate'],
    [
      'Accept',
      'application/atom+xml,application/rdf+xml,application/rss+xml,application/x-netcdf,application/xml;q=0.9,text/xml;q=0.2,*/*;q=0.1',
    ],
    ['A-im', 'feed'],
    ['Connection', 'close'],
  ],
  Liferea: [
    [
      'User-Agent',
      'Liferea/1.15.6 (Linux; https://lzone.de/liferea/) AppleWebKit (KHTML, like Gecko)',
    ],
    ['Accept', 'application/atom+xml,application/xml;q=0.9,text/xml;q=0.8,*/*;q=0.7'],
    ['Accept-Encoding', 'gzip, deflate'],
    ['Connection', 'Keep-Alive'],
  ],
  curl: [
    ['User-Agent', 'curl/8.10.1'],
    ['Accept', '*/*'],
  ],
};
