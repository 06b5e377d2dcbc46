// Answers meant for programs → pages, where a browser asks: feeds that are opened, and failures.
import type { MiddlewareHandler } from 'hono';
import type { Site } from '../feed/types.ts';
import { FORMATS, type Format } from '../feed/types.ts';
import { failurePage } from '../site/failure.ts';
import { feedPage, type JsonFeed } from '../site/feed.ts';
import { PAGE_HEADERS } from '../site/policy.ts';
import { viewOf } from '../site/view.ts';
import { createDocument } from '../store/document.ts';
import { audienceOf } from './browser.ts';
import { respond } from './respond.ts';

/**
 * These pages stand under addresses whose documents programs read: no shared cache may keep them,
 * and the feed itself needs no `Vary`, since any answer but these does for everyone.
 */
const HEADERS = {
  ...PAGE_HEADERS,
  'Cache-Control': 'private, no-cache',
  Vary: 'Accept-Encoding, Accept-Language, Accept, Sec-Fetch-Dest',
};

/**
 * Stands before the rooms of the application. Readers never notice it.
 *
 * @param ask answers a request as a feed reader gets it
 */
export function forPeople(site: Site, ask: (url: URL) => Promise<Response>): MiddlewareHandler {
  return async (c, next) => {
    const { raw: request, method, path } = c.req;
    if (audienceOf(request.headers) === 'reader' || !/^(GET|HEAD)$/.test(method)) return next();
    const view = viewOf(site, request);

    const format = formatAt(path);
    if (format) {
      const url = new URL(request.url);
      url.pathname = path.slice(0, -FORMATS[format].file.length) + FORMATS.json.file;
      const answer = await ask(url);
      if (answer.ok) {
        const text = await feedPage(view, (await answer.json()) as JsonFeed, format);
        const updated = Date.parse(answer.headers.get('Last-Modified') ?? '') || 0;
        const page = await createDocument(text, 'text/html', updated);
        return respond(request, { ...page, headers: HEADERS });
      }
    }

    await next();
    const { status, headers } = c.res;
    if (status < 400 || !headers.get('Content-Type')?.startsWith('text/plain')) return;
    const page = await failurePage(view, status, (await c.res.text()).trim());
    c.res = new Response(page, {
      status,
      headers: { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' },
    });
  };
}

/** The format whose document a path ends in. */
function formatAt(path: string): Format | undefined {
  const formats = Object.keys(FORMATS) as Format[];
  return formats.find((format) => path.endsWith(`/${FORMATS[format].file}`));
}
