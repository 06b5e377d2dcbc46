// Values of front matter → texts, names, a language.
import { oneLine } from './link.ts';
import type { Values } from './yaml.ts';

/** Longer is no name, and too long for a push. UTF-16 units. */
const LONGEST_NAME = 200;

const NULL = new Set<unknown>(['', '~', 'null']);

/** The first value of these keys that is there, and is neither empty nor YAML's null. */
export function firstOf(values: Values, keys: string[]): unknown {
  return keys.map((key) => values[key] ?? '').find((value) => !NULL.has(value));
}

/** A text in one line; what is none is empty. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? oneLine(value) : '';
}

/** Names of people in a list, or the only one. */
export function namesOf(value: unknown): string[] {
  return [value ?? []].flat().map(nameOf).filter(isName);
}

/** Tags in a list, or in a text between commas or, as Jekyll has it, between blanks; each once. */
export function tagsOf(value: unknown): string[] {
  const text = asText(value);
  const listed = Array.isArray(value) ? value : text.split(text.includes(',') ? ',' : ' ');
  // Obsidian writes `#` before a tag.
  const tags = listed.map((tag) => nameOf(tag).replace(/^#/, '')).filter(isName);
  return [...new Set(tags)];
}

/** A name; or Hugo's fields of a person, or Obsidian's link to a note about one. */
function nameOf(value: unknown): string {
  const name = asText(typeof value === 'object' ? (value as Values | null)?.name : value);
  return name.replace(/^\[\[(?:[^|\]]*\|)?(.*)\]\]$/, '$1');
}

function isName(name: string): boolean {
  return !NULL.has(name) && name.length <= LONGEST_NAME;
}

/** The canonical tag; for Chinese that of its script, as for articles whose text tells it. */
export function languageOf(tag: string): string | null {
  try {
    const locale = new Intl.Locale(tag.replaceAll('_', '-'));
    return locale.language === 'zh' ? `zh-${locale.maximize().script}` : locale.toString();
  } catch {
    return null;
  }
}
