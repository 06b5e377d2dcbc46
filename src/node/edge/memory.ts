// What a deployment remembers for the next one: a file beside the database, for its owner only.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { CommandError } from '../console.ts';

export const WAYS = ['files', 'answers'] as const;
/** Files only, or a database for answers besides. */
export type Way = (typeof WAYS)[number];

const remembered = v.object({
  way: v.optional(v.picklist(WAYS)),
  /** Absolute URL, of a site without SITE_URL: what workers.dev gave it. */
  url: v.optional(v.string()),
  /** What `deploy` and the Worker know, of a site without PUBLISH_TOKEN. */
  token: v.optional(v.string()),
});

export type Remembered = v.InferOutput<typeof remembered>;

/** @param database path of the database file */
export function memoryFile(database: string): string {
  return join(dirname(database), 'edge.json');
}

/** @throws CommandError where the file is not what was written */
export function recall(file: string): Remembered {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new CommandError(
      `${file}: ${(error as Error).message}; expected a file that is readable`,
    );
  }
  try {
    return v.parse(remembered, JSON.parse(text));
  } catch {
    throw new CommandError(
      `${file}: it is damaged; expected what \`deploy\` wrote. Without it, \`deploy\` asks again`,
    );
  }
}

/** Writes it whole, or not at all. */
export function remember(file: string, what: Remembered): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(what, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
