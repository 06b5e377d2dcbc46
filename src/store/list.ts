// Lists of articles that grow at one end → pages that do not change when they grow.
//
// Pages are numbered from the oldest article and hold PAGE_SIZE each. The newest articles stand on
// the list's own page: at least LEAST of them, and fewer than PAGE_SIZE + LEAST. So a new article
// changes that page alone, and one time in a hundred adds a numbered one.
import { type Statement, sql } from './database.ts';

export const PAGE_SIZE = 100;
const LEAST = 50;

/** Numbered pages of a list that has so many articles. */
export function numberedPages(length: number): number {
  return Math.floor(Math.max(0, length - LEAST) / PAGE_SIZE);
}

/**
 * The part of a list that a page shows, in SQL.
 *
 * @param page its number, or null for the list's own page
 * @param length of the list: a query of one number
 * @returns how many articles, counted from the oldest, stand before the page, and how many it has
 */
export function windowOf(
  page: number | null,
  length: Statement,
): { after: Statement; count: number } {
  if (page !== null) return { after: sql`${(page - 1) * PAGE_SIZE}`, count: PAGE_SIZE };
  const beyond = sql`max(0, coalesce((${length}), 0) - ${LEAST})`;
  return { after: sql`(${beyond} - ${beyond} % ${PAGE_SIZE})`, count: PAGE_SIZE + LEAST };
}
