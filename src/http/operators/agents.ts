// User-Agent → the aggregator, and how many subscribers it reports.

/** A service that polls for many subscribers. */
export interface Aggregator {
  name: string;
  subscribers: number;
}

/** A larger number is not true. */
const MAX_SUBSCRIBERS = 100_000_000;

/** Names of aggregators that report a number, from published logs. */
const NAMES: [name: string, agent: RegExp][] = [
  ['Feedly', /^Feedly\//i],
  ['Feedbin', /^Feedbin\b/i],
  ['Inoreader', /\binoreader(\.com|\/)/i],
  ['NewsBlur', /^NewsBlur\b/i],
  ['The Old Reader', /\btheoldreader\.com\b/i],
  ['BazQux', /\bBazQux\b/i],
  ['Feed Wrangler', /^(Feed ?Wrangler)\b/i],
  ['FeedHQ', /^FeedHQ\b/i],
  ['Netvibes', /^Netvibes\b/i],
  ['Bloglovin', /^Bloglovin\b/i],
  ['NewsGator', /^NewsGatorOnline\b/i],
  ['Dreamwidth', /^Dreamwidth\b/i],
  ['LiveJournal', /^LiveJournal\b/i],
  ['G2Reader', /^G2Reader\b/i],
  ['Hatena', /^Hatena\b/i],
  ['livedoor Reader', /^livedoor\b/i],
  ['Player FM', /\bPlayer ?FM\b/i],
  ['Miniflux', /\bMiniflux\b/i],
  ['FreshRSS', /\bFreshRSS\b/i],
  ['CommaFeed', /\bCommaFeed\b/i],
  ['Tiny Tiny RSS', /^Tiny Tiny RSS\b/i],
];

/** The few forms in which all of them report the number. */
const NUMBER =
  /(?<!\d)(\d{1,9})[ _]+(?:subscribers?|readers?|users?)\b|\b(?:subscribers|users)[ _:=]+(\d{1,9})\b/i;

/**
 * Reads forms such as `Feedbin feed-id:1234 - 102 subscribers`. An aggregator that is not in the
 * table goes by the first word of its agent.
 *
 * @returns null where the agent reports no number, as that of a single reader
 */
export function aggregatorOf(agent: string): Aggregator | null {
  const [, before, after] = NUMBER.exec(agent) ?? [];
  const subscribers = Number(before ?? after);
  if (!(subscribers <= MAX_SUBSCRIBERS)) return null;
  const known = NAMES.find(([, pattern]) => pattern.test(agent))?.[0];
  return { name: known ?? otherName(agent), subscribers };
}

/** `Mozilla/5.0 (compatible; some.host; …)` → `some.host`, `Reader/1.0 …` → `Reader`. */
function otherName(agent: string): string {
  const [, compatible] = /^Mozilla\/[\d.]+ \(compatible; ?([^;)/]+)/i.exec(agent) ?? [];
  return (compatible ?? /^[^/(;:]*/.exec(agent)?.[0] ?? '').trim().slice(0, 40) || 'other';
}
