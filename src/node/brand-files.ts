// Settings that name files → the same with what the files hold, for every thread and runtime.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Settings } from '../http/config.ts';
import { LOGO_TYPES } from '../site/brand.ts';
import { CommandError } from './console.ts';

/** Bytes that a style sheet, or a logo, may have: both are held in memory. */
const MAX_BYTES = 200_000;

/**
 * Reads the style sheet and the logo, once, at the start.
 *
 * @throws CommandError where a file cannot be read, is too large, or is no picture
 */
export function readBrandFiles(settings: Settings): Settings {
  const { SITE_CSS, SITE_LOGO } = settings;
  return {
    ...settings,
    ...(SITE_CSS && { SITE_CSS: read('SITE_CSS', SITE_CSS).toString() }),
    ...(SITE_LOGO && !/^(https?|data):/.test(SITE_LOGO) && { SITE_LOGO: dataUrl(SITE_LOGO) }),
  };
}

function dataUrl(path: string): string {
  const ending = extname(path).slice(1).toLowerCase().replace('jpeg', 'jpg');
  const mediaType = Object.hasOwn(LOGO_TYPES, ending) && LOGO_TYPES[ending];
  if (!mediaType) {
    const endings = Object.keys(LOGO_TYPES).join(', ');
    throw new CommandError(`SITE_LOGO: “${path}” is no picture; expected a file ${endings}`);
  }
  return `data:${mediaType};base64,${read('SITE_LOGO', path).toString('base64')}`;
}

function read(name: string, path: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(`${name}: “${path}” cannot be read (${code}); expected a file`);
  }
  if (bytes.length <= MAX_BYTES) return bytes;
  throw new CommandError(
    `${name}: “${path}” has ${bytes.length} bytes; expected at most ${MAX_BYTES}`,
  );
}
