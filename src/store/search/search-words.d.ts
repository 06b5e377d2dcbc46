// The types of public/search-words.js, which browsers run, too.
declare module '#search-words' {
  /** A term as its runs, and as it was written, without a minus. */
  export interface Term {
    written: string;
    excluded: boolean;
    runs: string[];
  }
  export const INLINE: string[];
  export const MAX_LENGTH: number;
  export const MAX_TERMS: number;
  type Fold = (text: string) => string;
  export function foldingBy(simplified: ReadonlyMap<string, string>): Fold;
  export function runsOf(folded: string): string[];
  export function wordsOf(folded: string): string[];
  export function readTerms(typed: string, fold: Fold, excluded?: boolean): Map<string, Term>;
  export function phraseOf(runs: string[]): { words: string[]; open: boolean };
  export function isLookedUp(word: string): boolean;
  export function shardOf(word: string, shards: number): number;
  export function markerOf(
    wanted: string[][],
    fold: Fold,
  ): { whole(text: string): string[]; excerpt(text: string): string[] };
}
