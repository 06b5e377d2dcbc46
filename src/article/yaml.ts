// YAML mapping → its values and their lines, or what is wrong and where.
import type { Fault } from './grammars.ts';

/** By key; what is no list and no mapping is the text that it is: a title may be `2024`, or `no`. */
export type Values = Record<string, unknown>;

/**
 * Reads a mapping of YAML 1.2 with the failsafe schema. Its aliases are bounded.
 *
 * @param first line of the file that the YAML begins in, counted from 1
 * @returns `lineOf` is the line of the first of these keys that is there, else `first`
 */
export async function readYaml(
  text: string,
  first: number,
): Promise<{ values: Values; lineOf(keys: string[]): number } | Fault> {
  const { isMap, LineCounter, parseDocument } = await import('yaml');
  const lineCounter = new LineCounter();
  const lineAt = (offset: number) => lineCounter.linePos(offset).line + first - 1;
  const wrong = (line: number, { message }: Error): Fault => {
    return { line, message: `this is not YAML (${message}); expected lines of key: value` };
  };
  try {
    const document = parseDocument(text, { schema: 'failsafe', lineCounter, prettyErrors: false });
    const [error] = document.errors;
    if (error) return wrong(lineAt(error.pos[0]), error);
    const { contents } = document;
    if (!isMap(contents)) return wrong(first, new Error('no mapping'));
    const lineOf = (keys: string[]) => {
      const pair = contents.items.find(({ key }) => keys.includes(String(key)));
      const { range } = (pair?.key ?? {}) as { range?: [number] };
      return range ? lineAt(range[0]) : first;
    };
    return { values: document.toJS() as Values, lineOf };
  } catch (error) {
    // Too deep, or too many aliases.
    return wrong(first, error as Error);
  }
}
