// Words: all texts of the interface, in English. The other languages have the same fields.

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

const number = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
const monthName = (month: string) => MONTHS[Number(month.slice(5)) - 1] ?? '';
const day = (date: Date) =>
  `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;

/** The time of day in UTC, to the minute. */
export function clock(date: Date): string {
  return `${date.toISOString().slice(11, 16)} UTC`;
}

export type Words = typeof en;

export const en = {
  /** Name of this language, in itself. */
  languageName: 'English',
  skipToContent: 'Skip to the content',
  interfaceLanguage: 'Language of these pages',
  siteNavigation: 'Site',
  home: 'Front page',

  newest: 'Newest',
  nothingYet: 'No article has been published yet.',
  nothingHere: 'There is no article here.',
  sources: 'Sources',
  languages: 'Languages',
  months: 'Months',
  year: (year: number) => String(year),
  /** @param month `YYYY-MM` */
  month: (month: string) => `${monthName(month)} ${month.slice(0, 4)}`,
  /** @param month `YYYY-MM` */
  shortMonth: (month: string) => monthName(month).slice(0, 3),
  /** A day in UTC. */
  day,
  /** Day and minute in UTC, and that it is UTC. */
  time: (date: Date) => `${day(date)}, ${clock(date)}`,
  articles: (count: number) => (count === 1 ? '1 article' : `${number(count)} articles`),

  search: 'Search',
  searchFor: 'Search the archive',
  searchHint: 'All words must occur. “In quotes” finds a phrase, -word leaves out.',
  found: (count: number, query: string) =>
    `${count === 1 ? '1 article' : `${number(count)} articles`} for “${query}”`,
  foundAtLeast: (count: number, query: string) =>
    `At least ${number(count)} articles for “${query}”`,
  foundNothing: (query: string) => `No article was found for “${query}”.`,
  followSearch: 'Follow this search',

  pages: 'Pages',
  newer: 'Newer',
  older: 'Older',
  pageOf: (page: number, pages: number) => `Page ${number(page)} of ${number(pages)}`,
  previousMonth: 'Earlier month',
  nextMonth: 'Later month',

  readOriginal: (host: string) => `Read the original at ${host}`,
  originalNote: (source: string) => `Published by ${source}. What follows is a copy of the text.`,
  updated: 'updated',
  moreFrom: (source: string) => `More from ${source}`,
  picture: 'Picture',
  neighbours: 'Articles before and after',

  subscribe: 'Subscribe',
  subscribeTo: (title: string) => `Subscribe to “${title}”`,
  subscribeHint: 'Paste an address into your feed reader; new articles then come to you.',
  feedAddress: (format: string) => `Address of the ${format} feed`,
  copy: 'Copy',
  copied: 'Copied',
  openIn: 'Open in a reader',
  feedProgram: 'Program on this device',
  allFeeds: 'All feeds',
  allFeedsHint:
    'Each part of the archive has its own feed. The OPML file takes all of them into a reader at once.',
  opml: 'All feeds as OPML',
  everything: 'Everything',
  allOf: (month: string) => `All of ${month}`,

  thisIsAFeed: (format: string) => `This is a feed (${format})`,
  whatIsAFeed:
    'Feeds are read with a feed reader: copy this address into yours, and new articles come to you. No account, no e-mail.',
  sameAsPage: 'As a page to read',
  otherFormats: 'Other formats',
  inThisFeed: 'In this feed now',

  notFound: 'Nothing is here',
  badRequest: 'This address cannot be answered',
  brokenHere: 'Something went wrong here',
  comeBack: 'Please come back in a moment',
  backHome: 'To the front page',
};
