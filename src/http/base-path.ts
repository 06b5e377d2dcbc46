// The path that a site lies below, such as `/news`: taken from requests before anything else.
import type { Hono } from 'hono';
import { basePath } from '../feed/paths.ts';
import type { Site } from '../feed/types.ts';
import { redirect } from './redirect.ts';
import { createRoutes } from './router.ts';

/**
 * The target of a request, below the path of the site. A proxy may have taken that path away: a
 * target without it stays as it is.
 *
 * @param target path and query
 */
export function belowBase(base: string, target: string): string {
  return base !== '' && target.startsWith(`${base}/`) ? target.slice(base.length) : target;
}

/** Whether a target is the path of the site without its slash: that is redirected to it. */
export function isBase(base: string, target: string): boolean {
  return base !== '' && (target === base || target.startsWith(`${base}?`));
}

/** An application that also answers below the path of the site. */
export function mountAtBase(site: Site, app: Hono): Hono {
  const base = basePath(site);
  if (base === '') return app;
  const answer = (request: Request, ...context: unknown[]) => {
    const url = new URL(request.url);
    if (isBase(base, url.pathname)) return redirect(site, '/');
    const path = belowBase(base, url.pathname);
    if (path === url.pathname) return app.fetch(request, ...(context as []));
    url.pathname = path;
    return app.fetch(new Request(url, request), ...(context as []));
  };
  return createRoutes().mount('/', answer, { replaceRequest: false });
}
