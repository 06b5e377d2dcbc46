// Periods of time → the articles that were published in them.
import { type Brief, fromRow, listBrief, NEWEST } from './articles.ts';
import { type Database, type Row, type Statement, sql } from './database.ts';
import { windowOf } from './list.ts';
import { readAtRevision } from './revision.ts';

/** From `start` to before `end`, epoch milliseconds. */
export interface Period {
  start: number;
  end: number;
}

/** The archive as a whole: how many articles, and the dates of the first and the last. */
export interface Extent {
  count: number;
  /** Epoch milliseconds; null where there is no article. */
  oldest: number | null;
  newest: number | null;
}

/** Reads counts and both ends of an index. */
export async function archiveExtent(db: Database): Promise<Extent> {
  const [extent] = await db.all<Extent>(
    sql`SELECT (SELECT coalesce(sum(count), 0) FROM article_counts) AS count,
      (SELECT min(published) FROM articles WHERE withdrawn = 0) AS oldest,
      (SELECT max(published) FROM articles WHERE withdrawn = 0) AS newest`,
  );
  return extent as Extent;
}

/**
 * How many articles each period has. Counts in an index, so it costs as many steps as there are
 * articles in these periods.
 *
 * @param most a number at which counting a period ends; without it, all are counted
 */
export async function countEach(db: Database, periods: Period[], most = -1): Promise<number[]> {
  const rows = await db.all<{ count: number }>(
    sql`SELECT (SELECT count(*) FROM (SELECT 1 FROM articles ${DURING} LIMIT ${most})) AS count
      FROM ${each(periods)} ORDER BY period.key`,
  );
  return rows.map(({ count }) => count);
}

/** The newest articles of each period, at most so many of one; all together, the newest first. */
export async function newestOfEach(
  db: Database,
  periods: Period[],
  limit: number,
): Promise<Brief[]> {
  const ids = sql`SELECT chosen.id FROM ${each(periods)} CROSS JOIN articles AS chosen
    ON chosen.id IN (SELECT id FROM articles ${DURING} ${NEWEST} LIMIT ${limit})`;
  return (await db.all(listBrief(ids))).map(fromRow<Brief>);
}

/**
 * A page of the articles of a period, and how many the period has.
 *
 * @param page its number, counted from the oldest; null for the newest articles (see list.ts)
 */
export async function articlesIn(
  db: Database,
  period: Period,
  page: number | null,
): Promise<{ revision: number; articles: Brief[]; count: number }> {
  const from = sql`FROM articles WHERE withdrawn = 0
    AND published >= ${period.start} AND published < ${period.end}`;
  const length = sql`SELECT count(*) AS count ${from}`;
  const { after, count } = windowOf(page, length);
  const ids = sql`SELECT id ${from} ORDER BY published, id DESC LIMIT ${count} OFFSET ${after}`;
  const { revision, rows } = await readAtRevision<[Row, { count: number }]>(
    db,
    listBrief(ids),
    length,
  );
  const [articles, [total]] = rows;
  return { revision, articles: articles.map(fromRow<Brief>), count: total?.count ?? 0 };
}

/** The last publication date before a period, and the first after it, epoch milliseconds. */
export async function datesAround(
  db: Database,
  { start, end }: Period,
): Promise<{ before: number | null; after: number | null }> {
  const [dates] = await db.all<{ before: number | null; after: number | null }>(
    sql`SELECT
      (SELECT max(published) FROM articles WHERE withdrawn = 0 AND published < ${start}) AS before,
      (SELECT min(published) FROM articles WHERE withdrawn = 0 AND published >= ${end}) AS after`,
  );
  return dates as { before: number | null; after: number | null };
}

/** The publication dates of all articles, epoch milliseconds, the newest first. */
export async function allDates(db: Database): Promise<number[]> {
  const rows = await db.all<{ published: number }>(
    sql`SELECT published FROM articles WHERE withdrawn = 0 ORDER BY published DESC`,
  );
  return rows.map(({ published }) => published);
}

/** The condition that an article is of the period in the row. */
const DURING = sql`WHERE withdrawn = 0 AND published >= period.value ->> 0
  AND published < period.value ->> 1`;

/** Periods as rows of a table. */
function each(periods: Period[]): Statement {
  return sql`json_each(${JSON.stringify(periods.map(({ start, end }) => [start, end]))}) AS period`;
}
