// The store's articles, as they are published now.

import type { Enclosure, Image } from '../article/media.ts';
import type { Article } from '../article/types.ts';
import { type Database, type Row, type Statement, sql } from './database.ts';

/** A published article, with the date of its last change and its source's name. */
export type PublishedArticle = Article & {
  /** Epoch milliseconds; equal to `published` until title or content change. */
  updated: number;
  sourceTitle: string;
};

/** Articles and the revision they belong to, read in one transaction. */
export interface Snapshot {
  revision: number;
  articles: PublishedArticle[];
}

/** Which articles: of any of these sources and in any of these languages; none given means all. */
export interface Choice {
  /** Keys of sources. */
  sources?: string[];
  /** BCP 47 tags. */
  languages?: string[];
}

/** Which part of a list: at most `limit` articles after the first `offset`. */
export interface Window {
  limit: number;
  offset?: number;
}

/** Columns of a published article; the tables are `articles`, `bodies` and `sources`. */
export const COLUMNS = `articles.*, html, coalesce(settings ->> 'title', sources.title) AS source_title`;

/** What an `articles` that is there already is joined with. */
export const JOINS = 'JOIN bodies USING (hash) JOIN sources ON sources.key = articles.source';

/** The order of lists: the newest by publication date first, then by id. */
export const NEWEST = 'ORDER BY published DESC, id';

/** The newest articles, by publication date and then by id. */
export function newestArticles(db: Database, limit: number): Promise<Snapshot> {
  return articlesOf(db, {}, { limit });
}

/** The newest articles of a choice, by publication date and then by id. */
export function articlesOf(db: Database, choice: Choice, window: Window): Promise<Snapshot> {
  return snapshot(db, newestOf(choice, window));
}

/**
 * Takes the newest of every stream (one source in one language) from the index and merges those:
 * what it costs grows with the end of the window and the number of streams, not with the archive.
 */
export function newestOf(
  { sources = [], languages = [] }: Choice,
  { limit, offset = 0 }: Window,
): Statement {
  if (sources.length + languages.length === 0) {
    const newest = `SELECT id FROM articles WHERE withdrawn = 0 ${NEWEST} LIMIT ?1 OFFSET ?2`;
    return sql(list(newest), limit, offset);
  }
  // Subqueries and not a UNION: D1 allows five terms in one.
  const newest = `SELECT chosen.id
    FROM (SELECT DISTINCT source, language FROM article_counts
      WHERE (?3 = '[]' OR source IN (SELECT value FROM json_each(?3)))
        AND (?4 = '[]' OR language IN (SELECT value FROM json_each(?4)))) AS stream
    CROSS JOIN articles AS chosen ON chosen.id IN (
      SELECT id FROM articles
      WHERE withdrawn = 0 AND source = stream.source AND language = stream.language
      ${NEWEST} LIMIT ?1 + ?2)
    ORDER BY chosen.published DESC, chosen.id LIMIT ?1 OFFSET ?2`;
  return sql(list(newest), limit, offset, JSON.stringify(sources), JSON.stringify(languages));
}

/**
 * The articles of a month, the newest first.
 *
 * @param month `YYYY-MM`, in UTC; any other text is a month without articles
 */
export function articlesOfMonth(
  db: Database,
  month: string,
  { limit, offset = 0 }: Window,
): Promise<Snapshot> {
  const [start, end] = monthBounds(month);
  const newest = `SELECT id FROM articles
    WHERE withdrawn = 0 AND published >= ?3 AND published < ?4 ${NEWEST} LIMIT ?1 OFFSET ?2`;
  return snapshot(db, sql(list(newest), limit, offset, start, end));
}

/** One article, with its neighbours in the list of all by date; null where none has this id. */
export async function articleById(
  db: Database,
  id: string,
): Promise<{
  revision: number;
  article: PublishedArticle;
  newer: Neighbour | null;
  older: Neighbour | null;
} | null> {
  const { revision, articles } = await snapshot(
    db,
    sql(`SELECT ${COLUMNS} FROM articles ${JOINS} WHERE articles.id = ?1 AND withdrawn = 0`, id),
  );
  const [article] = articles;
  if (!article) return null;
  const [older, newer] = await db.batch<Neighbour>([
    sql(
      `SELECT id, title, language FROM articles
       WHERE withdrawn = 0 AND (published < ?1 OR (published = ?1 AND id > ?2))
       ${NEWEST} LIMIT 1`,
      article.published,
      id,
    ),
    sql(
      `SELECT id, title, language FROM articles
       WHERE withdrawn = 0 AND (published > ?1 OR (published = ?1 AND id < ?2))
       ORDER BY published, id DESC LIMIT 1`,
      article.published,
      id,
    ),
  ]);
  return { revision, article, newer: newer?.[0] ?? null, older: older?.[0] ?? null };
}

/** The next article in a list, to link to. */
export type Neighbour = Pick<PublishedArticle, 'id' | 'title' | 'language'>;

/**
 * The articles between two places in the order of publication, and the last place there is.
 *
 * @param from the first place, counted from 1
 */
export async function articlePages(
  db: Database,
  from: number,
  to: number,
): Promise<{ revision: number; last: number; articles: { id: string; updated: number }[] }> {
  const [state, rows = []] = await db.batch([
    sql('SELECT revision, (SELECT coalesce(max(sequence), 0) FROM articles) AS last FROM state'),
    sql(
      `SELECT id, updated FROM articles
       WHERE sequence BETWEEN ?1 AND ?2 AND withdrawn = 0 ORDER BY sequence`,
      from,
      to,
    ),
  ]);
  return {
    revision: Number(state?.[0]?.revision ?? 0),
    last: Number(state?.[0]?.last ?? 0),
    articles: rows.map(({ id, updated }) => ({ id: String(id), updated: Number(updated) })),
  };
}

/** How many articles are published. */
export async function countArticles(db: Database): Promise<number> {
  const [row] = await db.all<{ count: number }>(
    'SELECT coalesce(sum(count), 0) AS count FROM article_counts',
  );
  return row?.count ?? 0;
}

/** The articles that a statement gives, and the revision they are of. */
export async function snapshot(db: Database, statement: Statement): Promise<Snapshot> {
  const [state, rows] = await db.batch([sql('SELECT revision FROM state'), statement]);
  return {
    revision: Number(state?.[0]?.revision ?? 0),
    articles: (rows ?? []).map(fromRow),
  };
}

/** Whole articles for a query of ids: only what is shown is read from the tables. */
function list(ids: string): string {
  return `SELECT ${COLUMNS} FROM articles ${JOINS} WHERE articles.id IN (${ids}) ${NEWEST}`;
}

/** First moment of the month, and of the next, epoch milliseconds. */
function monthBounds(month: string): [number, number] {
  const [, year, number] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month) ?? [];
  if (year === undefined) return [0, 0];
  return [Date.UTC(+year, Number(number) - 1), Date.UTC(+year, Number(number))];
}

/** A row of COLUMNS as an article. */
export function fromRow(row: Row): PublishedArticle {
  const { authors, image, enclosures, source_title: sourceTitle } = row;
  return {
    ...(row as unknown as PublishedArticle),
    sourceTitle: String(sourceTitle),
    image: image ? (JSON.parse(String(image)) as Image) : null,
    authors: JSON.parse(String(authors)) as string[],
    enclosures: JSON.parse(String(enclosures)) as Enclosure[],
  };
}
