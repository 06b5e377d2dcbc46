// A search and what narrows it down ⇄ the address of its page.

/** A search as its address has it; an empty text where nothing is asked for. */
export interface Refinement {
  /** The query in its canonical text. */
  text: string;
  /** Key of a source. */
  source: string;
  /** BCP 47 tag. */
  lang: string;
  /** `YYYY` */
  year: string;
  /** Whether the newest come first; else those with all words in the title. */
  newest: boolean;
}

/** Parameters of the page, besides the language of the interface. */
export const SEARCH_PARAMETERS = ['q', 'source', 'lang', 'year', 'sort', 'page'];

/** @param page number of the page, from 1 */
export function searchAddress(refinement: Refinement, page = 1): string {
  const { text, source, lang, year, newest } = refinement;
  const query = new URLSearchParams({
    q: text,
    ...(source && { source }),
    ...(lang && { lang }),
    ...(year && { year }),
    ...(newest && { sort: 'newest' }),
    ...(page > 1 && { page: String(page) }),
  });
  return `/search/?${query}`;
}
