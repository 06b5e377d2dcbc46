// Words of articles → the shards of an index: for each word, the articles that have it.
import { isLookedUp, shardOf } from '#search-words';
import { createNumbering } from './numbering.ts';

/** A growing list of whole numbers, seven bits a byte, the low ones first (LEB128). */
interface Numbers {
  bytes: Uint8Array<ArrayBuffer>;
  length: number;
}

interface Shard {
  words: string[];
  /** For each word of each article: the word's place, and then what `entry` says. */
  entries: Numbers;
}

/** Articles by their words. They are added in order; then the shards are read. */
export interface Postings {
  /**
   * @param article its number, higher than that of the one before
   * @param title its words
   * @param text the words of its text
   */
  add(article: number, title: string[], text: string[]): void;
  /**
   * The bytes of a shard: the words of it in order, one a line, an empty line; and then for each word
   * the number of its articles, and for each of these how many numbers further it is than the one
   * before (from -1), doubled, plus 1 where the word is in the title. All numbers are LEB128.
   */
  shard(number: number): Uint8Array<ArrayBuffer>;
}

/** @param shards how many there are to be */
export function createPostings(shards: number): Postings {
  const all = Array.from({ length: shards }, (): Shard => ({ words: [], entries: numbers(64) }));
  const numberOf = createNumbering();
  /** Four numbers a word, side by side: see `LAST`, `SHARD` and `PLACE`. */
  let states = new Int32Array(1 << 16);
  let words = 0;
  return { add, shard: (number) => written(all[number] as Shard) };

  function add(article: number, title: string[], text: string[]): void {
    for (const word of title) enter(word, article, 1);
    for (const word of text) enter(word, article, 0);
  }

  function enter(word: string, article: number, inTitle: 0 | 1): void {
    const number = numberOf(word);
    if (number === words) begin(word);
    const at = number * 4;
    const last = states[at + LAST] as number;
    if (last === article) return;
    states[at + LAST] = article;
    const shard = states[at + SHARD] as number;
    if (shard < 0) return;
    const { entries } = all[shard] as Shard;
    push(entries, states[at + PLACE] as number);
    push(entries, (article - last) * 2 + inTitle);
  }

  function begin(word: string): void {
    const at = words++ * 4;
    if (at === states.length) {
      const larger = new Int32Array(2 * states.length);
      larger.set(states);
      states = larger;
    }
    const shard = isLookedUp(word) ? shardOf(word, shards) : -1;
    states[at + LAST] = -1;
    states[at + SHARD] = shard;
    states[at + PLACE] = shard < 0 ? 0 : (all[shard] as Shard).words.push(word) - 1;
  }
}

/** Of a word: the last article that has it, its shard (-1 if it is not looked up), its place there. */
const [LAST, SHARD, PLACE] = [0, 1, 2];

function written({ words, entries }: Shard): Uint8Array<ArrayBuffer> {
  const articles: number[][] = words.map(() => []);
  for (let at = 0; at < entries.length; ) {
    const [place, entry] = [next(), next()];
    articles[place]?.push(entry);
    function next(): number {
      let [value, factor, byte] = [0, 1, 0];
      do {
        byte = entries.bytes[at++] as number;
        value += (byte & 0x7f) * factor;
        factor *= 0x80;
      } while (byte > 0x7f);
      return value;
    }
  }
  const order = words.map((_, place) => place).sort((a, b) => (at(a) < at(b) ? -1 : 1));
  const found = numbers(entries.length);
  for (const place of order) {
    const list = articles[place] as number[];
    push(found, list.length);
    for (const entry of list) push(found, entry);
  }
  const head = new TextEncoder().encode(`${order.map(at).join('\n')}\n\n`);
  const bytes = new Uint8Array(head.length + found.length);
  bytes.set(head);
  bytes.set(found.bytes.subarray(0, found.length), head.length);
  return bytes;

  function at(place: number): string {
    return words[place] as string;
  }
}

function numbers(capacity: number): Numbers {
  return { bytes: new Uint8Array(Math.max(capacity, 16)), length: 0 };
}

function push(list: Numbers, value: number): void {
  if (list.length + 8 > list.bytes.length) {
    const larger = new Uint8Array(2 * list.bytes.length);
    larger.set(list.bytes);
    list.bytes = larger;
  }
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80))
    list.bytes[list.length++] = (rest & 0x7f) | 0x80;
  list.bytes[list.length++] = rest;
}
