// `/health` and `/health/publication`: whether readers are served, and whether anything new comes.
import type { Hono } from 'hono';
import { countArticles } from '../../store/articles.ts';
import type { Database } from '../../store/database.ts';
import { countWaiting } from '../../store/hub/state.ts';
import { currentRevision } from '../../store/revision.ts';
import type { AppDeps, HealthDeps } from '../deps.ts';
import { createRoutes } from '../router.ts';

/** What an operator wants to know; what is not known here is left out. */
export interface Health {
  revision?: number;
  articles?: number;
  /** Subscribers of the hub for whom there is something to deliver. */
  waitingDeliveries?: number;
  problems?: number;
  secondsSinceLook?: number;
  secondsSincePublication?: number;
}

/** Seconds without a look at the archive, after which the publication has stopped: three looks. */
const MAX_SINCE_LOOK = 1800;
const HEADERS = { 'Cache-Control': 'no-store' };

/**
 * The first is 200 as long as readers are served. The second is 503 with a sentence where the
 * publication has stopped. Neither names a file.
 */
export function healthRoutes({ db, health }: AppDeps): Hono {
  const routes = createRoutes();
  routes.get('/health', async (c) =>
    c.json({ status: 'ok', ...(await readHealth(db, health)) }, 200, HEADERS),
  );
  routes.get('/health/publication', async (c) => {
    const state = await readHealth(db, health);
    const reason = stopReason(state, health);
    return reason === null
      ? c.json({ status: 'ok', ...state }, 200, HEADERS)
      : c.json({ status: 'stopped', reason, ...state }, 503, HEADERS);
  });
  return routes;
}

/** Where the database cannot be read, that is what is not known. */
export async function readHealth(db: Database, deps?: HealthDeps): Promise<Health> {
  const stored = async () => ({
    revision: await currentRevision(db),
    articles: await countArticles(db),
    ...(deps && { waitingDeliveries: await countWaiting(db, deps.now()) }),
  });
  const inStore = await stored().catch(() => ({}));
  if (!deps) return inStore;
  const { looked, published, problems } = deps.publication();
  const since = (time: number) => Math.max(0, Math.round((deps.now() - time) / 1000));
  return {
    ...inStore,
    problems,
    ...(looked !== null && { secondsSinceLook: since(looked) }),
    ...(published !== null && { secondsSincePublication: since(published) }),
  };
}

/** A sentence that says why nothing new comes; null where it may come. */
export function stopReason(
  { revision, secondsSinceLook = 0 }: Health,
  deps?: HealthDeps,
): string | null {
  const fault = deps?.publication().fault ?? null;
  if (fault !== null) return fault;
  if (revision === undefined) return 'the database cannot be read';
  if (secondsSinceLook <= MAX_SINCE_LOOK) return null;
  return `the archive was not looked at for ${secondsSinceLook} seconds`;
}
