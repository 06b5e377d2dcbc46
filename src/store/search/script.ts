// Traditional Chinese characters → Simplified ones, to compare texts in either script by.
import table from 'opencc-js/dict/TSCharacters';

/** Traditional character → Simplified: OpenCC's, of which the first counts. */
export const SIMPLIFIED: ReadonlyMap<string, string> = new Map(
  table.split('|').map((entry) => entry.split(' ').slice(0, 2) as [string, string]),
);
