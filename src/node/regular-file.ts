// A regular file of bounded size: nothing else is ever read.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Without waiting: there may be no file under the name, but a pipe that nobody writes to. */
export const OPEN_TO_READ = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * The bytes of a file. What grows while it is read is cut off.
 *
 * @throws Error where it cannot be read, is no regular file, or has more bytes than `maxBytes`
 */
export function readRegularFile(path: string, maxBytes: number): Buffer<ArrayBuffer> {
  const file = openSync(path, OPEN_TO_READ);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error('it is no regular file');
    if (stats.size > maxBytes) throw new Error(`it has more than ${maxBytes} bytes`);
    const bytes = Buffer.alloc(stats.size);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
