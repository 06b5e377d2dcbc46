// Page → response: its document, written or taken from the document cache.
import { layout, PAGE_HEADERS } from '../site/layout.ts';
import type { Page } from '../site/page.ts';
import { viewOf, withConverter } from '../site/view.ts';
import { createDocument } from '../store/document.ts';
import type { AppDeps } from './deps.ts';
import type { Composed } from './document-cache.ts';
import { respond } from './respond.ts';

/** There is nothing under the address, so the document cache must not keep a document for it. */
class NothingHere extends Error {}

/**
 * What answers requests with pages, in the language of whoever asks.
 *
 * @returns a function of a request, its page, and a status in the place of 200; it gives null where
 *   there is nothing under the page's address
 */
export function createPageAnswer({ db, documents, site }: AppDeps) {
  return async (request: Request, page: Page, status = 200): Promise<Response | null> => {
    const view = viewOf(site, request);
    const key = `${page.address}${page.address.includes('?') ? '&' : '?'}${view.variant}`;
    const compose = async (): Promise<Composed> => {
      const shown = await withConverter(view);
      const written = await page.write(db, shown);
      if (!written) throw new NothingHere();
      const text = await layout(shown, page.address, written);
      return { revision: written.revision, document: await createDocument(text, 'text/html') };
    };
    try {
      return respond(request, await documents.get(key, compose, PAGE_HEADERS), status);
    } catch (error) {
      if (error instanceof NothingHere) return null;
      throw error;
    }
  };
}
