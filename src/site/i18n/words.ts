// Words: all that the interface says, in one language.

export interface Words {
  /** Name of this language, in itself. */
  languageName: string;
  skipToContent: string;
  interfaceLanguage: string;
  siteNavigation: string;
  home: string;

  newest: string;
  nothingYet: string;
  nothingHere: string;
  sources: string;
  languages: string;
  months: string;
  year(year: number): string;
  month(year: number, month: number): string;
  shortMonth(month: number): string;
  /** A day in UTC. */
  day(date: Date): string;
  /** Day and minute in UTC, and that it is UTC. */
  time(date: Date): string;
  articles(count: number): string;

  search: string;
  searchFor: string;
  searchHint: string;
  found(count: number, query: string): string;
  foundAtLeast(count: number, query: string): string;
  foundNothing(query: string): string;
  followSearch: string;

  pages: string;
  newer: string;
  older: string;
  pageOf(page: number, pages: number): string;
  previousMonth: string;
  nextMonth: string;

  readOriginal(host: string): string;
  originalNote(source: string): string;
  updated: string;
  moreFrom(source: string): string;
  picture: string;
  neighbours: string;

  subscribe: string;
  subscribeTo(title: string): string;
  subscribeHint: string;
  feedAddress(format: string): string;
  copy: string;
  copied: string;
  openIn: string;
  feedProgram: string;
  allFeeds: string;
  allFeedsHint: string;
  opml: string;
  everything: string;
  allOf(month: string): string;

  thisIsAFeed(format: string): string;
  whatIsAFeed: string;
  sameAsPage: string;
  otherFormats: string;
  inThisFeed: string;

  notFound: string;
  badRequest: string;
  brokenHere: string;
  backHome: string;
}

/** The minute of a day in UTC, and that it is UTC. */
export function clock(date: Date): string {
  return `${date.toISOString().slice(11, 16)} UTC`;
}

/** @param month `YYYY-MM` */
export function monthName(words: Words, month: string): string {
  return words.month(Number(month.slice(0, 4)), Number(month.slice(5)));
}
