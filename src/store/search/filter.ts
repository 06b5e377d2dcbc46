// Filter → the articles that it lets through.
import { articlesOf, type Choice, list, type Snapshot, snapshot } from '../articles.ts';
import { type Database, sql } from '../database.ts';
import { facetTerm, type Medium } from './facets.ts';
import { isUpToDate } from './indexing.ts';
import type { SearchQuery } from './query.ts';
import { IndexBehind } from './search.ts';

/** Which articles: of a choice, by any of these authors, with all these media, by words. */
export interface Filter extends Choice {
  authors?: string[] | undefined;
  has?: Medium[];
  search?: SearchQuery | undefined;
}

/** Whether a filter asks for more than sources and languages. */
export function needsIndex({ authors = [], has = [], search }: Filter): boolean {
  return search !== undefined || authors.length + has.length > 0;
}

/**
 * The newest articles that a filter lets through. Where it needs the search index these are the
 * ones that arrived last, so that a feed shows an article that arrives late, whatever its date.
 *
 * @throws IndexBehind while the search index is being built
 */
export async function filteredArticles(
  db: Database,
  filter: Filter,
  limit: number,
): Promise<Snapshot> {
  if (!needsIndex(filter)) return articlesOf(db, filter, { limit });
  if (!(await isUpToDate(db))) throw new IndexBehind();
  // CROSS JOIN: the index gives its matches in order, and no more than are wanted.
  const ids = sql`SELECT id FROM search CROSS JOIN articles ON sequence = search.rowid
    WHERE search MATCH ${expressionOf(filter)} AND withdrawn = 0
    ORDER BY search.rowid DESC LIMIT ${limit}`;
  return snapshot(db, list(ids));
}

/**
 * A filter as one expression of FTS5, which walks through the lists of all its terms at once: the
 * articles that it passes over are never read.
 */
function expressionOf({ sources, languages, authors, has = [], search }: Filter): string {
  const wanted = [
    anyOf('source', sources),
    anyOf('lang', languages),
    anyOf('author', authors),
    ...has.map((medium) => anyOf('has', [medium])),
    search?.match ?? '',
  ].filter(Boolean);
  const all = wanted.map((part) => `(${part})`).join(' AND ');
  // With words that must occur, `match` leaves the others out itself.
  return search?.match || !search?.none ? all : `(${all}) NOT (${search.none})`;
}

function anyOf(facet: Parameters<typeof facetTerm>[0], values: string[] = []): string {
  return values.map((value) => `"${facetTerm(facet, value)}"`).join(' OR ');
}
