// Address of a document → the path of its file, as servers of files look for it.
import { CommandError } from '../console.ts';

/**
 * `/sources/voa/` → `sources/voa/index.html`; what is percent-encoded in an address is not in the
 * name of a file.
 *
 * @throws CommandError where a part of the address cannot be the name of a file
 */
export function fileOf(address: string): string {
  const parts = address.slice(1).split('/').map(decodeURIComponent);
  const path = [...parts.slice(0, -1), parts.at(-1) || 'index.html'];
  const wrong = path.find((part) => /^\.|[/\\\0]/.test(part) || part === '');
  if (wrong === undefined) return path.join('/');
  throw new CommandError(
    `${address}: “${wrong}” cannot be the name of a file; expected another name of the source`,
  );
}
