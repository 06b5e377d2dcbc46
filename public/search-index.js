// The index of an export → what a search finds in it. It runs in browsers, and in tests.
import {
  foldingBy,
  isLookedUp,
  MAX_LENGTH,
  MAX_TERMS,
  markerOf,
  phraseOf,
  readTerms,
  shardOf,
  wordsOf,
} from './search-words.js';

/** Results of one page. */
export const PAGE_SIZE = 10;

/**
 * An article that was found.
 *
 * @typedef {object} Found
 * @property {string} id
 * @property {string} title
 * @property {number} published epoch milliseconds
 * @property {string} source key of its source
 * @property {string} sourceTitle
 * @property {string} language BCP 47 tag
 * @property {string | undefined} url of the original, where the article has no page here
 */

/**
 * Opens the index.
 *
 * @param {(path: string) => Promise<Uint8Array>} load reads a file below `search/`; rejects where
 *   there is none
 */
export async function openIndex(load) {
  const [index, characters] = await Promise.all([load('index.json'), load('characters.bin')]);
  const { build, shards, perBlock, gone, sources, tail } = JSON.parse(decode(index));
  const fold = foldingBy(readCharacters(decode(await gunzip(characters))));
  /** Files that were asked for, by name. */
  const files = new Map();
  const file = (name) => {
    if (!files.has(name)) files.set(name, load(`${build}/${name}.bin`).then(gunzip));
    return files.get(name);
  };
  return { search };

  /**
   * Searches as the server does: first the articles with all words in the title, and of each kind
   * the newest first.
   *
   * @param {string} typed
   * @param {number} page from 1
   * @returns a `fault` (`long`, `terms`, `empty`, or `short`: nothing but single characters); or
   *   `count` and `found`, those of the page; `exact` where all of them are what was looked for,
   *   else `matches(title, text)` tells; and `marker` (see `markerOf`)
   */
  async function search(typed, page) {
    const terms = [...readTerms(typed, fold).values()];
    const wanted = terms.filter(({ excluded }) => !excluded).map(({ runs }) => phraseOf(runs));
    const unwanted = terms.filter(({ excluded }) => excluded).map(({ runs }) => phraseOf(runs));
    const words = new Set(wanted.flatMap((phrase) => phrase.words.filter(isLookedUp)));
    const fault = faultOf(typed, terms.length, wanted.length, words.size);
    if (fault) return { fault };
    // An article with all words of a phrase may still lack the phrase, so it cannot be left out here.
    const barred = new Set(unwanted.filter(isWord).map((phrase) => phrase.words[0]));
    const [indexed, added] = await Promise.all([
      articlesWith(words, barred, 'words', shards),
      articlesWith(words, barred, tail.name, tail.shards),
    ]);
    for (const number of gone) indexed.delete(number);
    const all = [
      ...Array.from(indexed, ([number, titled]) => ({ number, titled, place: number })),
      ...Array.from(added, ([number, titled]) => ({
        record: tail.records[number],
        titled,
        // Before that article of the index, and behind those of the tail that come first.
        place: tail.before[number] - 1 + (number + 1) / (tail.records.length + 1),
      })),
    ].sort((a, b) => b.titled - a.titled || a.place - b.place);
    const shown = all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
    const records = shown.map(({ record, number }) => record ?? recordOf(number));
    return {
      count: all.length,
      exact: [...wanted, ...unwanted].every(isWord),
      found: (await Promise.all(records)).map(resultOf),
      matches(title, text) {
        const columns = [title, text].map((each) => ` ${wordsOf(fold(each)).join(' ')} `);
        const has = ({ words, open }) =>
          columns.some((column) => column.includes(` ${words.join(' ')}${open ? '' : ' '}`));
        return wanted.every(has) && !unwanted.some(has);
      },
      marker: markerOf(
        terms.filter(({ excluded }) => !excluded).map(({ runs }) => runs),
        fold,
      ),
    };
  }

  /** The articles with all words and none of those barred: number → 1 if the title has all, else 0. */
  async function articlesWith(words, barred, name, shards) {
    const found = new Map();
    if (shards === 0) return found;
    const read = async (word) => postingsOf(await file(`${name}-${shardOf(word, shards)}`), word);
    const [all, without] = await Promise.all(
      [words, barred].map((each) => Promise.all(Array.from(each, read))),
    );
    const [fewest, ...others] = all.sort((a, b) => a.size - b.size);
    for (const [number, titled] of fewest) {
      if (without.some((each) => each.has(number))) continue;
      const flags = others.map((each) => each.get(number));
      if (!flags.includes(undefined)) found.set(number, Math.min(titled, ...flags));
    }
    return found;
  }

  async function recordOf(number) {
    const block = await file(`titles-${Math.floor(number / perBlock)}`);
    return JSON.parse(decode(block))[number % perBlock];
  }

  /** @returns {Found} */
  function resultOf([id, title, published, source, language, url]) {
    return { id, title, published, source, sourceTitle: sources[source] ?? source, language, url };
  }
}

/** @returns what is wrong with a search, or null */
function faultOf(typed, terms, wanted, words) {
  if (typed.length > MAX_LENGTH) return 'long';
  if (terms > MAX_TERMS) return 'terms';
  if (wanted === 0) return 'empty';
  return words === 0 ? 'short' : null;
}

/** Whether a phrase is one word of the index: then the index alone tells where it occurs. */
function isWord({ words, open }) {
  return words.length === 1 && !open && isLookedUp(words[0]);
}

/** @returns {Map<string, string>} Traditional character → Simplified */
function readCharacters(text) {
  const [traditional = '', simplified = ''] = text.split('\n');
  const targets = [...simplified];
  return new Map(Array.from(traditional, (character, at) => [character, targets[at]]));
}

/**
 * The articles that have a word.
 *
 * @param {Uint8Array} shard as `postings.ts` writes it
 * @returns {Map<number, number>} number → 1 if the word is in the title, else 0
 */
function postingsOf(shard, word) {
  const found = new Map();
  let at = 0;
  while (shard[at] !== 0x0a || shard[at + 1] !== 0x0a) at++;
  const place = decode(shard.subarray(0, at)).split('\n').indexOf(word);
  if (place < 0) return found;
  at += 2;
  for (let passed = 0; passed < place; passed++) {
    for (let left = next(); left > 0; left--) next();
  }
  let number = -1;
  for (let left = next(); left > 0; left--) {
    const entry = next();
    number += entry >> 1;
    found.set(number, entry & 1);
  }
  return found;

  /** The next number (LEB128). */
  function next() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = shard[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
}

function decode(bytes) {
  return new TextDecoder().decode(bytes);
}

/** What is compressed; a server may have decompressed it on the way. */
async function gunzip(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
