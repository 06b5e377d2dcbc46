// Contenders → medians of interleaved rounds, their ratios, and a table of them.

/** Named measurements; each call does the work once and gives one figure. */
export type Contenders = Record<string, () => Promise<number>>;

/**
 * Measures contenders in turn (A B A B …), so that a slow spell of the machine hits all alike.
 *
 * @param rounds how often each is measured, after `warmUps` rounds whose figures are dropped
 * @returns the median figure of each contender, in the unit it gave
 */
export async function interleave<T extends Contenders>(
  contenders: T,
  { rounds = 5, warmUps = 1 } = {},
): Promise<Record<keyof T, number>> {
  const names: (keyof T)[] = Object.keys(contenders);
  const figures = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = -warmUps; round < rounds; round++) {
    for (const name of names) {
      const figure = await (contenders[name] as () => Promise<number>)();
      if (round >= 0) figures.get(name)?.push(figure);
    }
  }
  const medians = names.map((name) => [name, median(figures.get(name) ?? [])]);
  return Object.fromEntries(medians) as Record<keyof T, number>;
}

/** The middle of the figures, or the mean of the middle two. NaN when there are none. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

/** How long `work` takes, in seconds. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** A goal of an issue against what was measured: `[what, measured, goal, 'met' | 'missed']`. */
export function verdict(
  what: string,
  measured: number,
  goal: { most: number } | { least: number },
) {
  const met = 'most' in goal ? measured <= goal.most : measured >= goal.least;
  const bound = 'most' in goal ? `≤ ${goal.most}` : `≥ ${goal.least}`;
  return [what, figure(measured), bound, met ? 'met' : 'missed'];
}

/** Three significant digits below 1,000, whole numbers above: `0.0123`, `1.23`, `12,345`. */
export function figure(value: number): string {
  return value >= 999.5 ? Math.round(value).toLocaleString('en-GB') : value.toPrecision(3);
}

/** Lines up the columns: the first to the left, the others to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? figure(cell) : cell)),
  );
  const widths: number[] = [];
  for (const row of cells) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  const line = (row: string[]) =>
    row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
  return cells.map((row) => line(row).join('  ').trimEnd()).join('\n');
}
