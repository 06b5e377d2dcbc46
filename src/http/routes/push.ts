// The push API: one publication, staged in batches and committed as a whole.
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { canonicalTable } from '../../article/sources.ts';
import { checkArticle, readSentTable } from '../../publish/push/check.ts';
import { manifestPage, pushName, stagedIds } from '../../store/manifest.ts';
import {
  commitPublication,
  discardDead,
  type StagedArticle,
  stageArticles,
  stageWithdrawals,
} from '../../store/publication.ts';
import { currentRevision } from '../../store/revision.ts';
import { stepIndex } from '../../store/search/indexing.ts';
import { storedSettings, storeSettings } from '../../store/sources.ts';
import type { AppDeps, PushApiDeps } from '../deps.ts';
import { createRoutes } from '../router.ts';
import { requireToken } from '../token.ts';

/** The largest body of a push's request, in bytes. */
export const MAX_PUSH = 10_000_000;
/** Articles on a page of the manifest: some 500 KB. */
const PAGE = 5_000;

/** A push: the revision it starts from, and a name that no other push from there has. */
const PUSH = '/publishing/:base{[0-9]{1,15}}/:name{[0-9a-z]{1,64}}';

/** Lets only a publisher through. */
export const requirePushToken = (token: string) =>
  requireToken(token, {
    challenge: 'Bearer realm="publishing"',
    sentence: () => 'The token is missing or wrong; expected Authorization: Bearer …',
  });

/** The addresses of the push API, all of which ask for the token. */
export function pushRoutes(
  { documents, announce }: AppDeps,
  { db, token, now, feedsAreFiles }: PushApiDeps,
): Hono {
  const routes = createRoutes();
  routes.use(
    '/publishing/*',
    async (c, next) => {
      c.header('Cache-Control', 'no-store');
      await next();
    },
    requirePushToken(token),
    bodyLimit({
      maxSize: MAX_PUSH,
      onError: (c) => c.text(`The body is too large; expected at most ${MAX_PUSH} bytes.\n`, 413),
    }),
  );

  /**
   * What is published: pages of `[id, hash]`, by id, each after the last id of the one before,
   * and the version of the table of sources; whether feeds are files, which a push does not change.
   */
  routes.get('/publishing/manifest', async (c) => {
    const manifest = await manifestPage(db, c.req.query('after') ?? '', PAGE);
    return c.json({ ...manifest, ...((await feedsAreFiles?.()) && { files: true }) });
  });

  /** What this push has staged already. */
  routes.get(PUSH, async (c) => c.json({ ids: await stagedIds(db, publicationOf(c).name) }));

  /** Stages articles. An article that is malformed is left out and reported, with status 422. */
  routes.put(`${PUSH}/articles`, async (c) => {
    const sent = await listOf(c, 'articles');
    if (!sent) return c.text('expected a JSON object with a list of “articles”\n', 400);
    const publication = publicationOf(c);
    if (await isLate(publication.base)) return late(c);
    const checked = await Promise.all(sent.map((each) => checkArticle(each, now())));
    const articles = checked.filter((each): each is StagedArticle => !('message' in each));
    const rejected = checked.filter((each) => 'message' in each);
    if (articles.length > 0) await stageArticles(db, publication, articles);
    return c.json({ staged: articles.length, rejected }, rejected.length > 0 ? 422 : 200);
  });

  /** Stages withdrawals. */
  routes.delete(`${PUSH}/articles`, async (c) => {
    const ids = await listOf(c, 'ids');
    if (!ids?.every((id) => typeof id === 'string')) {
      return c.text('expected a JSON object with a list of “ids”\n', 400);
    }
    const publication = publicationOf(c);
    if (await isLate(publication.base)) return late(c);
    await stageWithdrawals(db, publication, ids);
    return c.json({ staged: ids.length, rejected: [] });
  });

  /** Indexes some more articles for the search: a large publication cannot index all of its own. */
  routes.post('/publishing/index', async (c) => c.json({ done: await stepIndex(db) }));

  /** Publishes all that was staged, at once, and the table of sources if one is sent. */
  routes.post(PUSH, async (c) => {
    const publication = publicationOf(c);
    const table = readSentTable(await c.req.text());
    if (typeof table === 'string') return c.text(`${table}\n`, 400);
    const differs = table && canonicalTable(table) !== canonicalTable(await storedSettings(db));
    const settings = differs ? storeSettings(table, publication.base) : [];
    const commit = await commitPublication(db, publication, now(), settings);
    if ('conflict' in commit) return late(c);
    if (commit.changed) {
      await documents.renew(commit.revision);
      announce?.();
      await discardDead(db, 'push');
    }
    return c.json(commit);
  });
  return routes;

  /** Whether something else was published since the push began: then it cannot be committed. */
  async function isLate(base: number): Promise<boolean> {
    return (await currentRevision(db)) !== base;
  }
}

function publicationOf(c: Context): { name: string; base: number } {
  const base = Number(c.req.param('base'));
  return { name: pushName(base, c.req.param('name') ?? ''), base };
}

function late(c: Context) {
  return c.text('Something else was published since this push began; push again.\n', 409);
}

/** A list in the JSON object that was sent, or null. */
async function listOf(c: Context, field: string): Promise<unknown[] | null> {
  const body = await c.req.json().catch(() => null);
  const list = body?.[field];
  return Array.isArray(list) ? list : null;
}
