// Middleware that answers browsers with pages: at the addresses of feeds, and instead of errors.
import type { Context, MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import { FORMATS, type Format, type Site } from '../feed/types.ts';
import { type FailurePage, failurePage } from '../site/failure.ts';
import { feedPage, type JsonFeed } from '../site/feed.ts';
import { PAGE_HEADERS } from '../site/layout.ts';
import { type View, viewOf } from '../site/view.ts';
import { createDocument } from '../store/document.ts';
import { isBrowser } from './browser.ts';
import { Failure } from './failure.ts';
import { respond } from './respond.ts';

/**
 * No shared cache may keep these pages, because feed readers get another document at the same
 * address. So the feed itself needs no `Vary`: a cache may give it to everyone.
 */
const HEADERS = {
  ...PAGE_HEADERS,
  'Cache-Control': 'private, no-cache',
  Vary: 'Accept-Encoding, Accept-Language, Accept, Sec-Fetch-Dest',
};

/**
 * Feed readers get what the routes answer; browsers get a page about the feed or the error.
 *
 * @param ask answers a request for a URL as a feed reader gets it
 */
export function browserPages(site: Site, ask: (url: URL) => Promise<Response>): MiddlewareHandler {
  return async (c, next) => {
    const { raw: request, method, path } = c.req;
    if (!isBrowser(request.headers) || !/^(GET|HEAD)$/.test(method)) return next();
    const view = viewOf(site, request);

    const format = formatAt(path);
    if (format) {
      const url = new URL(request.url);
      url.pathname = path.slice(0, -FORMATS[format].file.length) + FORMATS.json.file;
      const answer = await ask(url);
      if (answer.ok) {
        const text = await feedPage(view, (await answer.json()) as JsonFeed, format);
        const page = await createDocument(text, 'text/html');
        const lastModified = Date.parse(answer.headers.get('Last-Modified') ?? '') || 0;
        return respond(request, { ...page, lastModified, headers: HEADERS });
      }
    }

    await next();
    const { status, headers } = c.res;
    if (status < 400 || !headers.get('Content-Type')?.startsWith('text/plain')) return;
    const page = await failurePage(view, { status, ...told(c, await c.res.text(), view) });
    c.res = new Response(page, {
      status,
      headers: { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' },
    });
  };
}

/** What a page says of an error: in the language of the interface, where it is one of ours. */
function told(c: Context, text: string, { words }: View): Omit<FailurePage, 'status'> {
  if (!(c.error instanceof Failure))
    return { sentence: html`<span lang="en">${text.trim()}</span>` };
  return { sentence: c.error.say(words), alternatives: c.error.alternatives };
}

/** The format whose document a path ends in. */
function formatAt(path: string): Format | undefined {
  const formats = Object.keys(FORMATS) as Format[];
  return formats.find((format) => path.endsWith(`/${FORMATS[format].file}`));
}
