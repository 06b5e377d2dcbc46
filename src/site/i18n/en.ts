// Words: all texts of the interface, in English. The other languages have the same fields.

import type { SearchFault } from '../../store/search/query.ts';
import { weekday } from '../days.ts';

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

const number = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
const monthName = (date: string) => MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
const day = (date: string) =>
  `${Number(date.slice(8))} ${monthName(date)} ${Number(date.slice(0, 4))}`;

const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');
const plural = (count: number, what: string) =>
  count === 1 ? `1 ${what}` : `${number(count)} ${what}s`;

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
  year: (year: string) => String(Number(year)),
  /** @param month `YYYY-MM` */
  month: (month: string) => `${monthName(month)} ${month.slice(0, 4)}`,
  /** @param month `YYYY-MM` */
  monthName,
  /** @param month `YYYY-MM` */
  shortMonth: (month: string) => monthName(month).slice(0, 3),
  /** @param date `YYYY-MM-DD` */
  day,
  /** @param clock time of day and zone, such as `23:09 UTC+8` */
  time: (date: string, clock: string) => `${day(date)}, ${clock}`,
  /** The days of the week, from Monday, as short as a column of a calendar. */
  weekdays: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'],
  number,
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
  pageNumber: (page: number) => `Page ${number(page)}`,
  archive: 'The archive',
  /** @param from first year, @param to last year */
  extent: (count: number, sources: number, from: string, to: string) =>
    `${plural(count, 'article')} of ${plural(sources, 'source')}, ${from === to ? to : `${from}–${to}`}`,
  /** A day of the week and its date. @param date `YYYY-MM-DD` */
  longDay: (date: string) => `${WEEKDAYS[weekday(date)]}, ${day(date)}`,
  calendar: 'Calendar',
  earlier: 'Earlier',
  later: 'Later',

  readOriginal: (host: string) => `Read the original at ${host}`,
  originalNote: (source: string) => `Published by ${source}. What follows is a copy of the text.`,
  updated: 'updated',
  picture: 'Picture',
  converted: 'In the other Chinese script',
  asWritten: 'As it was written',
  allConverted: 'All articles in one Chinese script',
  allAsWritten: 'All articles as they were written',
  furtherReading: 'Read on',
  sameDay: 'The same day',
  before: (source: string) => `Before this from ${source}`,

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
  daily: 'One item a day',
  everything: 'Everything',
  allOf: (date: string) => `All of ${date}`,
  moreOf: (count: number, date: string) => `${number(count)} more of ${date}`,

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

  /** The page where a feed is put together. */
  builder: {
    title: 'Make your own feed',
    lead: 'Choose what you want to read, and you get the address of a feed that brings just that.',
    help: 'What is a feed?',
    filesOnly:
      'Each source and each language has a feed of its own: paste its address into your feed reader. This site is made of files, so feeds of chosen words or of several sources are not to be had here.',
    noneIsAll: 'Nothing ticked: all of them.',
    words: 'Words',
    wordsHint: 'All words must occur. “In quotes” finds a phrase.',
    having: 'With the words',
    without: 'Without the words',
    script: 'Chinese script',
    asWritten: 'As written',
    content: 'Articles',
    full: 'Full text',
    summary: 'Summaries',
    format: 'Format',
    own: 'You run FreshRSS or Miniflux yourself?',
    ownHint: 'Its address, and it is among the readers:',
    ownReader: (name: string, host: string) => `${name} at ${host}`,
    show: 'Show the feed',
    yourFeed: 'Your feed',
    weekly: (count: number) =>
      count === 1 ? 'About 1 article a week' : `About ${number(count)} articles a week`,
    lessThanWeekly: 'Less than one article a week',
    noneLately: (day: string) =>
      `Nothing in the newest four weeks of the archive; its last article is of ${day}`,
    nothing: 'No article so far. What comes will be in it.',
    several: (count: number) => `As OPML: ${count} feeds, one for each choice`,
    qr: 'QR code of the address',
    qrHint: 'For the reader on your phone',
    preview: 'In it now',
    make: 'Make your own feed of it',
  },

  /** The page for newcomers. */
  help: {
    title: 'What is a feed?',
    paragraphs: [
      'A feed is a list of a site’s newest articles, made for programs. A feed reader is an app that looks at the feeds you chose and shows you what is new: all your sites in one place, newest first, with nothing in between.',
      'Nobody decides what you see. You need no account, give no e-mail address, and nobody learns what you read. If you have had enough, remove the feed.',
      'It takes a minute: install a reader, look for “Add feed” or a plus sign, and paste an address, such as this one:',
    ],
    choose: 'Or choose what is in your feed',
    readers: 'Readers to begin with',
    web: 'In the browser',
  },

  /** What an empty archive says. */
  empty: {
    file: 'An archive is a folder; the folders in it are its sources. An article is a file like this one:',
    number:
      'The number is the time of publication in milliseconds since 1970. Jekyll, Hugo or Obsidian files with front matter are fine, too.',
    command: 'This publishes the folder; what is saved there later is published by itself:',
    check: 'And this names every problem of its files:',
  },

  /** Searching. */
  finding: {
    narrow: 'Narrow down',
    year: 'Year',
    more: (count: number) => `${count} more`,
    remove: 'remove',
    partial: (count: number) => `Counted among the ${number(count)} matches that came last.`,
    best: 'Best first',
    newest: 'Newest first',
    didYouMean: 'Did you mean',
    everywhere: (query: string) => `“${query}” in the whole archive`,
    tips: 'Fewer words find more. Chinese is found in both scripts, however you type it.',
    examples: 'For example',
  },

  /** The search of an export; `public/search.js` fills in what is in braces. */
  inBrowser: {
    needs:
      'Your browser searches this site by itself. For that it needs JavaScript, and a page that comes from a web server and was not opened as a file.',
    searching: 'Searching…',
    one: '1 article for “{query}”',
    many: '{count} articles for “{query}”',
    atMost: 'At most {count} articles for “{query}”',
    page: 'Page {page}',
    short:
      'A single character is in nearly all articles. Write at least two, such as a whole word.',
    terms: 'The search has too many terms; expected at most 12.',
    failed: 'The search index could not be read. Please try again in a moment.',
  },

  /** The page of the operator. */
  stats: {
    title: 'Readers',
    asOf: (day: string) => `As of ${day}, the last whole day. Days are those of UTC.`,
    today: 'Today, so far. Days are those of UTC.',
    files: 'Readers of files are not seen: only what a program answered is counted.',
    readers: (count: number) => (count === 1 ? '1 reader' : `${number(count)} readers`),
    subscriptions: (count: number) =>
      count === 1 ? '1 subscription to the hub' : `${number(count)} subscriptions to the hub`,
    nobody: 'Nobody has polled a feed on these days.',
    aDay: 'Readers a day',
    plot: (first: string, last: string, most: number, day: string) =>
      `Readers a day from ${first} to ${last}; most of them, ${number(most)}, on ${day}`,
    counted: 'Who reads several feeds counts in each. Numbers are estimates; nobody is stored.',
    feeds: 'By feed',
    feed: 'Feed',
    quarter: 'In 90 days',
    readersColumn: 'Readers',
    reported: 'Of these, reported by aggregators',
    aggregators: 'By aggregator',
    aggregator: 'Aggregator',
    subscribers: 'Subscribers',
    filters: 'Filters and searches',
    daily: (title: string) => `${title}, daily`,
    hub: 'Hub',
    deliveries: (delivered: number, failed: number, waiting: number) =>
      `${delivered === 1 ? '1 delivery' : `${number(delivered)} deliveries`} succeeded, ${failed === 1 ? '1 attempt' : `${number(failed)} attempts`} failed, ${waiting === 1 ? '1 waits' : `${number(waiting)} wait`}.`,
  },

  /** What errors say. Parameters and their values keep their names in every language. */
  errors: {
    forbidden: 'The token is asked for here',
    instead: 'There are:',
    nothingHere: (feeds: string) => `Nothing is published at this address. The feeds: ${feeds}`,
    noSource: (asked: string) => `There is no source “${asked}”.`,
    noLanguage: (asked: string) => `There is nothing in the language “${asked}”.`,
    noArchive: (current: string) =>
      `There is no such archive document. The newest articles are in ${current}`,
    noSitemap: (index: string) => `There is no such sitemap. See ${index}`,
    withdrawn: 'This article was withdrawn.',
    method: 'This address answers GET and HEAD only.',
    token: 'The token is missing or wrong; expected it as the password.',

    parameter: (name: string, expected: string) => `${name} is not valid; ${expected}`,
    either: (one: string, other: string) => `expected “${one}” or “${other}”`,
    oneOf: (values: readonly string[]) => `expected ${values.join(', ')}`,
    between: (min: number, max: number) => `expected a whole number from ${min} to ${max}`,
    wholeNumber: 'expected a whole number from 1',
    year: 'expected a year such as 2024',
    tag: 'expected a BCP 47 language tag such as zh-Hans',
    name: (max: number) => `expected a name of at most ${max} characters`,
    withDaily: 'expected no parameter at the address of a daily feed',
    withArchive:
      'expected at most one source or language with it, and no author, has, limit, not or q',
    unknownParameter: (name: string, known: readonly string[]) =>
      `“${name}” is no parameter here; expected ${known.join(', ')}`,
    twice: (name: string) => `${name} is given twice; expected it once`,
    tooMany: (name: string, given: number, max: number) =>
      `${name} is given ${given} times; expected at most ${max}`,
    search: (fault: SearchFault) => {
      if (fault.fault === 'empty') {
        return 'the search is empty; expected at least one word to look for';
      }
      return fault.fault === 'long'
        ? `the search is too long; expected at most ${fault.max} characters`
        : `the search has ${fault.given} terms; expected at most ${fault.max}`;
    },

    behind: 'The search index is being built; please try again in a minute.',
    broken: 'Something went wrong here; please try again later.',
    busy: 'Too much is asked for at this moment; please try again in a few seconds.',
    late: 'This took too long to answer; please ask for less of it, or try again later.',
    over: 'You asked for much that is made for you alone; please wait before you go on.',
    away: 'The publisher is being started again; please try again in a few seconds.',
    filesOnly:
      'This site is made of files. Filters, push and statistics need a database: `npm run deploy -- --with-answers`.',
    /** @param total 0 while it is not known */
    beginning: (done: number, total: number) => {
      const read = total > 0 ? ` ${done} of ${total} files have been read.` : '';
      return `The articles are being published for the first time.${read} Please come back in a moment.`;
    },
  },
};
