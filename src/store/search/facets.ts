// Article → what a filter asks of it besides its words, as terms of the search index.
import { runsOf } from '#search-words';
import type { Article } from '../../article/types.ts';
import { fold } from './script.ts';

/** What an article may have besides its text. */
export const MEDIA = ['image', 'audio', 'video'] as const;
export type Medium = (typeof MEDIA)[number];

type Facet = 'author' | 'has' | 'lang' | 'source';

/**
 * The term of a value, which is found as it is and no other. It has Latin letters beside a Chinese
 * character, as no word of a text has (`runsOf`), so that words never find it.
 */
export function facetTerm(facet: Facet, value: string): string {
  const name = facet === 'author' ? foldName(value) : value;
  const plain = name.replace(/[^a-z0-9]/gu, (other) => `一${other.codePointAt(0)?.toString(16)}一`);
  return `is一${facet}一${plain}`;
}

/**
 * A name as names are compared: without regard to case, accents, punctuation and the Chinese
 * script. Empty where it has no letter and no digit.
 */
export function foldName(name: string): string {
  return runsOf(fold(name)).join(' ');
}

/** All terms of an article. */
export function facetsOf({
  source,
  language,
  authors,
  image,
  enclosures,
}: Pick<Article, 'source' | 'language' | 'authors' | 'image' | 'enclosures'>): string[] {
  const types = enclosures.map(({ type }) => type.split('/', 1)[0]);
  return [
    facetTerm('source', source),
    facetTerm('lang', language),
    ...authors.filter(foldName).map((name) => facetTerm('author', name)),
    ...MEDIA.filter((medium) => (medium === 'image' ? image : types.includes(medium))).map(
      (medium) => facetTerm('has', medium),
    ),
  ];
}
