// URL of an image, audio or video → its media type, or null where the URL does not tell.

/** The lead image of an article. */
export interface Image {
  /** Absolute http(s) URL, as it is to be shown (an image proxy's URL stays the proxy's). */
  url: string;
  /** Media type such as `image/png`; null where it is unknown: it is never guessed. */
  type: string | null;
  /** Plain text, empty where the article has none. */
  alt: string;
  /** Pixels, where the article says them. */
  width?: number | undefined;
  height?: number | undefined;
}

/** An audio or video file that the article carries. */
export interface Enclosure {
  /** Absolute http(s) URL. */
  url: string;
  /** Media type such as `audio/mpeg`. */
  type: string;
}

const TYPES: Record<string, string> = {
  avif: 'image/avif',
  bmp: 'image/bmp',
  gif: 'image/gif',
  jfif: 'image/jpeg',
  jpe: 'image/jpeg',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  aac: 'audio/aac',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  m3u8: 'application/vnd.apple.mpegurl',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  mpg: 'video/mpeg',
  ogv: 'video/ogg',
  webm: 'video/webm',
};

/** Image proxies that name the image they fetch in their query: hosts, and the parameter. */
const PROXIES: Record<string, string> = {
  'images.weserv.nl': 'url',
  'wsrv.nl': 'url',
};

/**
 * The media type that the ending of a URL's path tells. For an image proxy
 * (`https://images.weserv.nl/?url=host/a.png`) the inner URL is asked.
 *
 * @returns a media type, or null where the ending is unknown or missing
 */
export function mediaType(url: string): string | null {
  const inner = unwrapped(url);
  const path = URL.canParse(inner) ? new URL(inner).pathname : '';
  const ending = /\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase();
  return (ending && TYPES[ending]) || null;
}

/** The URL that an image proxy fetches; any other URL as it is. */
export function unwrapped(url: string): string {
  const host = /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? '';
  const parameter = PROXIES[host];
  const inner = parameter && URL.canParse(url) && new URL(url).searchParams.get(parameter);
  if (!inner) return url;
  return /^https?:\/\//i.test(inner) ? inner : `https://${inner.replace(/^\/\//, '')}`;
}

/**
 * The URL by which an image is shown.
 *
 * @param rule `keep`, `unwrap` (the URL that a proxy fetches) or a template with `{url}`
 */
export function imageUrl(url: string, rule = 'keep'): string {
  if (rule === 'keep') return url;
  const inner = unwrapped(url);
  const [start = ''] = rule.split('{url}', 1);
  if (rule === 'unwrap' || inner.startsWith(start)) return URL.canParse(inner) ? inner : url;
  return rule.replace('{url}', encodeURIComponent(inner));
}
