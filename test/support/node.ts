// The home of tests on Node: the application over a database in memory.
import type { Hono } from 'hono';
import type { Site } from '../../src/feed/types.ts';
import { createRootApp } from '../../src/http/app.ts';
import { mountAtBase } from '../../src/http/base-path.ts';
import { createDocumentCache, type NodeDocumentCache } from '../../src/node/document-cache.ts';
import { openSqlite } from '../../src/node/sqlite.ts';
import type { RawHome } from './which.ts';

export interface NodeHome extends RawHome {
  app: Hono;
  documents: NodeDocumentCache;
}

export const node = {
  async open(site: Site, token: string): Promise<NodeHome> {
    const db = openSqlite(':memory:');
    const documents = await createDocumentCache(db, 'test');
    let clock = 0;
    const publishing = token ? { publishing: { db, token, now: () => clock } } : {};
    const app = createRootApp({ db, documents, site, ...publishing });
    return {
      app,
      documents,
      request: async (path, init) => mountAtBase(site, app).request(path, init),
      setClock: (now) => {
        clock = now;
      },
      db,
    };
  },
};
