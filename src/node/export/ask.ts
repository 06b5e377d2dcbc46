// Address → the document that the application answers there, as a file has it.
import type { Site } from '../../feed/types.ts';
import { createRootApp } from '../../http/app.ts';
import type { DocumentCache } from '../../http/document-cache.ts';
import { NOT_FOUND_PAGE } from '../../http/standing/document.ts';
import type { Database } from '../../store/database.ts';
import type { Composition } from '../threads/protocol.ts';

/** Nothing is asked for twice, and a file has no date of its own. */
const NOTHING_KEPT: DocumentCache = {
  async get(_, compose, headers) {
    const { document } = await compose();
    return { ...document, lastModified: 0, ...(headers && { headers }) };
  },
  async renew() {},
};

export type Ask = (address: string) => Promise<Composition>;

/** Asks as a client that names no language, and takes no encoding. */
export function createAsk(db: Database, site: Site): Ask {
  const app = createRootApp({ db, site, documents: NOTHING_KEPT });
  return async (address) => {
    const isError = address === NOT_FOUND_PAGE;
    // Only browsers get pages of errors.
    const answer = await app.request(address, isError ? { headers: { Accept: 'text/html' } } : {});
    if (answer.status === (isError ? 404 : 200))
      return { address, bytes: new Uint8Array(await answer.arrayBuffer()) };
    return { address, failure: `${answer.status} ${(await answer.text()).trim()}` };
  };
}
