// `iframe` → link to the page that shows the same; `audio`, `video` → a player with one absolute source.
import type { Element } from 'domhandler';
import { type Enclosure, mediaType } from '../media.ts';
import type { Attribute } from './allow.ts';
import { isBeacon } from './boilerplate.ts';
import { webUrl } from './links.ts';

/** What an iframe showed. */
export interface Embed {
  url: string;
  /** The name of the site, and the title of what is shown. */
  label: string;
}

/** Frames that show buttons or counters, not content. */
const WIDGETS =
  /^https?:\/\/(?:[\w-]+\.)*(?:facebook\.com\/plugins\/(?:like|share_button|follow|page|likebox)|platform\.twitter\.com\/widgets\/(?:tweet_button|follow_button)|addtoany\.com|addthis\.com|widgets\.wp\.com\/likes|button\.like\.co)/i;

/** Sites whose name and kind say more than the host. */
const SITES: [suffix: string, name: string, kind: string][] = [
  ['youtube.com', 'YouTube', 'video'],
  ['facebook.com', 'Facebook', 'post'],
  ['twitter.com', 'Twitter', 'post'],
  ['vimeo.com', 'Vimeo', 'video'],
  ['bilibili.com', 'Bilibili', 'video'],
  ['spotify.com', 'Spotify', 'audio'],
  ['soundcloud.com', 'SoundCloud', 'audio'],
];

/** What an iframe shows, as a link for people; null for widgets, ads and what is no web page. */
export function embed(iframe: Element, base: string): Embed | null {
  const { src, 'data-src': lazy, 'data-lazy-src': lazier, title = '' } = iframe.attribs;
  const framed = webUrl(src, base) ?? webUrl(lazy, base) ?? webUrl(lazier, base);
  if (framed === null || isBeacon(framed) || WIDGETS.test(framed)) return null;
  const url = page(new URL(framed), base) ?? framed;
  return { url, label: labelOf(new URL(url), /\bvideos?\b/.test(framed), title.trim()) };
}

/** “YouTube: title”; without a title “YouTube video”, or the host of a site that is not known. */
function labelOf({ hostname }: URL, isVideo: boolean, title: string): string {
  const known = SITES.find(([suffix]) => hostname === suffix || hostname.endsWith(`.${suffix}`));
  const name = known?.[1] ?? hostname.replace(/^www\./, '');
  const kind = known && (isVideo ? 'video' : known[2]);
  // A player's own title says less than its site.
  if (title !== '' && !/^YouTube video player$/.test(title)) return `${name}: ${title}`;
  return kind ? `${name} ${kind}` : name;
}

/** The page for people behind the address of a known embed; null for an unknown one. */
function page(url: URL, base: string): string | null {
  const site = url.hostname.replace(/^www\./, '');
  const [first, second] = url.pathname.split('/').filter(Boolean);
  if (/^(youtube|youtube-nocookie)\.com$/.test(site) && first === 'embed') {
    const list = url.searchParams.get('list');
    if (list) return `https://www.youtube.com/playlist?list=${encodeURIComponent(list)}`;
    return second ? `https://www.youtube.com/watch?v=${second}` : null;
  }
  if (site === 'player.vimeo.com' && first === 'video' && second) {
    return `https://vimeo.com/${second}`;
  }
  if (site === 'facebook.com' && first === 'plugins') {
    return webUrl(url.searchParams.get('href') ?? undefined, base);
  }
  if (site === 'platform.twitter.com' && /^\d+$/.test(url.searchParams.get('id') ?? '')) {
    return `https://twitter.com/i/status/${url.searchParams.get('id')}`;
  }
  if (site === 'player.bilibili.com' && /^\w+$/.test(url.searchParams.get('bvid') ?? '')) {
    return `https://www.bilibili.com/video/${url.searchParams.get('bvid')}`;
  }
  if (site === 'open.spotify.com' && first === 'embed') {
    return `https://open.spotify.com${url.pathname.slice('/embed'.length)}`;
  }
  // WordPress: any post, with `embed/` behind its address
  if (url.hash.startsWith('#?secret=')) {
    return `${url.origin}${url.pathname.replace(/embed\/$/, '')}`;
  }
  return null;
}

/** A player: its attributes, and what it plays where its media type is known. */
export interface Player {
  attributes: Attribute[];
  enclosure: Enclosure | null;
  poster: string | null;
}

/** The player of an `audio` or `video` element; null where it has no web source. */
export function player(media: Element, base: string): Player | null {
  const sources = media.children.filter(
    (c): c is Element => c.type === 'tag' && c.name === 'source',
  );
  for (const { attribs } of [media, ...sources]) {
    const url = webUrl(attribs.src, base) ?? webUrl(attribs['data-src'], base);
    if (url === null) continue;
    const attributes: Attribute[] = [
      ['src', url],
      ['controls', ''],
    ];
    const poster = media.name === 'video' ? webUrl(media.attribs.poster, base) : null;
    if (poster !== null) attributes.push(['poster', poster]);
    const declared = /^(?:audio|video)\/[\w.+-]+/.exec(attribs.type ?? '')?.[0];
    const type = mediaType(url) ?? declared ?? null;
    return { attributes, enclosure: type === null ? null : { url, type }, poster };
  }
  return null;
}
