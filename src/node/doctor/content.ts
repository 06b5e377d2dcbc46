// What a feed says: its own address, its ids, its dates, its hub.
import { count } from '../console.ts';
import { NoAnswer } from './exchange.ts';
import { type Finding, fault, notice, ok } from './finding.ts';
import { PLAIN, type Subject } from './subject.ts';

const DAY = 86_400_000;
/** Examples that a line names. */
const NAMED = 3;

export function checkSelf({ url, feed: { self, format } }: Subject): Finding[] {
  const name = format === 'JSON Feed' ? 'feed_url' : 'link rel="self"';
  if (!self) return [notice(`no ${name}`, `say the address of the feed, ${url.href}`)];
  if (URL.parse(self)?.href === url.href) return [ok(`${name} is its address`)];
  const todo = 'set the address of the site as readers have it (in Broadsheet, SITE_URL)';
  return [fault(`${name} is ${self}, and not ${url.href}`, todo)];
}

export function checkItems({ feed }: Subject, now: number): Finding[] {
  const { items, isWhole } = feed;
  const findings: Finding[] = [];
  if (!isWhole) findings.push(fault('the document is cut off', 'send it to its end'));
  if (items.length === 0) findings.push(notice('it has no item', 'publish something'));
  const ids = items.map(({ id }) => id);
  const repeated = [...new Set(ids.filter((id, at) => id && ids.indexOf(id) < at))];
  if (repeated.length > 0) {
    const todo = 'give each item an id of its own: readers show one of those that share it';
    findings.push(fault(`ids that several items have: ${some(repeated)}`, todo));
  }
  const without = ids.filter((id) => !id).length;
  if (without > 0) {
    findings.push(fault(`${without} items have no id`, 'give each item an id that stays'));
  }
  const dates = items.flatMap(({ date }) => date ?? []);
  const wrong = dates.filter((date) => Number.isNaN(Date.parse(date)));
  if (wrong.length > 0) {
    const todo =
      feed.format === 'RSS'
        ? 'RFC 822: Wed, 31 Jan 2024 12:00:00 GMT'
        : 'RFC 3339: 2024-01-31T12:00:00Z';
    findings.push(fault(`dates that are none: ${some(wrong)}`, `write them as ${todo}`));
  }
  const ahead = dates.filter((date) => Date.parse(date) > now + DAY);
  if (ahead.length > 0) {
    findings.push(
      fault(`dates in the future: ${some(ahead)}`, 'readers hide these items, or keep them on top'),
    );
  }
  const undated = items.length - dates.length;
  if (undated > 0) {
    findings.push(notice(`${undated} items have no date`, 'say when each was published'));
  }
  if (findings.length > 0) return findings;
  return [ok(`${count(items.length, 'item')}, each with an id of its own and a date`)];
}

export async function checkHub({ ask, feed: { hub } }: Subject): Promise<Finding[]> {
  if (!hub) return [];
  const url = URL.parse(hub);
  const todo = 'run the hub, or name none: subscribers wait for it in vain';
  if (!url || !/^https?:$/.test(url.protocol)) return [fault(`the hub ${hub} is no address`, todo)];
  try {
    const { status } = await ask(url, PLAIN);
    if (status === 404 || status >= 500) return [fault(`the hub ${hub} answers ${status}`, todo)];
    return [ok(`the hub ${hub} answers`)];
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return [fault(`the hub ${hub} does not answer: ${error.message}`, todo)];
  }
}

function some(texts: string[]): string {
  const more = texts.length > NAMED ? ` and ${texts.length - NAMED} more` : '';
  return texts.slice(0, NAMED).join(', ') + more;
}
