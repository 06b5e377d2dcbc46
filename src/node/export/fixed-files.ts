// The files of an export that are the same whatever is published: style sheets, icons, host files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '../../feed/types.ts';
import { COMMON_HEADERS } from '../../http/respond.ts';
import { PAGE_HEADERS } from '../../site/layout.ts';
import { PUBLIC, PUBLIC_NAMES } from '../public-files.ts';

export interface FixedFile {
  path: string;
  bytes: Uint8Array;
}

/** @param cname adds the file that tells GitHub Pages its own domain, from the site's URL */
export function fixedFiles({ url }: Site, cname: boolean): FixedFile[] {
  const written = {
    // GitHub Pages would leave out what begins with an underscore.
    '.nojekyll': '',
    _headers: headersFile(),
    ...(cname && { CNAME: `${new URL(url).hostname}\n` }),
  };
  return [
    ...PUBLIC_NAMES.map((path) => ({ path, bytes: readFileSync(join(PUBLIC, path)) })),
    ...Object.entries(written).map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
  ];
}

/** Minutes for which caches may use what has these addresses, without asking. */
const LIFETIMES: [minutes: number, addresses: string[]][] = [
  [15, ['/feed.xml', '/atom.xml', '/feed.json', '/sources/:source/feed.xml', '/opml.xml']],
  [60, ['/*.css', '/*.js', '/*.png', '/*.svg', '/*.ico']],
  [1440, ['/archive/*', '/sources/:source/archive/*', '/languages/:language/archive/*']],
];

/**
 * Header fields for hosts that read them from this file (Cloudflare, Netlify). Types are left to the
 * host: feeds are `application/xml` and `application/json` there, which browsers style and hosts
 * compress. No address is in two rules about lifetimes, because hosts would send both.
 */
function headersFile(): string {
  const { Vary: _, ...page } = PAGE_HEADERS;
  const rule = (address: string, headers: Record<string, string>) =>
    [address, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ''].join(
      '\n',
    );
  const lifetimes = LIFETIMES.flatMap(([minutes, addresses]) =>
    addresses.map((address) =>
      rule(address, { 'Cache-Control': `public, max-age=${minutes * 60}` }),
    ),
  );
  const { 'Access-Control-Expose-Headers': __, ...common } = COMMON_HEADERS;
  return [rule('/*', { ...common, ...page }), ...lifetimes].join('\n');
}
