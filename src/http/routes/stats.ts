// Request of the operator → readership, as a page and as JSON.
import type { Hono } from 'hono';
import { type Stats, statsPage } from '../../site/stats.ts';
import { countArticles } from '../../store/articles.ts';
import { hubState } from '../../store/hub/state.ts';
import { readershipSince } from '../../store/readership.ts';
import { currentRevision } from '../../store/revision.ts';
import type { AppDeps, StatsDeps } from '../deps.ts';
import { createRoutes } from '../router.ts';
import { carriesToken } from '../token.ts';

const DAY = 86_400_000;
const DAYS = 90;

const HEADERS = {
  'Cache-Control': 'private, no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
};

/** `/stats` and `/stats.json`, for whoever has the token: a browser asks for it as a password. */
export function statsRoutes({ db, site }: AppDeps, { token, now }: StatsDeps): Hono {
  const routes = createRoutes();
  for (const path of ['/stats', '/stats.json']) {
    routes.get(path, async (c) => {
      if (!(await carriesToken(asBearer(c.req.header('Authorization')), token))) {
        return c.text('The token is missing or wrong; expected it as the password.\n', 401, {
          ...HEADERS,
          'WWW-Authenticate': 'Basic realm="stats"',
        });
      }
      const days = Array.from({ length: DAYS }, (_, at) =>
        new Date(now() - (DAYS - 1 - at) * DAY).toISOString().slice(0, 10),
      );
      const stats: Stats = {
        revision: await currentRevision(db),
        articles: await countArticles(db),
        hub: await hubState(db, now()),
        readership: await readershipSince(db, days[0] as string),
      };
      return path === '/stats'
        ? c.html(await statsPage(site.title, stats, days), 200, HEADERS)
        : c.json(stats, 200, HEADERS);
    });
  }
  return routes;
}

/** A password (RFC 7617), under whatever name, as the token that it is. */
export function asBearer(authorization: string | undefined): string | undefined {
  const [, password] = /^Basic +([\w+/=]+) *$/i.exec(authorization ?? '') ?? [];
  if (password === undefined) return authorization;
  try {
    return `Bearer ${atob(password).replace(/^[^:]*:/, '')}`;
  } catch {
    return undefined;
  }
}
