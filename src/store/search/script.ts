// Chinese text in either script → the same text in one, to compare by; what is shown stays.
import table from 'opencc-js/dict/TSCharacters';

/** Traditional character → Simplified: OpenCC's, of which the first counts. */
const SIMPLIFIED = new Map(
  table.split('|').map((entry) => entry.split(' ').slice(0, 2) as [string, string]),
);

/** Simplified character → itself and the Traditional ones. */
const VARIANTS = new Map<string, string>();
for (const [traditional, simplified] of SIMPLIFIED) {
  VARIANTS.set(simplified, (VARIANTS.get(simplified) ?? simplified) + traditional);
}

/** Character by character: 台湾, 台灣 and 臺灣 become the same. */
export function unifyScript(text: string): string {
  return text.replace(/\p{sc=Han}/gu, (character) => SIMPLIFIED.get(character) ?? character);
}

/** All characters that `unifyScript` makes this one of. */
export function variantsOf(character: string): string {
  return VARIANTS.get(character) ?? character;
}
