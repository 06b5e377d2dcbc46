// The history of a channel: its articles in the order in which they came, each at its position.
import {
  type Choice,
  COLUMNS,
  fromRow,
  JOINS,
  NEWEST,
  newestOf,
  type PublishedArticle,
  type Snapshot,
} from './articles.ts';
import { type Database, type Row, type Statement, sql } from './database.ts';
import { readAtRevision } from './revision.ts';

/** Articles of a channel, and how long its history is. */
export interface Recent extends Snapshot {
  /** Articles that ever came to the channel; null for a combination, which has no history. */
  historyLength: number | null;
}

/** The newest articles of a choice by date, with the length of its history. */
export function recentArticles(db: Database, choice: Choice, limit: number): Promise<Recent> {
  return read(db, newestOf(choice, { limit }), channelOf(choice));
}

/**
 * The articles at some positions of a channel's history, the newest by date first. A position is
 * given once and never again: what is at it changes only if its article is corrected or withdrawn,
 * or moves to another source.
 *
 * @param first the first position, counted from 1
 * @param last the last position
 */
export function articlesAt(
  db: Database,
  choice: Choice,
  first: number,
  last: number,
): Promise<Recent> {
  const channel = channelOf(choice) ?? '';
  const articles =
    channel === ''
      ? sql`SELECT ${COLUMNS} FROM articles ${JOINS}
          WHERE sequence BETWEEN ${first} AND ${last} AND withdrawn = 0 ${NEWEST}`
      : sql`SELECT ${COLUMNS} FROM channel_positions JOIN articles USING (sequence) ${JOINS}
          WHERE channel = ${channel} AND position BETWEEN ${first} AND ${last} AND withdrawn = 0
            AND channel IN ('/sources/' || source, '/languages/' || articles.language) ${NEWEST}`;
  return read(db, articles, channel);
}

/**
 * Gives each article of a publication that has none a position in the history of its source and of
 * its language; one that comes back to a channel has its old position there.
 *
 * @param revision that of the publication
 */
export function assignPositions(revision: number): Statement[] {
  return [sql`'/sources/' || source`, sql`'/languages/' || language`].map(
    (channel) => sql`INSERT INTO channel_positions
      SELECT channel,
        coalesce((SELECT max(position) FROM channel_positions AS known
          WHERE known.channel = come.channel), 0)
          + row_number() OVER (PARTITION BY channel ORDER BY sequence),
        sequence
      FROM (SELECT ${channel} AS channel, sequence FROM articles
        WHERE revision = ${revision}) AS come
      WHERE NOT EXISTS (SELECT 1 FROM channel_positions AS known
        WHERE known.channel = come.channel AND known.sequence = come.sequence)`,
  );
}

async function read(db: Database, articles: Statement, channel: string | null): Promise<Recent> {
  const { revision, rows } = await readAtRevision<[Row, { length: number | null }]>(
    db,
    articles,
    channel === ''
      ? sql`SELECT max(sequence) AS length FROM articles`
      : sql`SELECT max(position) AS length FROM channel_positions WHERE channel = ${channel}`,
  );
  const [found, [history]] = rows;
  return {
    revision,
    articles: found.map(fromRow<PublishedArticle>),
    historyLength: channel === null ? null : (history?.length ?? 0),
  };
}

/** The channel that has a history: everything (''), one source or one language; else null. */
function channelOf({ sources = [], languages = [] }: Choice): string | null {
  if (sources.length + languages.length > 1) return null;
  if (sources.length === 1) return `/sources/${sources[0]}`;
  return languages.length === 1 ? `/languages/${languages[0]}` : '';
}
