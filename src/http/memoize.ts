// Function of a text → the same function, which keeps the results for texts that come again.

/** Longer texts are not kept: clients choose what they send. */
const MAX_LENGTH = 200;

/**
 * @param compute pure; never gives undefined
 * @param maxTexts kept at once; when there are more, all are dropped
 */
export function memoize<T>(compute: (text: string) => T, maxTexts: number): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = compute(text);
    if (results.size >= maxTexts) results.clear();
    if (text.length <= MAX_LENGTH) results.set(text, result);
    return result;
  };
}
