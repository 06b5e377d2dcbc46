// Function of a text → the same, which remembers what it found for the texts that come again.

/** Characters of the longest text that is remembered: clients choose what they send. */
const LONGEST = 200;

/**
 * @param find what a text comes to, always the same, and never undefined
 * @param most texts remembered, which are forgotten as a whole when there are more
 */
export function remember<T>(find: (text: string) => T, most: number): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = find(text);
    if (known.size >= most) known.clear();
    if (text.length <= LONGEST) known.set(text, found);
    return found;
  };
}
