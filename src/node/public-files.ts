// The files of `public/` as documents: each read and compressed once, when it is first asked for.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDocument, type Document } from '../store/document.ts';
import { createEncoder } from './encode.ts';

/** The folder of the files. */
export const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url));

/** Their names; what begins with an underscore is for hosts, not for readers. */
export const PUBLIC_NAMES = readdirSync(PUBLIC).filter((name) => !name.startsWith('_'));

/** Seconds that a client may use a file without asking again. */
const MAX_AGE = 3600;

/** Texts, which are compressed. */
const TEXTS: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};
const PICTURES: Record<string, string> = { '.ico': 'image/x-icon', '.png': 'image/png' };

/** The files by their addresses: an address that is not among them never touches the disk. */
export function publicFiles(): Map<string, () => Promise<Document>> {
  return new Map(
    PUBLIC_NAMES.map((name) => {
      let read: Promise<Document> | undefined;
      return [
        `/${name}`,
        () => {
          read ??= readFile(name);
          return read;
        },
      ];
    }),
  );
}

async function readFile(name: string): Promise<Document> {
  const path = join(PUBLIC, name);
  const text = TEXTS[extname(name)];
  const file = text
    ? await createDocument(readFileSync(path, 'utf8'), text, MAX_AGE)
    : await createDocument(
        new Uint8Array(readFileSync(path)),
        PICTURES[extname(name)] ?? '',
        MAX_AGE,
      );
  const lastModified = Math.floor(statSync(path).mtimeMs / 1000) * 1000;
  const document: Document = { ...file, lastModified };
  if (text) await createEncoder().encode({ document, best: 'first', wanted: () => true });
  return document;
}
