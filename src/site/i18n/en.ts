// The interface in English.
import { clock, type Words } from './words.ts';

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

const number = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
const day = (date: Date) =>
  `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;

export const en: Words = {
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
  year: (year) => String(year),
  month: (year, month) => `${MONTHS[month - 1]} ${year}`,
  shortMonth: (month) => MONTHS[month - 1]?.slice(0, 3) ?? '',
  day,
  time: (date) => `${day(date)}, ${clock(date)}`,
  articles: (count) => (count === 1 ? '1 article' : `${number(count)} articles`),

  search: 'Search',
  searchFor: 'Search the archive',
  searchHint: 'All words must occur. “In quotes” finds a phrase, -word leaves out.',
  found: (count, query) =>
    `${count === 1 ? '1 article' : `${number(count)} articles`} for “${query}”`,
  foundAtLeast: (count, query) => `At least ${number(count)} articles for “${query}”`,
  foundNothing: (query) => `No article was found for “${query}”.`,
  followSearch: 'Follow this search',

  pages: 'Pages',
  newer: 'Newer',
  older: 'Older',
  pageOf: (page, pages) => `Page ${number(page)} of ${number(pages)}`,
  previousMonth: 'Earlier month',
  nextMonth: 'Later month',

  readOriginal: (host) => `Read the original at ${host}`,
  originalNote: (source) => `Published by ${source}. What follows is a copy of the text.`,
  updated: 'updated',
  moreFrom: (source) => `More from ${source}`,
  picture: 'Picture',
  neighbours: 'Articles before and after',

  subscribe: 'Subscribe',
  subscribeTo: (title) => `Subscribe to “${title}”`,
  subscribeHint: 'Paste an address into your feed reader; new articles then come to you.',
  feedAddress: (format) => `Address of the ${format} feed`,
  copy: 'Copy',
  copied: 'Copied',
  openIn: 'Open in a reader',
  feedProgram: 'Program on this device',
  allFeeds: 'All feeds',
  allFeedsHint:
    'Each part of the archive has its own feed. The OPML file takes all of them into a reader at once.',
  opml: 'All feeds as OPML',
  everything: 'Everything',
  allOf: (month) => `All of ${month}`,

  thisIsAFeed: (format) => `This is a feed (${format})`,
  whatIsAFeed:
    'Feeds are read with a feed reader: copy this address into yours, and new articles come to you. No account, no e-mail.',
  sameAsPage: 'As a page to read',
  otherFormats: 'Other formats',
  inThisFeed: 'In this feed now',

  notFound: 'Nothing is here',
  badRequest: 'This address cannot be answered',
  brokenHere: 'Something went wrong here',
  backHome: 'To the front page',
};
