// The types of public/search-words.js, which browsers run, too.
declare module '#search-words' {
  /** A term as its runs, and as it was written, without a minus. */
  export interface Term {
    written: string;
    excluded: boolean;
    runs: string[];
  }
  type Simplified = ReadonlyMap<string, string>;
  export const MAX_LENGTH: number;
  export const MAX_TERMS: number;
  export function fold(text: string, simplified: Simplified): string;
  export function runsOf(folded: string): string[];
  export function indexWords(folded: string): string;
  export function readTerms(
    typed: string,
    simplified: Simplified,
    excluded?: boolean,
  ): Map<string, Term>;
  export function phraseOf(runs: string[]): { words: string[]; open: boolean };
  export function markerOf(
    wanted: string[][],
    simplified: Simplified,
  ): { whole(text: string): string[]; excerpt(text: string): string[] };
}
