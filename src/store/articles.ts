// The store's articles, as they are published now.

import type { Enclosure, Image } from '../article/media.ts';
import type { Article } from '../article/types.ts';
import { type Database, type Row, readOne, type Statement, sql } from './database.ts';
import { readAtRevision } from './revision.ts';

/** A published article, with the date of its last change and its source's name. */
export type PublishedArticle = Article & {
  /** Epoch milliseconds; equal to `published` until title or content change. */
  updated: number;
  sourceTitle: string;
};

/** A published article as lists show it. */
export type Brief = Omit<PublishedArticle, 'html'>;

/** Articles and the revision they belong to, read in one transaction. */
export interface Snapshot {
  revision: number;
  articles: PublishedArticle[];
}

/** Which articles: of any of these sources and in any of these languages; none means all. */
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

/** Columns of a published article without its text; the tables are `articles` and `sources`. */
const BRIEF = sql`articles.*, coalesce(settings ->> 'title', sources.title) AS sourceTitle`;

/** Columns of a published article; the tables are `articles`, `bodies` and `sources`. */
export const COLUMNS = sql`${BRIEF}, html`;

/** What `articles` is joined with to have all columns. */
export const JOINS = sql`JOIN bodies USING (hash) JOIN sources ON sources.key = articles.source`;

/** The order of lists: the newest by publication date first, then by id. */
export const NEWEST = sql`ORDER BY published DESC, id`;

/** The newest articles of all, by publication date and then by id. */
export function newestArticles(db: Database, limit: number): Promise<Snapshot> {
  return articlesOf(db, {}, { limit });
}

/** The newest articles of a choice, by publication date and then by id. */
export function articlesOf(db: Database, choice: Choice, window: Window): Promise<Snapshot> {
  return snapshot(db, list(newestOf(choice, window)));
}

/**
 * The ids of the newest articles of a choice.
 *
 * Takes the newest articles of each stream (one source in one language) from the index and merges
 * them. The cost grows with the end of the window and the number of streams, not with the archive,
 * unless few articles meet the condition.
 *
 * @param condition on a row of `articles`
 */
export function newestOf(
  { sources = [], languages = [] }: Choice,
  { limit, offset = 0 }: Window,
  condition = sql`true`,
): Statement {
  if (sources.length + languages.length === 0) {
    return sql`SELECT id FROM articles WHERE withdrawn = 0 AND ${condition}
      ${NEWEST} LIMIT ${limit} OFFSET ${offset}`;
  }
  // Subqueries and not a UNION: D1 allows five terms in one.
  return sql`SELECT chosen.id
    FROM (SELECT source, language FROM article_counts
      WHERE ${isOf({ sources, languages })}) AS stream
    CROSS JOIN articles AS chosen ON chosen.id IN (
      SELECT id FROM articles
      WHERE withdrawn = 0 AND source = stream.source AND language = stream.language
        AND ${condition}
      ${NEWEST} LIMIT ${limit + offset})
    ORDER BY chosen.published DESC, chosen.id LIMIT ${limit} OFFSET ${offset}`;
}

/** The condition that a row of `articles` is of these sources and in these languages. */
export function isOf({ sources = [], languages = [] }: Choice): Statement {
  const ofSources = sources.length > 0 ? sql`source IN ${sources}` : sql`true`;
  const inLanguages = languages.length > 0 ? sql`language IN ${languages}` : sql`true`;
  return sql`${ofSources} AND ${inLanguages}`;
}

/** One article, and the one before it of the same source; null if there is none with this id. */
export async function articleById(
  db: Database,
  id: string,
): Promise<{ revision: number; article: PublishedArticle; before: Neighbour | null } | null> {
  const one = sql`SELECT ${COLUMNS} FROM articles ${JOINS} WHERE articles.id = ${id} AND withdrawn = 0`;
  const { revision, articles } = await snapshot(db, one);
  const [article] = articles;
  if (!article) return null;
  const { published, source } = article;
  // The first condition bounds what is read of the index.
  const older = sql`published <= ${published} AND (published < ${published} OR id > ${id})`;
  const [before] = await db.all<Neighbour>(
    sql`SELECT id, title, language, published FROM articles
      WHERE id IN (${newestOf({ sources: [source] }, { limit: 1 }, older)})`,
  );
  return { revision, article, before: before ?? null };
}

/** An article to link to. */
export type Neighbour = Pick<PublishedArticle, 'id' | 'title' | 'language' | 'published'>;

/**
 * The articles from one position to another in the order of publication, and the last position
 * there is.
 *
 * @param from the first position, counted from 1
 */
export async function articlePages(
  db: Database,
  from: number,
  to: number,
): Promise<{ revision: number; last: number; articles: { id: string; updated: number }[] }> {
  const { revision, rows } = await readAtRevision<
    [{ last: number }, { id: string; updated: number }]
  >(
    db,
    sql`SELECT coalesce(max(sequence), 0) AS last FROM articles`,
    sql`SELECT id, updated FROM articles
      WHERE sequence BETWEEN ${from} AND ${to} AND withdrawn = 0 ORDER BY sequence`,
  );
  const [[newest], articles] = rows;
  return { revision, last: newest?.last ?? 0, articles };
}

/** An article that was withdrawn, and when, epoch milliseconds. */
export interface Withdrawn {
  id: string;
  withdrawn: number;
}

/** What was withdrawn of a choice since a moment, the latest first. */
export function withdrawnSince(
  db: Database,
  choice: Choice,
  since: number,
  limit: number,
): Promise<Withdrawn[]> {
  return db.all(sql`SELECT id, withdrawn FROM articles
    WHERE withdrawn > 0 AND withdrawn >= ${since} AND ${isOf(choice)}
    ORDER BY withdrawn DESC, id LIMIT ${limit}`);
}

/** Whether there was an article with this id, and is none any more. */
export async function isWithdrawn(db: Database, id: string): Promise<boolean> {
  const rows = await db.all(sql`SELECT id FROM articles WHERE id = ${id} AND withdrawn > 0`);
  return rows.length > 0;
}

/** How many articles are published. */
export async function countArticles(db: Database): Promise<number> {
  const total = sql`SELECT coalesce(sum(count), 0) AS count FROM article_counts`;
  return (await readOne<{ count: number }>(db, total)).count;
}

/** The articles that a statement selects, with the revision they belong to. */
export async function snapshot(db: Database, statement: Statement): Promise<Snapshot> {
  const { revision, rows } = await readAtRevision<[Row]>(db, statement);
  return { revision, articles: rows[0].map(fromRow<PublishedArticle>) };
}

/** Whole articles for a query of ids: the tables are read only for articles that are shown. */
export function list(ids: Statement): Statement {
  return sql`SELECT ${COLUMNS} FROM articles ${JOINS} WHERE articles.id IN (${ids}) ${NEWEST}`;
}

/** The same without their texts, which are the larger part of what is read. */
export function listBrief(ids: Statement): Statement {
  return sql`SELECT ${BRIEF} FROM articles JOIN sources ON sources.key = articles.source
    WHERE articles.id IN (${ids}) ${NEWEST}`;
}

/** The newest articles of all, as lists show them. */
export async function newestBriefs(
  db: Database,
  limit: number,
): Promise<{ revision: number; articles: Brief[] }> {
  const { revision, rows } = await readAtRevision<[Row]>(db, listBrief(newestOf({}, { limit })));
  return { revision, articles: rows[0].map(fromRow<Brief>) };
}

/** The newest article of each source, the newest first. */
export async function newestOfSources(db: Database): Promise<Brief[]> {
  const ids = sql`SELECT (SELECT id FROM articles
      WHERE withdrawn = 0 AND source = stream.source AND language = stream.language
      ${NEWEST} LIMIT 1)
    FROM article_counts AS stream`;
  const articles = (await db.all(listBrief(ids))).map(fromRow<Brief>);
  const seen = new Set<string>();
  return articles.filter(({ source }) => !seen.has(source) && seen.add(source));
}

/** A row with the columns of an article as that article. */
export function fromRow<T extends Omit<Article, 'html'>>({
  authors,
  categories,
  image,
  enclosures,
  ...row
}: Row): T {
  return {
    ...row,
    image: image ? (JSON.parse(String(image)) as Image) : null,
    authors: JSON.parse(String(authors)) as string[],
    categories: JSON.parse(String(categories)) as string[],
    enclosures: JSON.parse(String(enclosures)) as Enclosure[],
  } as unknown as T;
}
