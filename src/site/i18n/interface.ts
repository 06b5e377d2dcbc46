// Request → the language in which a page speaks to its reader, and the links that keep it.
import { en } from './en.ts';
import type { Words } from './words.ts';
import { zhHans } from './zh-hans.ts';
import { zhHant } from './zh-hant.ts';

/** The languages of the interface, by BCP 47 tag. That of an article is its own matter. */
export const INTERFACES = { 'zh-Hans': zhHans, 'zh-Hant': zhHant, en } satisfies Record<
  string,
  Words
>;

export type InterfaceLanguage = keyof typeof INTERFACES;

/** The reader's choice of language, where it was made by hand (`?ui=`) and not by the browser. */
export function chosenLanguage(query: URLSearchParams): InterfaceLanguage | null {
  const tag = query.get('ui') ?? '';
  return isOffered(tag) ? tag : null;
}

/**
 * The interface language for an `Accept-Language` (RFC 9110 §12.5.4): that of the range with the
 * highest weight that is offered, else the site's own, else English.
 *
 * @param own BCP 47 tag of the site
 */
export function preferredLanguage(field: string | null, own: string): InterfaceLanguage {
  const ranges = (field ?? '').split(',').map((range) => {
    const [tag = '', weight] = range.trim().split(/\s*;\s*q=/i);
    return { tag, weight: weight === undefined ? 1 : Number(weight) || 0 };
  });
  // Sorting is stable: among equals the first named goes first.
  for (const { tag, weight } of ranges.sort((a, b) => b.weight - a.weight)) {
    const language = offered(tag);
    if (language && weight > 0) return language;
  }
  return offered(own) ?? 'en';
}

function offered(tag: string): InterfaceLanguage | null {
  if (/^zh-(hant|tw|hk|mo)\b/i.test(tag)) return 'zh-Hant';
  if (/^zh\b/i.test(tag)) return 'zh-Hans';
  return /^en\b/i.test(tag) ? 'en' : null;
}

function isOffered(tag: string): tag is InterfaceLanguage {
  return Object.hasOwn(INTERFACES, tag);
}
