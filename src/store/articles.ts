// The store's articles, as they are published now.
import type { Article } from '../article.ts';
import type { Enclosure, Image } from '../media.ts';
import { type Database, type Row, sql } from './database.ts';

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

/** The newest articles, by publication date and then by id. */
export async function newestArticles(db: Database, limit: number): Promise<Snapshot> {
  const [state, rows] = await db.batch([
    sql('SELECT revision FROM state'),
    sql(
      `SELECT articles.*, html, sources.title AS source_title
       FROM articles JOIN bodies USING (hash) JOIN sources ON sources.key = source
       WHERE withdrawn = 0 ORDER BY published DESC, id LIMIT ?1`,
      limit,
    ),
  ]);
  return {
    revision: Number(state?.[0]?.revision ?? 0),
    articles: (rows ?? []).map(fromRow),
  };
}

/** How many articles are published. */
export async function countArticles(db: Database): Promise<number> {
  const [row] = await db.all<{ count: number }>(
    'SELECT count(*) AS count FROM articles WHERE withdrawn = 0',
  );
  return row?.count ?? 0;
}

function fromRow(row: Row): PublishedArticle {
  const { image, enclosures, source_title: sourceTitle } = row;
  return {
    ...(row as unknown as PublishedArticle),
    sourceTitle: String(sourceTitle),
    image: image ? (JSON.parse(String(image)) as Image) : null,
    enclosures: JSON.parse(String(enclosures)) as Enclosure[],
  };
}
