// A plain server of files, as GitHub Pages is one: it knows names and types, and no query.
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.gz': 'application/gzip',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/vnd.microsoft.icon',
  '.js': 'application/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};

/**
 * Serves a folder below a path, until the test ends.
 *
 * @param base such as `/news`; empty for the root of the host
 * @returns the address of the server, without a slash at the end
 */
export async function serveFiles(folder: string, base = ''): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const send = (status: number, file: string) => {
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      response.writeHead(status, { 'Content-Type': type }).end(readFileSync(file));
    };
    const file = pathname.startsWith(`${base}/`)
      ? join(folder, decodeURIComponent(pathname.slice(base.length)))
      : '';
    const stats = file ? statSync(file, { throwIfNoEntry: false }) : undefined;
    if (stats?.isDirectory() && !pathname.endsWith('/')) {
      response.writeHead(301, { Location: `${pathname}/` }).end();
    } else if (
      stats?.isDirectory() &&
      statSync(join(file, 'index.html'), { throwIfNoEntry: false })
    ) {
      send(200, join(file, 'index.html'));
    } else if (stats?.isFile() && !pathname.endsWith('/')) send(200, file);
    else if (statSync(join(folder, '404.html'), { throwIfNoEntry: false })) {
      send(404, join(folder, '404.html'));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
