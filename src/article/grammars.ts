// The grammars of article files. Nothing else knows how many there are.
import { frontMatter } from './front-matter.ts';
import type { Fault, Grammar, Header } from './grammar.ts';
import { epochComment } from './header.ts';
import { NO_GRAMMAR } from './problem.ts';

export const grammars: Grammar[] = [epochComment, frontMatter];

/** Reads a file in the grammar that it is written in. */
export async function readFile(text: string, path: string, now: number): Promise<Header | Fault> {
  const grammar = grammars.find(({ matches }) => matches(text));
  if (grammar) return grammar.read(text, path, now);
  const examples = grammars.map(({ example }) => example.replaceAll('\n', '⏎'));
  return { line: 1, message: `${NO_GRAMMAR}; expected ${examples.join(' or ')}` };
}
