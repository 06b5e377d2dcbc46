// What a reader typed → a query for the index, or what is wrong with it.
import { MAX_LENGTH, MAX_TERMS, phraseOf, readTerms, type Term } from '#search-words';
import { fold } from './script.ts';

/** A search that can be carried out. */
export interface SearchQuery {
  /** The same text for the same search: one space between terms, plain quotes, no term twice. */
  text: string;
  /** Of it, the terms that must occur, and those that must not, without their minus. */
  q: string;
  not: string;
  /** FTS5 expression; empty where nothing must occur. */
  match: string;
  /** The same, where what must occur stands in the title. */
  titled: string;
  /** FTS5 expression of what must not occur; empty where that is nothing. */
  none: string;
  /** Phrases that must occur, each as its runs: they are marked in a result. */
  wanted: string[][];
}

/** Why a search cannot be carried out: its length, or number of terms, or that nothing is looked for. */
export type SearchFault =
  | { fault: 'long'; max: number }
  | { fault: 'terms'; given: number; max: number }
  | { fault: 'empty' };

/**
 * Reads a query: words and `"phrases"` must all occur, a `-word` or `-"phrase"` must not. A word
 * of a script without spaces is found wherever its characters stand side by side.
 *
 * @param typed what must occur, and what must not, with its minus
 * @param unwanted more that must not occur, with or without a minus
 * @param mayBeOpen whether it may say only what must not occur
 * @returns the query, or what is wrong with it
 */
export function readQuery(
  typed: string,
  unwanted = '',
  mayBeOpen = false,
): SearchQuery | SearchFault {
  if (typed.length + unwanted.length > MAX_LENGTH) return { fault: 'long', max: MAX_LENGTH };
  const terms = new Map([...readTerms(typed, fold), ...readTerms(unwanted, fold, true)]);
  if (terms.size > MAX_TERMS) return { fault: 'terms', given: terms.size, max: MAX_TERMS };
  const { wanted = [], excluded = [] } = Object.groupBy(terms.values(), ({ excluded }) =>
    excluded ? 'excluded' : 'wanted',
  );
  if (wanted.length === 0 && !(mayBeOpen && excluded.length > 0)) {
    return { fault: 'empty' };
  }
  const all = wanted.map(phrase).join(' AND ');
  const none = excluded.map(phrase).join(' OR ');
  const without = (match: string) => (none ? `(${match}) NOT (${none})` : match);
  return {
    text: [...terms.keys()].join(' '),
    q: wanted.map(({ written }) => written).join(' '),
    not: excluded.map(({ written }) => written).join(' '),
    match: all && without(all),
    titled: all && without(`{title} : (${all})`),
    none,
    wanted: wanted.map(({ runs }) => runs),
  };
}

/**
 * A term as an FTS5 phrase. FTS5 gets only quoted letters, marks and digits, so nothing that a
 * reader types is syntax.
 */
function phrase({ runs }: Term): string {
  const { words, open } = phraseOf(runs);
  return `"${words.join(' ')}"${open ? ' *' : ''}`;
}
