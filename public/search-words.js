// Text → the words it is found by, and what was typed → terms: the same for servers and browsers.

/** A character of a script that has no spaces between words. */
const UNSPACED = '[[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}ー]&&[\\p{L}\\p{N}\\p{M}]]';

/** A letter or digit of another script. */
const SPACED = `[[\\p{L}\\p{N}\\p{M}\\p{Co}]--${UNSPACED}]`;

/**
 * A run of a text: one word (`nato`, `2024`), or several words without spaces (`国防部长`). All that
 * is between two runs counts as a space.
 */
const RUN = new RegExp(`${UNSPACED}+|${SPACED}+`, 'gv');

const STARTS_UNSPACED = new RegExp(`^${UNSPACED}`, 'v');

/** Letters with accents, apart: in other scripts, such marks are vowels. U+0345 also stands alone. */
const ACCENTED = /([\p{sc=Latn}\p{sc=Grek}])\p{Mn}+|\u0345/gu;

const TERM =
  /([-−－]?)(?:["“”„«»「『＂]([^"“”„«»「」『』＂]*)["“”„«»」』＂]?|([^\s"“”„«»「」『』＂]+))/gu;

/** UTF-16 units of an excerpt before the first match, and in all. */
const BEFORE = 40;
const EXCERPT_LENGTH = 160;

/** Elements within a line: a word may begin before one and end after it. */
export const INLINE =
  'a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  );

/** The length of what may be typed, in UTF-16 units, and its number of terms. */
export const MAX_LENGTH = 200;
export const MAX_TERMS = 12;

/**
 * What folds a text: so it is compared, without regard to case, accents, width, and the Chinese
 * script.
 *
 * @param {ReadonlyMap<string, string>} simplified Traditional character → Simplified
 * @returns {(text: string) => string}
 */
export function foldingBy(simplified) {
  const traditional = new RegExp(`[${[...simplified.keys()].join('')}]`, 'gu');
  return (text) =>
    text
      .normalize('NFKD')
      .replace(ACCENTED, '$1')
      .normalize('NFC')
      .toLowerCase()
      .replaceAll('ς', 'σ')
      .replace(traditional, (character) => simplified.get(character));
}

/**
 * The runs of a folded text.
 *
 * @param {string} folded
 * @returns {string[]}
 */
export function runsOf(folded) {
  return folded.match(RUN) ?? [];
}

/** @param {string} run */
export function isUnspaced(run) {
  return STARTS_UNSPACED.test(run);
}

/**
 * The words of a folded text as it is indexed, in order. Of a script without spaces, two characters
 * side by side are one word, and longer words are phrases of these. The last character of a run is a
 * word by itself, so that each character begins one: `国防部` → `国防`, `防部`, `部`.
 *
 * @param {string} folded
 */
export function wordsOf(folded) {
  const words = [];
  for (const run of runsOf(folded)) {
    if (isUnspaced(run)) {
      const characters = [...run];
      for (let at = 1; at < characters.length; at++) {
        words.push(characters[at - 1] + characters[at]);
      }
      words.push(characters.at(-1));
    } else words.push(run);
  }
  return words;
}

/**
 * The terms of a search: words and `"phrases"`; with a minus before it, a term must not occur.
 *
 * @param {string} typed
 * @param {(text: string) => string} fold
 * @param excluded whether they all must not occur, with or without a minus
 * @returns by how each is written; none twice
 */
export function readTerms(typed, fold, excluded = false) {
  const terms = new Map();
  for (const [, minus, quoted, bare] of typed.matchAll(TERM)) {
    const plain = (quoted ?? bare ?? '').replace(/\s+/g, ' ').trim();
    const runs = runsOf(fold(plain));
    if (runs.length === 0) continue;
    const written = quoted === undefined ? plain : `"${plain}"`;
    const isExcluded = excluded || Boolean(minus);
    terms.set(isExcluded ? `-${written}` : written, { written, excluded: isExcluded, runs });
  }
  return terms;
}

/**
 * A term as the words of the index that must stand side by side. In the text, more characters may
 * follow a run: its last character is then no word by itself. A last run of one character is the
 * beginning of a word: `open`.
 *
 * @param {string[]} runs
 */
export function phraseOf(runs) {
  const last = runs.at(-1) ?? '';
  const words = wordsOf(runs.join(' '));
  const open = isUnspaced(last) && [...last].length === 1;
  if (isUnspaced(last) && !open) words.pop();
  return { words, open };
}

/**
 * Whether an index of files has a word. A single character of a script without spaces is none: it
 * occurs in nearly all articles.
 *
 * @param {string} word
 */
export function isLookedUp(word) {
  return !isUnspaced(word) || [...word].length > 1;
}

/**
 * The shard of an index that has a word: FNV-1a over its UTF-16 units.
 *
 * @param {string} word
 * @param {number} shards how many there are
 */
export function shardOf(word, shards) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) {
    hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0) % shards;
}

/**
 * What marks terms in a text as it was written. Longer ones come first: if two match at the same
 * place, the longer is marked.
 *
 * @param {string[][]} wanted terms, each as its runs
 * @param {(text: string) => string} fold
 */
export function markerOf(wanted, fold) {
  const pattern = (run) => (isUnspaced(run) ? run : `(?<!${SPACED})${run}(?!${SPACED})`);
  const phrases = wanted
    .toSorted((a, b) => b.join('').length - a.join('').length)
    .map((runs) => runs.map(pattern).join('[^\\p{L}\\p{N}]*'));
  const finder = new RegExp(phrases.join('|'), 'gv');
  return {
    /**
     * A whole text, cut at its matches: every second part is one.
     *
     * @param {string} text
     */
    whole: (text) => cutAt(text, matchesIn(text), 0, text.length),
    /**
     * The part of a text around the first match, or its beginning; `…` where it was cut.
     *
     * @param {string} text
     */
    excerpt(text) {
      const matches = matchesIn(text);
      const start = safeCut(text, Math.max(0, (matches[0]?.start ?? 0) - BEFORE));
      const end = safeCut(text, start + EXCERPT_LENGTH);
      const parts = cutAt(text, matches, start, end);
      if (start > 0) parts[0] = `…${parts[0]}`;
      if (end < text.length) parts.push(`${parts.pop()}…`);
      return parts;
    },
  };

  function matchesIn(text) {
    const { folded, places } = foldInPlace(text, fold);
    return Array.from(folded.matchAll(finder), ({ 0: found, index }) => ({
      start: places[index],
      end: places[index + found.length],
    }));
  }
}

/** A text folded character by character, and where in the text each unit of it comes from. */
function foldInPlace(text, fold) {
  const whole = fold(text);
  // Most texts keep their length, so each unit keeps its place: this is quick.
  if (whole.length === text.length && !/\p{M}/u.test(text)) {
    return { folded: whole, places: Array.from({ length: text.length + 1 }, (_, at) => at) };
  }
  const known = new Map();
  const places = [];
  let folded = '';
  for (const { 0: character, index } of text.matchAll(/.\p{M}*/gsu)) {
    if (!known.has(character)) known.set(character, fold(character));
    const part = known.get(character);
    for (let unit = 0; unit < part.length; unit++) places.push(index);
    folded += part;
  }
  return { folded, places: [...places, text.length] };
}

function cutAt(text, matches, from, to) {
  const parts = [];
  let done = from;
  for (const { start, end } of matches) {
    if (start < done || end > to) continue;
    parts.push(text.slice(done, start), text.slice(start, end));
    done = end;
  }
  return [...parts, text.slice(done, to)];
}

/** A place to cut that is not within a surrogate pair. */
function safeCut(text, at) {
  const place = Math.min(at, text.length);
  return /[\udc00-\udfff]/.test(text.charAt(place)) ? place - 1 : place;
}
