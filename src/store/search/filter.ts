// Filter → the articles that it lets through.
import {
  articlesOf,
  type Choice,
  isOf,
  list,
  newestOf,
  type Snapshot,
  snapshot,
} from '../articles.ts';
import { type Database, type Statement, sql } from '../database.ts';
import { isUpToDate } from './indexing.ts';
import type { SearchQuery } from './query.ts';
import { IndexBehind } from './search.ts';

/** What an article may have besides its text. */
export const MEDIA = ['image', 'audio', 'video'] as const;
export type Medium = (typeof MEDIA)[number];

/** Which articles: of a choice, with all these media, with and without words. */
export interface Filter extends Choice {
  has?: Medium[];
  search?: SearchQuery | undefined;
}

/**
 * The newest articles that a filter lets through. Where words must occur these are the ones that
 * arrived last, so that a feed shows a match that arrives late, whatever its date.
 *
 * @throws IndexBehind while the search index is being built
 */
export async function filteredArticles(
  db: Database,
  filter: Filter,
  limit: number,
): Promise<Snapshot> {
  const { has = [], search } = filter;
  if (!search && has.length === 0) return articlesOf(db, filter, { limit });
  if (search && !(await isUpToDate(db))) throw new IndexBehind();
  if (search?.match) return snapshot(db, list(matching(filter, search.match, limit)));
  const without = search
    ? sql`sequence NOT IN (SELECT rowid FROM search WHERE search MATCH ${search.none})`
    : sql`true`;
  const condition = sql`${withMedia(has)} AND ${without}`;
  return snapshot(db, list(newestOf(filter, { limit }, condition)));
}

/** CROSS JOIN: the index gives its matches in order, and no more than are wanted. */
function matching(filter: Filter, match: string, limit: number): Statement {
  return sql`SELECT id FROM search CROSS JOIN articles ON sequence = search.rowid
    WHERE search MATCH ${match} AND withdrawn = 0 AND ${isOf(filter)}
      AND ${withMedia(filter.has ?? [])}
    ORDER BY search.rowid DESC LIMIT ${limit}`;
}

function withMedia(has: Medium[]): Statement {
  return has.reduce(
    (all, medium) =>
      medium === 'image'
        ? sql`${all} AND image IS NOT NULL`
        : sql`${all} AND enclosures LIKE ${`%"type":"${medium}/%`}`,
    sql`true`,
  );
}
