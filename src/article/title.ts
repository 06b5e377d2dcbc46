// Title as a file has it, and the rules of its newsroom → the title alone, and its categories.

import { oneLine } from './link.ts';
import type { RuleSet } from './rules.ts';

/** A title, and what its prefix and suffix say. */
export interface Titled {
  title: string;
  categories: string[];
  /** Rules that it met, as `kind: rule`. */
  used: string[];
}

/** A title without the first prefix and the first suffix that it has, unless nothing is left. */
export function readTitle(written: string, rules: RuleSet): Titled {
  const titled: Titled = { title: written, categories: [], used: [] };
  for (const kind of ['titlePrefix', 'titleSuffix'] as const) {
    const found = rules.find(kind, titled.title);
    const title = found?.kept && titled.title.slice(...found.kept).trim();
    if (!found || !title) continue;
    titled.title = title;
    titled.categories.push(...categoriesIn(found.category));
    titled.used.push(`${kind}: ${found.rule}`);
  }
  return titled;
}

/** Longer is no name. UTF-16 units. */
const LONGEST = 100;

/** The categories in a text such as `財經、兩岸`, each once. */
export function categoriesIn(text: string): string[] {
  const names = oneLine(text)
    .split(/[、，,；;]/)
    .map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '' && name.length <= LONGEST);
}
