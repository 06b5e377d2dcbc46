// Random numbers → invented Chinese prose that compresses as real prose does.
import { COMMON, TRADITIONAL } from './characters.ts';
import { mulberry32, type Random } from './random.ts';

/** Writes text about one topic. Lengths are in characters and are met to within a clause. */
export interface Prose {
  /** A run of words without punctuation, exactly `length` characters. */
  phrase(length: number): string;
  paragraph(length: number): string;
}

type Script = 'simplified' | 'traditional';

/**
 * How many words are known, how fast words and characters grow rare, and how often an article comes
 * back to its topic. Fitted to real prose: a 50-item feed shrinks to about 35 % under gzip -6 and
 * 29 % under brotli 11. More words, lower exponents or less of the topic compress worse.
 */
const WORDS = 8_000;
const WORD_EXPONENT = 1.15;
const CHARACTER_EXPONENT = 0.85;
const TOPIC_SHARE = 0.27;
/** The most frequent characters are words by themselves, and the most frequent ones. */
const FUNCTION_WORDS = 60;
const SLOTS = 1 << 16;

const traditionalForms = new Map(
  Array.from(TRADITIONAL.matchAll(/(.)(.)/gu), ([, simplified, traditional]) => [
    simplified as string,
    traditional as string,
  ]),
);
const tables = { simplified: wordTable(), traditional: [] as string[] };
tables.traditional = tables.simplified.map(toTraditional);

/** Prose on a topic of its own: a few compounds that come back again and again. */
export function writer(random: Random, script: Script): Prose {
  const table = tables[script];
  const topic = Array.from({ length: 14 }, () => random.pick(table) + random.pick(table));

  /** One draw, as this is most of the work: its upper half is the word, its lower half the list. */
  function word(): string {
    const bits = random.bits();
    const list = (bits & 0xffff) < TOPIC_SHARE * 0x10000 ? topic : table;
    return list[(bits >>> 16) % list.length] as string;
  }
  function clause(): string {
    let text = '';
    for (let words = random.between(3, 9); words > 0; words--) text += word();
    if (random.chance(0.06))
      text += `${random.between(2, 99)}${random.pick(['年', '月', '%', '人'])}`;
    if (random.chance(0.02)) text += `（${latinName(random)}）`;
    return random.chance(0.04) ? `“${text}”` : text;
  }
  return {
    phrase(length) {
      let text = '';
      while (text.length < length) text += word();
      return text.slice(0, length);
    },
    paragraph(length) {
      let text = clause();
      while (text.length < length) {
        text += random.chance(0.65)
          ? '，'
          : random.chance(0.94)
            ? '。'
            : random.pick(['？', '！', '；']);
        text += clause();
      }
      return `${text}。`;
    },
  };
}

/** An invented name in Latin letters, such as `Hanol Detir`. */
export function latinName(random: Random): string {
  return `${capitalised(latinWord(random))} ${capitalised(latinWord(random))}`;
}

/** Invented words joined by hyphens, for the path of a URL. */
export function slug(random: Random, words: number): string {
  return Array.from({ length: words }, () => latinWord(random)).join('-');
}

const SYLLABLES = 'an ber chi da el fo gan hol in jo ka lin mar ne or pe ri sen tir vo wa yu'.split(
  ' ',
);

function latinWord(random: Random): string {
  let word = '';
  for (let syllables = random.between(2, 3); syllables > 0; syllables--) {
    word += random.pick(SYLLABLES);
  }
  return word;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** One word a slot, the frequent words in many: 16 random bits choose a word by its frequency. */
function wordTable(): string[] {
  const random = mulberry32(20);
  const character = zipf([...COMMON], CHARACTER_EXPONENT);
  const words = [...COMMON.slice(0, FUNCTION_WORDS)];
  while (words.length < WORDS) {
    let word = '';
    for (let length = random.pick([1, 2, 2, 2, 2, 2, 2, 3, 3, 4]); length > 0; length--) {
      word += character[random.bits() >>> 16];
    }
    words.push(word);
  }
  return zipf(words, WORD_EXPONENT);
}

/** Fills SLOTS so that the item of rank r has a share proportional to 1 / (r + 3) ** exponent. */
function zipf(items: string[], exponent: number): string[] {
  const weights = items.map((_, rank) => (rank + 3) ** -exponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const slots: string[] = [];
  let share = 0;
  items.forEach((item, rank) => {
    share += (weights[rank] as number) / total;
    while (slots.length < share * SLOTS && slots.length < SLOTS) slots.push(item);
  });
  while (slots.length < SLOTS) slots.push(items[0] as string);
  return slots;
}

function toTraditional(word: string): string {
  return [...word].map((character) => traditionalForms.get(character) ?? character).join('');
}
