// Polls of readers that have the feed already: validators and 304 (RFC 9110 §13), HEAD, A-IM (RFC 3229).
import { readFeed } from './feed.ts';
import { type Finding, fault, notice, ok } from './finding.ts';
import type { FieldList } from './readers.ts';
import { PLAIN, type Subject } from './subject.ts';

const NOT_MODIFIED = 'answer 304 without a body: each poll costs the whole feed';

export async function checkConditional(subject: Subject): Promise<Finding[]> {
  const { ask, url, answer } = subject;
  const tag = answer.headers.get('etag');
  const date = answer.headers.get('last-modified');
  if (!tag && !date) {
    return [fault('neither ETag nor Last-Modified', `send one of them, and ${NOT_MODIFIED}`)];
  }
  const polls: [what: string, fields: FieldList][] = [];
  if (tag) {
    const weak = tag.startsWith('W/') ? tag.slice(2) : `W/${tag}`;
    polls.push(
      ['If-None-Match', [...PLAIN, ['If-None-Match', tag]]],
      ['If-None-Match, fields in another order', [['if-none-match', tag], ...PLAIN.toReversed()]],
      ['If-None-Match, as a proxy weakens it', [...PLAIN, ['If-None-Match', weak]]],
      ['If-None-Match, in a list', [...PLAIN, ['If-None-Match', `"other", ${tag}`]]],
    );
  }
  if (date) polls.push(['If-Modified-Since', [...PLAIN, ['If-Modified-Since', date]]]);
  const findings: Finding[] = [];
  for (const [what, fields] of polls) {
    const { status } = await ask(url, fields);
    if (status === 304) findings.push(ok(`${what}: 304`));
    else {
      // Readers that get their tag back changed are some; those that send it as it was are all.
      const level = what === 'If-None-Match' || !tag ? fault : notice;
      findings.push(level(`${what}: ${status}`, NOT_MODIFIED));
    }
  }
  const other: FieldList = [...PLAIN, ['If-None-Match', '"never-sent"']];
  const { status } = await ask(url, other);
  if (status !== 200) {
    const todo = 'answer 200 with the feed: readers would never see anything new';
    findings.push(fault(`If-None-Match with a tag that was never sent: ${status}`, todo));
  }
  return findings;
}

export async function checkHead({ ask, url, answer }: Subject): Promise<Finding[]> {
  const head = await ask(url, PLAIN, 'HEAD');
  const todo = 'answer HEAD as GET, without the body: some readers ask so first';
  if (head.status !== 200) return [fault(`HEAD: ${head.status}`, todo)];
  const differs = ['content-type', 'etag'].filter(
    (name) => head.headers.get(name) !== answer.headers.get(name),
  );
  if (differs.length > 0)
    return [notice(`HEAD has another ${differs.join(' and ')} than GET`, todo)];
  return [ok('HEAD: 200, as GET')];
}

export async function checkDelta({ ask, url, answer }: Subject): Promise<Finding[]> {
  const tag = answer.headers.get('etag') ?? '"never-sent"';
  const fields: FieldList = [...PLAIN, ['A-IM', 'feed'], ['If-None-Match', '"never-sent"']];
  const whole = await ask(url, fields);
  const known = await ask(url, [...PLAIN, ['A-IM', 'feed'], ['If-None-Match', tag]]);
  const todo = 'ignore A-IM, or answer 226 with `IM: feed` and a feed of what is new (RFC 3229)';
  const isWrong = ({ status, headers, body }: typeof whole) =>
    status === 226
      ? !/\bfeed\b/.test(headers.get('im') ?? '') || !readFeed(body.toString())
      : ![200, 304].includes(status);
  const wrong = [whole, known].find(isWrong);
  if (wrong) return [fault(`A-IM: feed (newsboat, feedparser): ${wrong.status}`, todo)];
  return [ok(`A-IM: feed: ${whole.status}, ${known.status}`)];
}
