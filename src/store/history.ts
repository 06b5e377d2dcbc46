// The history of a channel: its articles in the order in which they came, each at its position.
import {
  type Brief,
  type Choice,
  fromRow,
  list,
  listBrief,
  newestOf,
  type PublishedArticle,
  type Snapshot,
} from './articles.ts';
import { type Database, type Row, type Statement, sql } from './database.ts';
import { windowOf } from './list.ts';
import { readAtRevision } from './revision.ts';

/** Articles of a channel, and how long its history is. */
export interface Recent extends Snapshot {
  /** Articles that ever came to the channel; null for a combination, which has no history. */
  historyLength: number | null;
}

/** The newest articles of a choice by date, with the length of its history. */
export function recentArticles(db: Database, choice: Choice, limit: number): Promise<Recent> {
  return read(db, list(newestOf(choice, { limit })), channelOf(choice));
}

/**
 * The newest articles of a choice by date, and as many that came last. All that stand in no full
 * page of its history are among them. One that fills a page is, too: readers without a notion of
 * history would miss it if it had an old date.
 *
 * @param page articles in a page, and how many of the newest
 */
export function subscriptionArticles(db: Database, choice: Choice, page: number): Promise<Recent> {
  const channel = channelOf(choice);
  if (channel === null) return recentArticles(db, choice, page);
  const before = sql`(SELECT length - ${page} FROM (${lengthOf(channel)}))`;
  const ids = sql`SELECT id FROM (${newestOf(choice, { limit: page })})
    UNION ${idsAfter(channel, before, page)}`;
  return read(db, list(ids), channel);
}

/**
 * A page of a channel's history, the newest article by date first. A position is given once and
 * never again: what is at it changes only if its article is corrected or withdrawn, or moves to
 * another source.
 *
 * @param after the position before the page's first; positions are counted from 1
 * @param page articles in a page
 */
export function articlesAfter(
  db: Database,
  choice: Choice,
  after: number,
  page: number,
): Promise<Recent> {
  const channel = channelOf(choice) ?? '';
  return read(db, list(idsAfter(channel, sql`${after}`, page)), channel);
}

/**
 * A page of a channel's list in the order in which its articles came, the newest by date first.
 *
 * @param number of the page, from the oldest; null for the newest articles (see list.ts)
 */
export async function listPage(
  db: Database,
  choice: Choice,
  number: number | null,
): Promise<{ revision: number; articles: Brief[]; length: number }> {
  const channel = channelOf(choice) ?? '';
  const { after, count } = windowOf(number, lengthOf(channel));
  const { revision, rows } = await readAtRevision<[Row, { length: number | null }]>(
    db,
    listBrief(idsAfter(channel, after, count)),
    lengthOf(channel),
  );
  const [articles, [history]] = rows;
  return { revision, articles: articles.map(fromRow<Brief>), length: history?.length ?? 0 };
}

/** How many articles ever came to each channel. @param channels their paths, not encoded */
export async function historyLengths(db: Database, channels: string[]): Promise<number[]> {
  const rows = await db.all<{ length: number }>(
    sql`SELECT coalesce((SELECT max(position) FROM channel_positions WHERE channel = value), 0)
      AS length FROM json_each(${JSON.stringify(channels)}) ORDER BY key`,
  );
  return rows.map(({ length }) => length);
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
        sequence,
        max(
          max(published) OVER (PARTITION BY channel ORDER BY sequence),
          coalesce((SELECT reached FROM channel_positions AS known
            WHERE known.channel = come.channel ORDER BY position DESC LIMIT 1), 0))
      FROM (SELECT ${channel} AS channel, sequence, published FROM articles
        WHERE revision = ${revision}) AS come
      WHERE NOT EXISTS (SELECT 1 FROM channel_positions AS known
        WHERE known.channel = come.channel AND known.sequence = come.sequence)`,
  );
}

async function read(db: Database, articles: Statement, channel: string | null): Promise<Recent> {
  const { revision, rows } = await readAtRevision<[Row, { length: number | null }]>(
    db,
    articles,
    lengthOf(channel ?? ''),
  );
  const [found, [history]] = rows;
  return {
    revision,
    articles: found.map(fromRow<PublishedArticle>),
    historyLength: channel === null ? null : (history?.length ?? 0),
  };
}

/** The last position in a channel's history. */
function lengthOf(channel: string): Statement {
  return channel === ''
    ? sql`SELECT max(sequence) AS length FROM articles`
    : sql`SELECT max(position) AS length FROM channel_positions WHERE channel = ${channel}`;
}

/** The ids of the articles at so many positions after one of them. */
function idsAfter(channel: string, after: Statement, count: number): Statement {
  if (channel === '') {
    return sql`SELECT id FROM articles
      WHERE sequence > ${after} AND sequence <= ${after} + ${count} AND withdrawn = 0`;
  }
  return sql`SELECT id FROM channel_positions JOIN articles USING (sequence)
    WHERE channel = ${channel} AND position > ${after} AND position <= ${after} + ${count}
      AND withdrawn = 0
      AND channel IN ('/sources/' || source, '/languages/' || articles.language)`;
}

/** The channel that has a history: everything (''), one source or one language; else null. */
export function channelOf({ sources = [], languages = [] }: Choice): string | null {
  if (sources.length + languages.length > 1) return null;
  if (sources.length === 1) return `/sources/${sources[0]}`;
  return languages.length === 1 ? `/languages/${languages[0]}` : '';
}
