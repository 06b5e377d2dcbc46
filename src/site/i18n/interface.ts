// `Accept-Language` or `?ui=` → the language of the interface.
import { parseAccept } from 'hono/utils/accept';
import { en, type Words } from './en.ts';
import { zhHans } from './zh-hans.ts';
import { zhHant } from './zh-hant.ts';

/** The languages of the interface, by BCP 47 tag. Articles may be in any language. */
export const INTERFACES = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en } satisfies Record<
  string,
  Words
>;

export type InterfaceLanguage = keyof typeof INTERFACES;

/** The language that the reader chose by a link (`?ui=`), if any. */
export function chosenLanguage(query: URLSearchParams): InterfaceLanguage | null {
  const tag = query.get('ui') ?? '';
  return Object.hasOwn(INTERFACES, tag) ? (tag as InterfaceLanguage) : null;
}

/**
 * The interface language for an `Accept-Language` (RFC 9110 §12.5.4): that of the range with the
 * highest weight that is offered, else the site's own, else English.
 *
 * @param own BCP 47 tag of the site
 */
export function preferredLanguage(field: string | null, own: string): InterfaceLanguage {
  for (const { type, q } of parseAccept(field ?? '')) {
    const language = offered(type);
    if (language && q > 0) return language;
  }
  return offered(own) ?? 'en';
}

function offered(tag: string): InterfaceLanguage | null {
  if (/^zh-(hant|tw|hk|mo)\b/i.test(tag)) return 'zh-Hant';
  if (/^zh\b/i.test(tag)) return 'zh-Hans';
  return /^en\b/i.test(tag) ? 'en' : null;
}
