// Prints every problem of an archive and a summary; exit code 1 on errors.
import type { Settings } from '../http/config.ts';
import { publishArchive } from '../publish/publish.ts';
import { countArticles } from '../store/articles.ts';
import { count, countProblems, printProblems, progressLine, requireFolder } from './console.ts';
import { openFolder } from './files.ts';
import { loadParser } from './parser.ts';
import { openSqlite } from './sqlite.ts';

export async function check(settings: Settings): Promise<void> {
  const { ARCHIVE: folder, FEED_LANGUAGE: language, FOLLOW_LINKS } = settings;
  requireFolder(folder);
  /** By source: articles, and the bytes of their bodies before and after cleaning. */
  const sources = new Map<string, { articles: number; before: number; after: number }>();
  const db = openSqlite(':memory:');
  const report = await publishArchive({
    db,
    archive: openFolder(folder, FOLLOW_LINKS === '1'),
    loadParser: loadParser(language),
    parserId: '',
    now: Date.now,
    progress: progressLine,
    onArticle({ article, body }) {
      const sum = sources.get(article.source) ?? { articles: 0, before: 0, after: 0 };
      sources.set(article.source, {
        articles: sum.articles + 1,
        before: sum.before + Buffer.byteLength(body),
        after: sum.after + Buffer.byteLength(article.html),
      });
    },
  });
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
}
