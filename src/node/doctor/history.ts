// The history of a feed (RFC 5005 §4; `next_url`), followed to its end.
import { count } from '../console.ts';
import { readFeed } from './feed.ts';
import { type Finding, fault, notice, ok } from './finding.ts';
import { PLAIN, type Subject } from './subject.ts';

/** @param most documents that are read */
export async function checkHistory(subject: Subject, most: number): Promise<Finding[]> {
  const { ask, url, feed } = subject;
  const seen = new Set([url.href]);
  const ids = new Map(feed.items.map(({ id }) => [id, url.href]));
  const findings: Finding[] = [];
  let [at, next] = [url, feed.older];
  let pages = 0;
  for (; next !== undefined && pages < most; pages++) {
    const target = URL.parse(next, at);
    if (!target || seen.has(target.href)) {
      const todo = 'link each document to the next older one, and the oldest to none';
      return [...findings, fault(`the history turns in a circle at ${at.href}: ${next}`, todo)];
    }
    seen.add(target.href);
    const answer = await ask(target, PLAIN);
    const older = answer.status === 200 ? readFeed(answer.body.toString()) : null;
    if (!older) {
      const todo = 'publish what the feed links to: what is older is lost for readers';
      return [...findings, fault(`the history ends at ${target.href}: ${answer.status}`, todo)];
    }
    const twice = older.items.filter(({ id }) => ids.has(id) && pages > 0);
    if (twice.length > 0 && findings.length === 0) {
      const [{ id = '' } = {}] = twice;
      const what = `the history has an item twice: ${id}, in ${ids.get(id)} and ${target.href}`;
      findings.push(fault(what, 'cut the history so that each item stands in one document'));
    }
    for (const { id } of older.items) ids.set(id, target.href);
    [at, next] = [target, older.older];
  }
  if (next !== undefined) {
    const what = `the history was followed for ${count(pages, 'document')}, and goes on`;
    findings.push(notice(what, '--pages N follows it further'));
  } else if (pages === 0) findings.push(ok('no history, or all is in the feed'));
  else
    findings.push(
      ok(
        `the history has ${count(pages, 'document')}, ${count(ids.size, 'item')} with those of the feed`,
      ),
    );
  return findings;
}
