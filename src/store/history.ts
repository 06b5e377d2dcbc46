// The history of a channel: its articles in the order in which they came, cut into pages.
import {
  type Choice,
  COLUMNS,
  fromRow,
  JOINS,
  NEWEST,
  newestOf,
  type Snapshot,
} from './articles.ts';
import { type Database, type Statement, sql } from './database.ts';

/** The newest articles of a channel, and how long its history is. */
export interface Recent extends Snapshot {
  /** Articles that ever came to the channel; null for a combination, which has no history. */
  places: number | null;
}

/** The newest articles of a choice by date, with the length of its history. */
export async function recentArticles(db: Database, choice: Choice, limit: number): Promise<Recent> {
  const channel = channelOf(choice);
  const [state, rows = [], length] = await db.batch([
    sql('SELECT revision FROM state'),
    newestOf(choice, { limit }),
    ...(channel === null ? [] : [lengthOf(channel)]),
  ]);
  return {
    revision: Number(state?.[0]?.revision ?? 0),
    articles: rows.map(fromRow),
    places: channel === null ? null : Number(length?.[0]?.places ?? 0),
  };
}

/**
 * The articles at some places of a channel's history, the newest by date first. Places are given
 * once and for ever: what is shown there changes only where an article is corrected or withdrawn,
 * or moves to another source.
 *
 * @param first the first place, counted from 1
 * @param last the last place
 */
export async function articlesAt(
  db: Database,
  choice: Choice,
  first: number,
  last: number,
): Promise<Recent> {
  const channel = channelOf(choice) ?? '';
  const [state, rows = [], length] = await db.batch([
    sql('SELECT revision FROM state'),
    channel === ''
      ? sql(
          `SELECT ${COLUMNS} FROM articles ${JOINS}
           WHERE sequence BETWEEN ?1 AND ?2 AND withdrawn = 0 ${NEWEST}`,
          first,
          last,
        )
      : sql(
          `SELECT ${COLUMNS} FROM places JOIN articles USING (sequence) ${JOINS}
           WHERE channel = ?1 AND place BETWEEN ?2 AND ?3 AND withdrawn = 0
             AND ?1 IN ('/sources/' || source, '/languages/' || articles.language) ${NEWEST}`,
          channel,
          first,
          last,
        ),
    lengthOf(channel),
  ]);
  return {
    revision: Number(state?.[0]?.revision ?? 0),
    articles: rows.map(fromRow),
    places: Number(length?.[0]?.places ?? 0),
  };
}

/** The channel that has a history: everything (''), one source or one language; else null. */
function channelOf({ sources = [], languages = [] }: Choice): string | null {
  if (sources.length + languages.length > 1) return null;
  if (sources.length === 1) return `/sources/${sources[0]}`;
  return languages.length === 1 ? `/languages/${languages[0]}` : '';
}

function lengthOf(channel: string): Statement {
  return channel === ''
    ? sql('SELECT max(sequence) AS places FROM articles')
    : sql('SELECT max(place) AS places FROM places WHERE channel = ?1', channel);
}
