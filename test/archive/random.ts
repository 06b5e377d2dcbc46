// Seed → the same stream of numbers on every machine.

/** A stream of pseudo-random choices, decided by its seed alone. */
export interface Random {
  /** The next 32 random bits, as an integer from 0 to 2³² − 1. */
  bits(): number;
  /** An integer from 0 to `limit` − 1. */
  below(limit: number): number;
  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** True in `probability` of the cases (0 … 1). */
  chance(probability: number): boolean;
  /** One of the list, all equally likely. */
  pick<T>(list: readonly T[]): T;
  /** Near enough to a standard normal variable: twelve dice, centred. */
  normal(): number;
  /** `digits` hexadecimal digits. */
  hex(digits: number): string;
}

/** Tommy Ettinger's mulberry32: 32 bits of state, fast, and good enough for text nobody reads. */
export function mulberry32(seed: number): Random {
  let state = seed | 0;
  const bits = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const fraction = () => bits() / 0x1_0000_0000;
  const below = (limit: number) => Math.floor(fraction() * limit);
  return {
    bits,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => fraction() < probability,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
    normal: () => {
      let sum = -6;
      for (let die = 0; die < 12; die++) sum += fraction();
      return sum;
    },
    hex: (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join(''),
  };
}
