// Staged articles → published articles: the statements of one commit.
import { type Statement, sql } from './database.ts';
import { assignPositions } from './history.ts';
import { countNew } from './sources.ts';

/**
 * What publishes all that a publication has staged. Run in one transaction, as `commitPublication`
 * does: it fails as a whole if the revision is no longer `base`.
 *
 * @param now the clock, epoch milliseconds
 */
export function commitStatements(name: string, base: number, now: number): Statement[] {
  const next = base + 1;
  return [
    // D1 has no interactive transactions: if the revision is no longer the base, this breaks the
    // CHECK of `state`, and so the whole batch fails.
    sql`UPDATE state SET one = 1 + (revision <> ${base})`,
    // An article keeps its first date for ever; find out whether it changed.
    sql`UPDATE staged SET published = old.published,
        updated = CASE
          WHEN staged.hash = old.hash THEN old.updated
          WHEN staged.title = old.title
            AND (SELECT html FROM bodies WHERE hash = staged.hash)
              = (SELECT html FROM bodies WHERE hash = old.hash) THEN old.updated
          ELSE max(${now}, old.published) END
      FROM articles AS old
      WHERE publication = ${name} AND staged.id = old.id AND staged.hash IS NOT NULL`,
    // Bodies of versions that are replaced or withdrawn.
    sql`DELETE FROM bodies WHERE hash IN (
      SELECT old.hash FROM articles AS old JOIN staged USING (id)
      WHERE publication = ${name} AND staged.hash IS NOT old.hash)`,
    sql`INSERT INTO sources (key, title)
      SELECT source, min(source_title) FROM staged
      WHERE publication = ${name} AND hash IS NOT NULL GROUP BY source
      ON CONFLICT (key) DO UPDATE SET title = min(title, excluded.title)`,
    sql`UPDATE articles SET withdrawn = 0, revision = ${next}, source = new.source,
        title = new.title, authors = new.authors, categories = new.categories, url = new.url,
        updated = new.updated, summary = new.summary, image = new.image, enclosures = new.enclosures,
        language = new.language, hash = new.hash
      FROM staged AS new WHERE publication = ${name} AND articles.id = new.id
        AND new.hash IS NOT NULL AND (articles.hash <> new.hash OR withdrawn > 0)`,
    sql`UPDATE articles SET withdrawn = max(${now}, 1), revision = ${next}
      WHERE withdrawn = 0
        AND id IN (SELECT id FROM staged WHERE publication = ${name} AND hash IS NULL)`,
    countNew(name),
    sql`INSERT INTO articles (id, sequence, revision, withdrawn, reached, source, title, authors, categories,
        url, published, updated, summary, image, enclosures, language, hash)
      SELECT id,
        (SELECT coalesce(max(sequence), 0) FROM articles)
          + row_number() OVER (ORDER BY published, id),
        ${next}, 0,
        max(published, coalesce(
          (SELECT reached FROM articles ORDER BY sequence DESC LIMIT 1), 0)),
        source, title, authors, categories, url, published, updated, summary, image,
        enclosures, language, hash
      FROM staged WHERE publication = ${name} AND hash IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.id = staged.id)`,
    ...assignPositions(next),
    sql`DELETE FROM staged WHERE publication = ${name}`,
    sql`UPDATE state SET revision = ${next}
      WHERE EXISTS (SELECT 1 FROM articles WHERE revision = ${next})`,
  ];
}
