// What is wrong with an article file, in the form `path:line: what is wrong; expected …`.

/** An error keeps an article from being published; a notice does not. */
export type Severity = 'error' | 'notice';

/** One thing wrong with one file of the archive. */
export interface Problem {
  /** Path below the archive's root, with `/` between folders. */
  path: string;
  /** Line in the file, counted from 1; 0 where the file as a whole is meant. */
  line: number;
  severity: Severity;
  /** "what is wrong; expected what", without the path. */
  message: string;
  /** Set where it may pass while the file stays the same, as a date that is still to come does. */
  passing?: true;
}

/** The problem of a file that no grammar claims. */
export const NO_GRAMMAR = 'the file is in no known grammar';

/** All such files as one problem: a folder may hold thousands that are no articles at all. */
export function joinUnknown(problems: Problem[]): Problem[] {
  const isUnknown = ({ message }: Problem) => message.startsWith(NO_GRAMMAR);
  const [first, ...others] = problems.filter(isUnknown);
  if (!first || others.length === 0) return problems;
  const message = first.message.replace(NO_GRAMMAR, `$&, like ${others.length} more`);
  return [...problems.filter((each) => !isUnknown(each)), { ...first, message }];
}

/**
 * A problem as one printable line. File names of real archives hold line ends and control
 * characters: they are shown escaped, so that a problem is always exactly one line.
 */
export function formatProblem({ path, line, severity, message }: Problem): string {
  const place = line > 0 ? `${printable(path)}:${line}` : printable(path);
  return `${place}: ${severity === 'notice' ? 'notice: ' : ''}${printable(message)}`;
}

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\n' ? '\\n' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
