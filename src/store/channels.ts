// What a publication adds to its channels: their numbers of articles, and places in their history.
import { type Statement, sql } from './database.ts';

/** Counts the articles of a publication that are new; runs before they are published. */
export function countNew(name: string): Statement {
  return sql(
    `INSERT INTO article_counts
       SELECT source, language, strftime('%Y-%m', published / 1000, 'unixepoch'), count(*)
       FROM staged WHERE publication = ?1 AND hash IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.id = staged.id)
       GROUP BY 1, 2, 3
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    name,
  );
}

/**
 * Gives every article of a publication that has none a place in the history of its source and of
 * its language; one that comes back to a channel finds its old place there.
 *
 * @param revision that of the publication
 */
export function givePlaces(revision: number): Statement[] {
  return [
    ['/sources/', 'source'],
    ['/languages/', 'language'],
  ].map(([path, column]) =>
    sql(
      `INSERT INTO places
         SELECT channel,
           coalesce((SELECT max(place) FROM places WHERE places.channel = come.channel), 0)
             + row_number() OVER (PARTITION BY channel ORDER BY sequence),
           sequence
         FROM (SELECT '${path}' || ${column} AS channel, sequence FROM articles
           WHERE revision = ?1) AS come
         WHERE NOT EXISTS (SELECT 1 FROM places
           WHERE places.channel = come.channel AND places.sequence = come.sequence)`,
      revision,
    ),
  );
}
