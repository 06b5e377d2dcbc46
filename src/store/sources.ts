// What the archive is made of: sources and languages, each with its number of articles.
import type { SourceSettings, SourceTable } from '../article/sources.ts';
import { type Database, type Row, type Statement, sql } from './database.ts';

/** A source that has published articles. */
export interface ListedSource {
  /** Its permanent name in URLs, before percent-encoding: `/sources/<key>/`. */
  key: string;
  /** Its name for people. */
  title: string;
  /** BCP 47 tag, where broadsheet.json names one; else each article names its own. */
  language: string | null;
  /** Number of articles. */
  count: number;
  /** Publication date of the newest article, epoch milliseconds. */
  newest: number;
}

/** What a feed's title and address need to know of the archive. */
export interface Directory {
  /** Sources that ever had an article, by key. */
  sources: {
    key: string;
    title: string;
    language: string | null;
    icon: string | null;
    aliases: string[];
  }[];
  /** Tags of the languages that ever had one. */
  languages: string[];
}

/** A language that articles are written in. */
export interface ListedLanguage {
  /** BCP 47 tag. */
  language: string;
  count: number;
  /** Publication date of the newest article, epoch milliseconds. */
  newest: number;
}

/** All sources with articles, by key. Reads counts and index only, whatever the archive's size. */
export function listSources(db: Database): Promise<ListedSource[]> {
  return db.all(`SELECT key, coalesce(settings ->> 'title', title) AS title,
      settings ->> 'language' AS language, sum(count) AS count, max(newest) AS newest
    FROM (${STREAMS}) AS streams JOIN sources ON key = source
    GROUP BY key ORDER BY key`);
}

/** The sources and languages that feeds can be asked for: those with articles, now or once. */
export async function readDirectory(db: Database): Promise<Directory> {
  type SourceRow = Omit<Directory['sources'][number], 'aliases'> & { aliases: string };
  const [sources, languages] = await db.batch<[SourceRow, { language: string }]>([
    sql`SELECT key, coalesce(settings ->> 'title', title) AS title,
        settings ->> 'language' AS language, settings ->> 'icon' AS icon,
        coalesce(settings -> 'aliases', '[]') AS aliases
      FROM sources WHERE key IN (SELECT source FROM article_counts) ORDER BY key`,
    sql`SELECT DISTINCT language FROM article_counts ORDER BY language`,
  ]);
  return {
    sources: sources.map((row) => ({ ...row, aliases: JSON.parse(row.aliases) as string[] })),
    languages: languages.map(({ language }) => language),
  };
}

/** All languages with articles, by tag. */
export function listLanguages(db: Database): Promise<ListedLanguage[]> {
  return db.all(`SELECT language, sum(count) AS count, max(newest) AS newest
    FROM (${STREAMS}) GROUP BY language ORDER BY language`);
}

/** Counts the articles of a publication that are new; runs before they are published. */
export function countNew(name: string): Statement {
  return sql`INSERT INTO article_counts
      SELECT source, language, count(*)
      FROM staged WHERE publication = ${name} AND hash IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.id = staged.id)
      GROUP BY source, language
    ON CONFLICT DO UPDATE SET count = count + excluded.count`;
}

/** The streams with articles: their number, and the date of the newest from the index. */
const STREAMS = `SELECT source, language, count,
    (SELECT published FROM articles
     WHERE withdrawn = 0 AND source = article_counts.source AND language = article_counts.language
     ORDER BY published DESC LIMIT 1) AS newest
  FROM article_counts WHERE count > 0`;

/** What broadsheet.json said when it was last valid. */
export async function storedSettings(db: Database): Promise<SourceTable> {
  return tableOf(await db.all(SETTINGS));
}

/** Reads the settings; a statement of its own for a batch that reads more. */
export const SETTINGS = sql`SELECT key, settings FROM sources
  WHERE settings IS NOT NULL ORDER BY key`;

/** The table in the rows that `SETTINGS` reads. */
export function tableOf(rows: Row[]): SourceTable {
  return new Map(
    rows.map(({ key, settings }) => [String(key), JSON.parse(String(settings)) as SourceSettings]),
  );
}

/**
 * What stores new settings, in the transaction of a publication. The revision moves in any case:
 * readers see names change even if no article did.
 *
 * @param base the revision that the publication started from
 */
export function storeSettings(table: SourceTable, base: number): Statement[] {
  return [
    sql`UPDATE sources SET settings = NULL WHERE settings IS NOT NULL`,
    sql`INSERT INTO sources (key, title, settings)
      SELECT value ->> 0, value ->> 0, value -> 1 FROM json_each(${JSON.stringify([...table])})
      WHERE true ON CONFLICT (key) DO UPDATE SET settings = excluded.settings`,
    sql`UPDATE state SET revision = ${base + 1} WHERE revision = ${base}`,
  ];
}
