// npm start [-- FOLDER]: publishes an archive and serves its feeds.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { createApp } from '../app.ts';
import { siteOf } from '../config.ts';
import { FORMATS } from '../feed/feed.ts';
import { publishArchive } from '../publish.ts';
import { countArticles } from '../store/articles.ts';
import { openCompiler } from './compiler.ts';
import { count, countProblems, printProblems, progressLine } from './console.ts';
import { programEdition } from './edition.ts';
import { openFolder } from './files.ts';
import { listen } from './server.ts';
import { commandSettings, fail } from './settings.ts';
import { createShelf } from './shelf.ts';
import { openSqlite } from './sqlite.ts';

const settings = commandSettings(process.argv[2]);
const folder = settings.ARCHIVE;
if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  fail(`ARCHIVE: ${folder} is no folder; expected the folder of an archive`);
}
const db = openSqlite(settings.DATABASE);
const edition = programEdition();

const server = await listen(settings.PORT, async (port) => {
  const site = siteOf(settings, `http://localhost:${port}`);
  const report = await publishArchive({
    db,
    archive: openFolder(folder),
    openCompiler: openCompiler(settings.FEED_LANGUAGE),
    edition: `${edition} ${settings.FEED_LANGUAGE}`,
    now: Date.now,
    progress: progressLine,
  });
  printProblems(report);
  const published = await countArticles(db);
  console.log(
    `${folder}: ${count(published, 'article')} published, ${count(report.read, 'file')} read, ${countProblems(report)}`,
  );
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([edition, site]))
    .digest('hex');
  const app = createApp({ db, site, shelf: await createShelf(db, fingerprint) });
  // What is asked for most is composed before the first reader asks.
  const paths = Object.values(FORMATS).map(({ file }) => `/${file}`);
  await Promise.all(['/', ...paths].map((path) => app.request(path)));
  for (const path of paths) console.log(`  ${site.url}${path}`);
  console.log(`${site.title} is at ${site.url}/`);
  return app;
}).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  return fail(`PORT: ${settings.PORT} is taken by another program; expected a free port`);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    await server.close();
    db.close();
    process.exit(0);
  });
}
