// View: the site, the language of the interface, and how links are written.
import type { HtmlEscapedString } from 'hono/utils/html';
import { basePath } from '../feed/paths.ts';
import { type Convert, converterTo, type Script } from '../feed/script.ts';
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
  /** The Chinese script that articles are shown in (`?zh=`); without it, as they were written. */
  script?: Script;
  /** Converts a Chinese text to that script. */
  convert: Convert;
  /** Key of the variant of a page: its language and script, and whether its links hold them. */
  variant: string;
  /** Reference to an address of the site, such as `/sources/voa/`, in the same language and script. */
  href(address: string): string;
  /** Reference to an address in this language. */
  inLanguage(address: string, language: InterfaceLanguage): string;
  /** Reference to an address with articles in this script, or as they were written. */
  inScript(address: string, script: Script | undefined): string;
  /** Reference to a file of `public/`. */
  asset(file: string): string;
}

/** The view for a request, in the language of `?ui=` or else of `Accept-Language`. */
export function viewOf(site: Site, request: Request): View {
  const query = new URL(request.url).searchParams;
  const chosen = chosenLanguage(query);
  const language =
    chosen ??
    preferredLanguage(
      request.headers.get('accept-language'),
      site.interfaceLanguage ?? site.language,
    );
  const base = basePath(site);
  const zh = query.get('zh') ?? '';
  const script = isScript(zh) ? zh : undefined;
  const to = (address: string, ui: InterfaceLanguage | null, zh: Script | undefined) => {
    const [path = '', own] = address.split('?');
    const query = new URLSearchParams(own);
    if (ui) query.set('ui', ui);
    if (zh) query.set('zh', zh);
    return `${base}${path}${query.size > 0 ? `?${query}` : ''}`;
  };
  return {
    site,
    language,
    words: INTERFACES[language],
    ...(script && { script }),
    convert: (text) => text,
    variant: `${chosen ? 'ui' : 'in'}=${language}${script ? `&zh=${script}` : ''}`,
    href(address) {
      if (site.pages === false && !address.startsWith('/articles/')) return base + feedOf(address);
      return to(address, chosen, script);
    },
    inLanguage: (address, ui) => to(address, ui, script),
    inScript: (address, zh) => to(address, chosen, zh),
    asset: (file) => `${base}/${file}`,
  };
}

/** The feed of a page, for a site without it. */
function feedOf(address: string): string {
  const [channel = ''] = /^\/(?:sources|languages)\/[^/]+/.exec(address) ?? [];
  return `${channel}/${FORMATS.rss.file}`;
}

/** The same view with what converts texts, where a script is asked for: its dictionary is large. */
export async function withConverter(view: View): Promise<View> {
  return view.script ? { ...view, convert: await converterTo(view.script) } : view;
}

/** Whether it is the name of a script, as `?zh=` takes it. */
export function isScript(name: string): name is Script {
  return name === 'hans' || name === 'hant';
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
