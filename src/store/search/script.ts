// Text → the same text as searches compare it: Chinese in one script, without case and accents.

import table from 'opencc-js/dict/TSCharacters';
import { foldingBy } from '#search-words';

/** Traditional character → Simplified: OpenCC's, of which the first counts. */
export const SIMPLIFIED: ReadonlyMap<string, string> = new Map(
  table.split('|').map((entry) => entry.split(' ').slice(0, 2) as [string, string]),
);

export const fold = foldingBy(SIMPLIFIED);
