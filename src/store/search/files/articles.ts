// Published articles → what an index of files says of them: their words, and their records.
import { isPathUrl } from '../../../article/identity.ts';
import { type Database, sql } from '../../database.ts';
import { readAtRevision } from '../../revision.ts';
import { wordsOfText, wordsOfTitle } from '../words.ts';
import type { Postings } from './postings.ts';

/** An article without its text. */
export interface Listed {
  id: string;
  hash: string;
  title: string;
  published: number;
  source: string;
  language: string;
  url: string;
  /** Whether it has a page on the site. */
  hasPage: boolean;
}

/** Articles whose bodies are read at once. */
const STEP = 100;

/** All published articles in the order of results, and the names of sources. */
export async function listAll(db: Database, hasPage: (id: string) => boolean) {
  const { revision, rows } = await readAtRevision<[Listed, { key: string; title: string }]>(
    db,
    sql`SELECT id, hash, title, published, source, language, url FROM articles
      WHERE withdrawn = 0 ORDER BY published DESC, id`,
    sql`SELECT key, coalesce(settings ->> 'title', title) AS title FROM sources ORDER BY key`,
  );
  return {
    revision,
    articles: rows[0].map((row) => ({ ...row, hasPage: hasPage(row.id) })),
    sources: Object.fromEntries(rows[1].map(({ key, title }) => [key, title])),
  };
}

/**
 * What the index says of an article changes when and only when this does: it is made of the article's
 * own version, of which 80 bits tell one from another.
 */
export function versionOf({ hash, hasPage }: Listed): string {
  return `${hash.slice(0, 20)}${hasPage ? '' : '-'}`;
}

/**
 * Adds the words of articles.
 *
 * @param first number of the first one
 */
export async function addWords(
  db: Database,
  postings: Postings,
  articles: Listed[],
  first: number,
): Promise<void> {
  for (let at = 0; at < articles.length; at += STEP) {
    const step = articles.slice(at, at + STEP);
    const hashes = step.map(({ hash }) => hash);
    const rows = await db.all<{ hash: string; html: string }>(
      sql`SELECT hash, html FROM bodies WHERE hash IN ${hashes}`,
    );
    const bodies = new Map(rows.map(({ hash, html }) => [hash, html]));
    for (const [place, { hash, title }] of step.entries()) {
      const text = wordsOfText(bodies.get(hash) ?? '');
      postings.add(first + at + place, wordsOfTitle(title), text);
    }
  }
}

/** What a result shows: id, title, date, source, language, and the original where no page is here. */
export function recordsOf(articles: Listed[]): string {
  const records = articles.map(({ id, title, published, source, language, url, hasPage }) => {
    const original = hasPage || isPathUrl(url) ? [] : [url];
    return [id, title, published, source, language, ...original];
  });
  return JSON.stringify(records);
}
