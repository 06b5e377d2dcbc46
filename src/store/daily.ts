// The articles of a channel by the day on which they came: for feeds of one item a day.
import type { Choice, PublishedArticle } from './articles.ts';
import { type Database, type Statement, sql } from './database.ts';
import { channelOf } from './history.ts';
import { readAtRevision } from './revision.ts';

/** A position in the order in which articles came to a channel. */
export interface Place {
  /** 1, 2, 3 … */
  position: number;
  /** The latest date of publication that the channel had come to, epoch milliseconds. */
  reached: number;
}

/** What a list of headlines shows of an article. */
export type ArticleHeadline = Pick<
  PublishedArticle,
  'id' | 'title' | 'url' | 'published' | 'updated' | 'summary' | 'language' | 'sourceTitle'
> & {
  source: string;
  position: number;
  /** When it was withdrawn, epoch milliseconds; or 0. */
  withdrawn: number;
};

/** The last place of a channel: of those up to a position, and of those before a moment. */
export async function lastPlace(
  db: Database,
  choice: Choice,
  { position = Number.MAX_SAFE_INTEGER, before = Number.MAX_SAFE_INTEGER } = {},
): Promise<Place | null> {
  // Places are read from the given position backwards: as many as a day has.
  const [place] = await db.all<Place>(
    sql`SELECT position, reached FROM (${placesOf(choice)})
      WHERE position <= ${position} AND reached < ${before} ORDER BY position DESC LIMIT 1`,
  );
  return place ?? null;
}

/** All places from one position to another. */
export function placesBetween(
  db: Database,
  choice: Choice,
  from: number,
  to: number,
): Promise<Place[]> {
  return db.all(sql`SELECT position, reached FROM (${placesOf(choice)})
    WHERE position BETWEEN ${from} AND ${to} ORDER BY position`);
}

/** The headlines at positions, in that order, also of articles that were withdrawn or moved. */
export async function headlinesAt(
  db: Database,
  choice: Choice,
  spans: { from: number; to: number }[],
): Promise<{ revision: number; headlines: ArticleHeadline[] }> {
  const { revision, rows } = await readAtRevision<[ArticleHeadline]>(
    db,
    sql`SELECT articles.id AS id, articles.title AS title, url, published, updated, summary, language,
        articles.source AS source, coalesce(settings ->> 'title', sources.title) AS sourceTitle,
        position, withdrawn
      FROM json_each(${JSON.stringify(spans)}) AS span
        CROSS JOIN (${placesOf(choice)}) AS place
          ON position BETWEEN span.value ->> 'from' AND span.value ->> 'to'
        CROSS JOIN articles ON articles.sequence = place.sequence
        JOIN sources ON sources.key = articles.source
      ORDER BY position`,
  );
  return { revision, headlines: rows[0] };
}

function placesOf(choice: Choice): Statement {
  const channel = channelOf(choice);
  return channel === ''
    ? sql`SELECT sequence AS position, sequence, reached FROM articles`
    : sql`SELECT position, sequence, reached FROM channel_positions WHERE channel = ${channel}`;
}
