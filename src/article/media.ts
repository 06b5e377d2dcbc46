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
  const path = URL.canParse(url) ? innerPath(new URL(url)) : '';
  const ending = /\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase();
  return (ending && TYPES[ending]) || null;
}

function innerPath(url: URL): string {
  const parameter = PROXIES[url.hostname];
  const inner = parameter && url.searchParams.get(parameter);
  if (!inner) return url.pathname;
  const absolute = /^[a-z]+:/i.test(inner) ? inner : `https://${inner.replace(/^\/\//, '')}`;
  return URL.canParse(absolute) ? new URL(absolute).pathname : '';
}
