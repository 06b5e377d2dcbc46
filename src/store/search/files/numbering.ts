// Words → 0, 1, 2 … in the order in which they first come.

/** Slots at the beginning; twice as many whenever half of them are taken. */
const SLOTS = 1 << 16;
/** Knuth's multiplicative hashing: 2³² ÷ the golden ratio. */
const FACTOR = 0x9e3779b1;

/**
 * What numbers words. Most are two UTF-16 units long, as Chinese is indexed: these are in a table of
 * their own, which is several times as quick as a `Map` of a million texts.
 */
export function createNumbering(): (word: string) => number {
  const others = new Map<string, number>();
  let count = 0;
  /** A pair in each slot, and its number plus 1; 0 where a slot is free. */
  let pairs = new Int32Array(SLOTS);
  let numbers = new Int32Array(SLOTS);
  let taken = 0;

  return (word) => {
    if (word.length !== 2) {
      const known = others.get(word);
      if (known !== undefined) return known;
      others.set(word, count);
      return count++;
    }
    const pair = (word.charCodeAt(0) << 16) | word.charCodeAt(1);
    const slot = slotOf(pair);
    const number = numbers[slot] as number;
    if (number > 0) return number - 1;
    pairs[slot] = pair;
    numbers[slot] = ++count;
    if (++taken * 2 > pairs.length) grow();
    return count - 1;
  };

  /** The slot that has a pair, or the free one where it belongs. */
  function slotOf(pair: number): number {
    const mask = pairs.length - 1;
    let slot = (Math.imul(pair, FACTOR) >>> 8) & mask;
    while (numbers[slot] !== 0 && pairs[slot] !== pair) slot = (slot + 1) & mask;
    return slot;
  }

  function grow(): void {
    const [oldPairs, oldNumbers] = [pairs, numbers];
    pairs = new Int32Array(2 * oldPairs.length);
    numbers = new Int32Array(2 * oldPairs.length);
    for (const [at, number] of oldNumbers.entries()) {
      if (number === 0) continue;
      const slot = slotOf(oldPairs[at] as number);
      pairs[slot] = oldPairs[at] as number;
      numbers[slot] = number;
    }
  }
}
