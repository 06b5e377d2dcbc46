// npm run check -- FOLDER: prints every problem of an archive and a summary; exit 1 on errors.
import { statSync } from 'node:fs';
import { publishArchive } from '../publish.ts';
import { countArticles } from '../store/articles.ts';
import { count, countProblems, printProblems, progressLine } from './console.ts';
import { openFolder } from './files.ts';
import { commandSettings, fail } from './settings.ts';
import { openSqlite } from './sqlite.ts';

const settings = commandSettings(process.argv[2]);
const folder = settings.ARCHIVE;
if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  fail(`${folder}: there is no such folder; expected the folder of an archive`);
}

const db = openSqlite(':memory:');
const report = await publishArchive({
  db,
  archive: openFolder(folder),
  language: settings.FEED_LANGUAGE,
  edition: '',
  now: Date.now,
  progress: progressLine,
});
printProblems(report, true);

for (const [source, { articles, bytesBefore, bytesAfter }] of [...report.sources].sort()) {
  const saved = bytesBefore === 0 ? 0 : Math.round((1 - bytesAfter / bytesBefore) * 100);
  console.log(
    `${source}: ${count(articles, 'article')}, ${bytesBefore} → ${bytesAfter} bytes (−${saved} %)`,
  );
}
const published = await countArticles(db);
console.log(
  `${folder}: ${count(report.read, 'file')}, ${count(published, 'article')} to publish, ${countProblems(report)}`,
);
process.exitCode = report.problems.some(({ severity }) => severity === 'error') ? 1 : 0;
