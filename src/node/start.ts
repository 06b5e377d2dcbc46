// npm start [-- FOLDER]: publishes an archive and serves its feeds.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Hono } from 'hono';
import { FORMATS } from '../feed/types.ts';
import { createApp } from '../http/app.ts';
import { siteOf } from '../http/config.ts';
import { openWebSub } from '../hub/websub.ts';
import { publishArchive } from '../publish/publish.ts';
import { countArticles } from '../store/articles.ts';
import { keepIndexed } from '../store/search/keep-indexed.ts';
import { openCompiler } from './compiler.ts';
import { count, countProblems, printProblems, problemsAt, progressLine } from './console.ts';
import { createDocumentCache } from './document-cache.ts';
import { programEdition } from './edition.ts';
import { openFolder } from './files.ts';
import { keepLive } from './live.ts';
import { openOperations } from './operations.ts';
import { createSafeFetch } from './safe-fetch.ts';
import { listen } from './server.ts';
import { commandSettings, fail, openDatabase } from './settings.ts';
import { giveWay } from './yield.ts';

const settings = commandSettings(process.argv[2]);
const folder = settings.ARCHIVE;
if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  fail(`ARCHIVE: ${folder} is no folder; expected the folder of an archive`);
}
const db = openDatabase(settings.DATABASE);
const edition = programEdition();
const operations = openOperations(db, settings);
const end = new AbortController();
const endings: (() => Promise<void>)[] = [];
const greeting: string[] = [];

const server = await listen(settings.PORT, async (port) => {
  const site = siteOf(settings, `http://localhost:${port}`);
  const deps = {
    db,
    archive: openFolder(folder),
    openCompiler: openCompiler(settings.FEED_LANGUAGE),
    edition: `${edition} ${settings.FEED_LANGUAGE}`,
    now: Date.now,
    progress: progressLine,
  };
  const report = await publishArchive(deps);
  printProblems(report);
  operations.published(report.seconds);
  const published = await countArticles(db);
  console.log(
    `${folder}: ${count(published, 'article')} published, ${count(report.read, 'file')} read, ${countProblems(report)}`,
  );
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([edition, site]))
    .digest('hex');
  const token = settings.PUBLISH_TOKEN;
  const documents = await createDocumentCache(db, fingerprint);
  const allowPrivateCallbacks = settings.ALLOW_PRIVATE_CALLBACKS === '1';
  const now = Date.now;
  const websub = openWebSub(
    {
      db,
      siteUrl: site.url,
      answers: (path) => app.request(path),
      // The operator chose the hub outside: it may be anywhere.
      safeFetch: createSafeFetch({ allowPrivate: allowPrivateCallbacks || !!settings.HUB_URL }),
      method: settings.HUB_SIGNATURE,
      now,
      random: Math.random,
      giveWay,
    },
    settings.HUB_URL,
  );
  const app: Hono = createApp({
    db,
    site,
    documents,
    announce: websub.announce,
    ...(websub.wake && { hub: { db, now, wake: websub.wake, allowPrivateCallbacks } }),
    ...(settings.STATS_TOKEN && { stats: { token: settings.STATS_TOKEN, now } }),
    ...(token && { publishing: { db, token, now } }),
  });
  void keepIndexed(db, end.signal);
  // What is asked for most is composed before the first reader asks.
  const paths = Object.values(FORMATS).map(({ file }) => `/${file}`);
  await Promise.all(['/', ...paths].map((path) => app.request(path)));
  greeting.push(...paths.map((path) => `  ${site.url}${path}`), `${site.title} is at ${site.url}/`);
  // What was published and not yet told of, because the program ended between.
  websub.announce();
  const live = keepLive({
    deps,
    folder,
    async published(report, paths) {
      printProblems(problemsAt(report, paths));
      operations.published(report.seconds);
      if (!report.changed) return;
      await documents.renew();
      websub.announce();
      console.log(`publication ${report.revision}: ${count(report.read, 'file')} read`);
    },
    failed: console.error,
  });
  endings.push(live.close, websub.stop, operations.close);
  return { app, peek: documents.peek, operations };
}).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  return fail(`PORT: ${settings.PORT} is taken by another program; expected a free port`);
});

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  end.abort();
  await server.close();
  for (const ending of endings) await ending();
  db.close();
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (process.env.npm_lifecycle_event) {
  // npm passes a signal on to the shell between itself and this program, which dies of it alone.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 250).unref();
}
// Who reads this may stop it at once, and is heard.
console.log(greeting.join('\n'));
