// User-Agent → the aggregator that polls for many, and how many it says they are.

/** An aggregator's poll. */
export interface Aggregator {
  name: string;
  subscribers: number;
}

/** No aggregator has more: a larger number is somebody's joke. */
const MOST = 100_000_000;

/**
 * How aggregators that report a number name themselves, as seen in logs that were published. The
 * number follows the same few forms everywhere, so it is read apart from the name.
 */
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

const NUMBER =
  /(?<!\d)(\d{1,9})[ _]+(?:subscribers?|readers?|users?)\b|\b(?:subscribers|users)[ _:=]+(\d{1,9})\b/i;

/**
 * Reads forms such as `Feedbin feed-id:1234 - 102 subscribers`. One that is not in the table
 * counts under the first word of its name: what matters is that it polls for many.
 *
 * @returns null where the agent reports no number: it reads for one
 */
export function aggregatorOf(agent: string): Aggregator | null {
  const [, before, after] = NUMBER.exec(agent) ?? [];
  const subscribers = Number(before ?? after);
  if (!(subscribers <= MOST)) return null;
  const known = NAMES.find(([, pattern]) => pattern.test(agent))?.[0];
  return { name: known ?? otherName(agent), subscribers };
}

/** `Mozilla/5.0 (compatible; some.host; …)` → `some.host`, `Reader/1.0 …` → `Reader`. */
function otherName(agent: string): string {
  const [, compatible] = /^Mozilla\/[\d.]+ \(compatible; ?([^;)/]+)/i.exec(agent) ?? [];
  return (compatible ?? /^[^/(;:]*/.exec(agent)?.[0] ?? '').trim().slice(0, 40) || 'other';
}
