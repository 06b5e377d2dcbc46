// npm run check -- FOLDER: prints every problem of an archive and a summary; exit 1 on errors.
// With --suggest instead: lines that many articles have, as rules for broadsheet.json.
import { statSync } from 'node:fs';
import { publishArchive } from '../publish/publish.ts';
import { createSuggestions, explain, linesOf, suggestedSettings } from '../publish/suggest.ts';
import { countArticles } from '../store/articles.ts';
import { openCompiler } from './compiler.ts';
import { count, countProblems, printProblems, progressLine } from './console.ts';
import { openFolder } from './files.ts';
import { commandSettings, fail } from './settings.ts';
import { openSqlite } from './sqlite.ts';

const args = process.argv.slice(2);
const suggest = args.includes('--suggest');
const settings = commandSettings(args.find((each) => each !== '--suggest'));
const folder = settings.ARCHIVE;
if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
  fail(`${folder}: there is no such folder; expected the folder of an archive`);
}

/** By source: articles, and the bytes of their bodies before and after cleaning. */
const sources = new Map<string, { articles: number; before: number; after: number }>();

const suggestions = createSuggestions();

const db = openSqlite(':memory:');
const report = await publishArchive({
  db,
  archive: openFolder(folder),
  openCompiler: openCompiler(settings.FEED_LANGUAGE),
  edition: '',
  now: Date.now,
  progress: progressLine,
  compiledOne({ article, body }) {
    if (suggest) suggestions.add(article.source, article.url, linesOf(article.html));
    const sum = sources.get(article.source) ?? { articles: 0, before: 0, after: 0 };
    sources.set(article.source, {
      articles: sum.articles + 1,
      before: sum.before + Buffer.byteLength(body),
      after: sum.after + Buffer.byteLength(article.html),
    });
  },
});
if (suggest) {
  const found = suggestions.list();
  for (const suggestion of found) console.error(explain(suggestion));
  console.log(JSON.stringify(suggestedSettings(found), null, 2));
  process.exit();
}
printProblems(report, true);

for (const [source, { articles, before, after }] of [...sources].sort()) {
  const saved = before === 0 ? 0 : Math.round((1 - after / before) * 100);
  console.log(
    `${source}: ${count(articles, 'article')}, cleaning saved ${saved} % of ${before} bytes`,
  );
}
const published = await countArticles(db);
console.log(
  `${folder}: ${count(report.read, 'file')}, ${count(published, 'article')} to publish, ${countProblems(report)}`,
);
process.exitCode = report.problems.some(({ severity }) => severity === 'error') ? 1 : 0;
