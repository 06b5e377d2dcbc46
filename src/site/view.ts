// View: the site, the language of the interface, and how links are written.
import type { HtmlEscapedString } from 'hono/utils/html';
import { basePath } from '../feed/paths.ts';
import { FORMATS, type Format, type Site } from '../feed/types.ts';
import type { Words } from './i18n/en.ts';
import {
  chosenLanguage,
  INTERFACES,
  type InterfaceLanguage,
  preferredLanguage,
} from './i18n/interface.ts';

/** A piece of a page, escaped already. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface View {
  site: Site;
  language: InterfaceLanguage;
  words: Words;
  /** Key of the variant of a page: its language, and whether its links hold `?ui=`. */
  variant: string;
  /** Reference to an address of the site, such as `/sources/voa/`, in the same language. */
  href(address: string): string;
  /** Reference to an address in this language. */
  inLanguage(address: string, language: InterfaceLanguage): string;
  /** Reference to a file of `public/`. */
  asset(file: string): string;
}

/** The view for a request, in the language of `?ui=` or else of `Accept-Language`. */
export function viewOf(site: Site, request: Request): View {
  const chosen = chosenLanguage(new URL(request.url).searchParams);
  const language =
    chosen ??
    preferredLanguage(
      request.headers.get('accept-language'),
      site.interfaceLanguage ?? site.language,
    );
  const base = basePath(site);
  const inLanguage: View['inLanguage'] = (address, tag) =>
    `${base}${address}${address.includes('?') ? '&' : '?'}ui=${tag}`;
  return {
    site,
    language,
    words: INTERFACES[language],
    variant: chosen ? `ui=${language}` : `in=${language}`,
    href(address) {
      if (site.pages === false && !address.startsWith('/articles/')) return base + feedOf(address);
      return chosen ? inLanguage(address, language) : base + address;
    },
    inLanguage,
    asset: (file) => `${base}/${file}`,
  };
}

/** The feed of a page, for a site without it. */
function feedOf(address: string): string {
  const [channel = ''] = /^\/(?:sources|languages)\/[^/]+/.exec(address) ?? [];
  return `${channel}/${FORMATS.rss.file}`;
}

/** One feed of a channel in one format. */
export interface FeedLink {
  format: Format;
  /** Name of the format. */
  name: string;
  mediaType: string;
  /** Absolute, because people copy it. */
  url: string;
}

/**
 * The feeds of a channel.
 *
 * @param channel path of the channel and its query, such as `/sources/voa` or `/search?q=x`;
 *   empty for the site itself
 */
export function feedLinks({ site }: View, channel: string): FeedLink[] {
  const [path = '', query] = channel.split('?');
  return (Object.keys(FORMATS) as Format[]).map((format) => ({
    format,
    name: FORMATS[format].title,
    mediaType: FORMATS[format].mediaType,
    url: `${site.url}${path}/${FORMATS[format].file}${query ? `?${query}` : ''}`,
  }));
}
