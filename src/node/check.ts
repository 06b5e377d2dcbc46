// Prints every problem of an archive, and a summary.

import type { Problem } from '../article/problem.ts';
import { readSourceTable } from '../article/sources.ts';
import { unusedRules } from '../article/unused-rules.ts';
import type { Settings } from '../http/config.ts';
import type { Archive } from '../publish/archive.ts';
import { publishArchive } from '../publish/publish.ts';
import { createSuggestions, explain, linesOf, suggestedSettings } from '../publish/suggest.ts';
import { countArticles } from '../store/articles.ts';
import { count, countProblems, printProblems, progressLine, requireFolder } from './console.ts';
import { openFolder } from './files.ts';
import { loadParser } from './parser.ts';
import { openSqlite } from './sqlite.ts';

/** What is said of a source. */
interface Sum {
  articles: number;
  before: number;
  after: number;
  met: Set<string>;
}

export interface CheckOptions {
  /** Prints rules for broadsheet.json instead: lines that many articles of a source have. */
  suggest?: boolean;
}

/** @returns whether the archive is without errors */
export async function check(
  settings: Settings,
  { suggest = false }: CheckOptions,
): Promise<boolean> {
  const { ARCHIVE: folder, FEED_LANGUAGE: language, FOLLOW_LINKS } = settings;
  requireFolder(folder);
  /** By source: articles, the bytes of their bodies before and after cleaning, rules they met. */
  const sources = new Map<string, Sum>();
  const archive = openFolder(folder, FOLLOW_LINKS === '1');
  const suggestions = createSuggestions();
  const db = openSqlite(':memory:');
  const report = await publishArchive({
    db,
    archive,
    loadParser: loadParser(language),
    parserId: '',
    now: Date.now,
    progress: progressLine,
    onArticle({ article, body, rules }) {
      if (suggest) suggestions.add(article.source, article.url, linesOf(article.html));
      const sum = sources.get(article.source) ?? {
        articles: 0,
        before: 0,
        after: 0,
        met: new Set(),
      };
      sources.set(article.source, sum);
      sum.articles++;
      sum.before += Buffer.byteLength(body);
      sum.after += Buffer.byteLength(article.html);
      for (const rule of rules) sum.met.add(rule);
    },
  });
  if (suggest) {
    const found = suggestions.list();
    for (const suggestion of found) console.error(explain(suggestion));
    console.log(JSON.stringify(suggestedSettings(found), null, 2));
    return true;
  }
  report.problems.unshift(...(await unused(archive, sources)));
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
  return !report.problems.some(({ severity }) => severity === 'error');
}

/** Notices of what broadsheet.json says to no effect; none where the file is missing or not valid. */
async function unused(archive: Archive, sources: Map<string, Sum>): Promise<Problem[]> {
  const text = await archive.settings().catch(() => null);
  const table = readSourceTable(text ?? '{}');
  if (text === null || Array.isArray(table)) return [];
  return unusedRules(text, table, new Map([...sources].map(([key, { met }]) => [key, met])));
}
