// `/stats` and `/stats.json`: the readership, for the operator.
import type { Hono } from 'hono';
import { PAGE_HEADERS } from '../../site/layout.ts';
import { type Stats, statsPage } from '../../site/stats.ts';
import { viewOf } from '../../site/view.ts';
import { countArticles } from '../../store/articles.ts';
import { hubState } from '../../store/hub/state.ts';
import { readershipSince } from '../../store/readership.ts';
import { currentRevision } from '../../store/revision.ts';
import { readDirectory } from '../../store/sources.ts';
import type { AppDeps, StatsDeps } from '../deps.ts';
import { createRoutes } from '../router.ts';
import { requireToken } from '../token.ts';

/** A day in milliseconds. */
const DAY = 86_400_000;
/** Days that are shown. */
const DAYS = 90;

const HEADERS = { ...PAGE_HEADERS, 'Cache-Control': 'private, no-store' };

/** Both addresses ask for the token; a browser asks its user for it as a password. */
export function statsRoutes({ db, site }: AppDeps, { token, now, feedsAreFiles }: StatsDeps): Hono {
  const routes = createRoutes();
  const withToken = requireToken(token, {
    challenge: 'Basic realm="stats"',
    sentence: ({ errors }) => errors.token,
    asPassword: true,
    headers: HEADERS,
  });
  routes.get('/stats', withToken, async (c) => {
    const days = lastDays(now());
    const view = viewOf(site, c.req.raw);
    const page = await statsPage(view, await readStats(days), days, await readDirectory(db));
    return c.html(page, 200, HEADERS);
  });
  routes.get('/stats.json', withToken, async (c) =>
    c.json(await readStats(lastDays(now())), 200, HEADERS),
  );
  return routes;

  async function readStats(days: string[]): Promise<Stats> {
    return {
      revision: await currentRevision(db),
      articles: await countArticles(db),
      hub: await hubState(db, now()),
      readership: await readershipSince(db, days[0] as string),
      ...((await feedsAreFiles?.()) && { files: true }),
    };
  }
}

/** The days up to now, UTC, as `YYYY-MM-DD`. */
function lastDays(now: number): string[] {
  return Array.from({ length: DAYS }, (_, at) =>
    new Date(now - (DAYS - 1 - at) * DAY).toISOString().slice(0, 10),
  );
}
