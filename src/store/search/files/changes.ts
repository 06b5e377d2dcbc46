// Articles that an index has, and those there are now → what its tail must say.

/** Articles that may be added, or gone, before the index is built again. */
const MAX_TAIL = 64;

/** How the articles of now differ from those of an index; both are in the order of results. */
export interface Changes {
  /** Numbers of the articles in the index that are gone or changed. */
  gone: number[];
  /** Places in the list of now of articles that are new or changed. */
  added: number[];
  /** For each of these, the article of the index before which it stands. */
  before: number[];
}

/**
 * @param indexed versions of the articles in the index
 * @param now versions of the articles there are now
 * @returns null where these are too many changes for a tail
 */
export function changesBetween(indexed: readonly string[], now: readonly string[]): Changes | null {
  const numbers = new Map(indexed.map((version, number) => [version, number]));
  const changes: Changes = { gone: [], added: [], before: [] };
  let next = 0;
  for (const [place, version] of now.entries()) {
    const number = numbers.get(version);
    if (number === undefined) {
      changes.added.push(place);
      changes.before.push(next);
    } else {
      next = number + 1;
      numbers.delete(version);
    }
  }
  changes.gone.push(...numbers.values());
  return Math.max(changes.added.length, changes.gone.length) > MAX_TAIL ? null : changes;
}
