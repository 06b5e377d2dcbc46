// What a reader typed → a query for the index, or what is wrong with it.
import { isUnspaced, pairs, runsOf } from './words.ts';

/** A search that can be carried out. */
export interface SearchQuery {
  /** The same text for the same search: one space between terms, plain quotes, no term twice. */
  text: string;
  /** Of it, the terms that must occur, and those that must not, without their minus. */
  q: string;
  not: string;
  /** FTS5 expression; empty where nothing must occur. */
  match: string;
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

/** A query's length in UTF-16 units, and its number of terms. */
const MAX_LENGTH = 200;
const MAX_TERMS = 12;

const TERM =
  /([-−－]?)(?:["“”„«»「『＂]([^"“”„«»「」『』＂]*)["“”„«»」』＂]?|([^\s"“”„«»「」『』＂]+))/gu;

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
  const terms = new Map([...termsOf(typed, false), ...termsOf(unwanted, true)]);
  if (terms.size > MAX_TERMS) return { fault: 'terms', given: terms.size, max: MAX_TERMS };
  const { wanted = [], excluded = [] } = Object.groupBy(terms.values(), ({ excluded }) =>
    excluded ? 'excluded' : 'wanted',
  );
  if (wanted.length === 0 && !(mayBeOpen && excluded.length > 0)) {
    return { fault: 'empty' };
  }
  const all = wanted.map(phrase).join(' AND ');
  const none = excluded.map(phrase).join(' OR ');
  return {
    text: [...terms.keys()].join(' '),
    q: wanted.map(({ words }) => words).join(' '),
    not: excluded.map(({ words }) => words).join(' '),
    match: all && none ? `(${all}) NOT (${none})` : all,
    none,
    wanted: wanted.map(({ runs }) => runs),
  };
}

/** The terms of a text by how they are written, each once. */
function termsOf(typed: string, excluded: boolean): Map<string, Term> {
  const terms = new Map<string, Term>();
  for (const [, minus, quoted, bare] of typed.matchAll(TERM)) {
    const plain = (quoted ?? bare ?? '').replace(/\s+/g, ' ').trim();
    const runs = runsOf(plain);
    if (runs.length === 0) continue;
    const words = quoted === undefined ? plain : `"${plain}"`;
    const isExcluded = excluded || Boolean(minus);
    terms.set(isExcluded ? `-${words}` : words, { words, excluded: isExcluded, runs });
  }
  return terms;
}

interface Term {
  /** As they are written, without a minus. */
  words: string;
  excluded: boolean;
  runs: string[];
}

/**
 * A term as an FTS5 phrase. FTS5 gets only quoted letters and digits, so nothing that a reader
 * types is syntax. In the text, more characters may follow a run: its last character is then no
 * word by itself, and a run of one character is looked for as the beginning of a word.
 */
function phrase({ runs }: Term): string {
  const last = runs.at(-1) ?? '';
  const words = runs.flatMap((run) => (isUnspaced(run) ? pairs(run) : [run]));
  const open = isUnspaced(last);
  const single = [...last].length === 1;
  if (open && !single) words.pop();
  return `"${words.join(' ')}"${open && single ? ' *' : ''}`;
}
