// How a feed is sent: its type, how long it is kept (RFC 9111), cookies, content codings (RFC 9110 §8.4).
import type { Format } from './feed.ts';
import { type Finding, fault, notice, ok } from './finding.ts';
import { PLAIN, type Subject } from './subject.ts';

/** The registered type first, then those that are usual. */
const TYPES: Record<Format, string[]> = {
  RSS: ['application/rss+xml', 'application/xml', 'text/xml'],
  Atom: ['application/atom+xml', 'application/xml', 'text/xml'],
  'JSON Feed': ['application/feed+json', 'application/json'],
};

/** Seconds: less is asked for too often, more comes too late. */
const LEAST_AGE = 60;
const MOST_AGE = 86_400;

export function checkType({ answer, feed }: Subject): Finding[] {
  const [type = '', ...parameters] = (answer.headers.get('content-type') ?? '')
    .toLowerCase()
    .split(/\s*;\s*/);
  const expected = TYPES[feed.format];
  if (!expected.includes(type)) {
    const what = `the type of this ${feed.format} is ${type || 'missing'}`;
    return [fault(what, `send Content-Type: ${expected[0]}; charset=utf-8`)];
  }
  const charset = parameters.find((each) => each.startsWith('charset='));
  if (charset && !/^charset="?utf-?8"?$/.test(charset)) {
    return [fault(`Content-Type says ${charset}`, 'send UTF-8, and say so')];
  }
  return [ok(`${feed.format} as ${type}`)];
}

export function checkLifetime({ answer: { headers } }: Subject): Finding[] {
  const findings: Finding[] = [];
  if (headers.has('set-cookie')) {
    findings.push(fault('a cookie is set', 'set none on feeds: caches then keep nothing'));
  }
  const control = headers.get('cache-control') ?? '';
  const age = /\bmax-age=(\d+)/.exec(control)?.[1];
  if (/\b(?:no-store|no-cache|private)\b/.test(control)) {
    const todo = `send Cache-Control: public, max-age=900, so that caches can answer polls`;
    findings.push(notice(`Cache-Control: ${control}`, todo));
  } else if (age === undefined) {
    findings.push(notice('no max-age', 'send Cache-Control: max-age=900, or how often it changes'));
  } else if (Number(age) < LEAST_AGE || Number(age) > MOST_AGE) {
    const todo = `expected from ${LEAST_AGE} to ${MOST_AGE} seconds: readers that obey it come too often or too late`;
    findings.push(notice(`max-age=${age}`, todo));
  } else findings.push(ok(`fresh for ${age} s`));
  return findings;
}

export async function checkCodings({ ask, url, answer }: Subject): Promise<Finding[]> {
  const findings: Finding[] = [];
  const own = answer.headers.get('content-encoding');
  if (own && own !== 'identity') {
    findings.push(fault(`${own} was sent to who did not ask for it`, 'send the plain feed then'));
  }
  const sizes: string[] = [];
  for (const coding of ['gzip', 'br']) {
    const coded = await ask(url, [...PLAIN, ['Accept-Encoding', coding]]);
    const used = coded.headers.get('content-encoding') ?? 'identity';
    if (![coding, 'identity'].includes(used)) {
      findings.push(fault(`${used} was sent to who asked for ${coding}`, `send ${coding} or none`));
    }
    if (coded.status === 200 && !coded.body.equals(answer.body)) {
      const todo = 'send the same feed in every coding';
      findings.push(fault(`with Accept-Encoding: ${coding} it is another feed`, todo));
    }
    if (used === 'identity') continue;
    sizes.push(`${coding} ${Math.round((100 * coded.sent) / answer.body.length)} %`);
    if (!/accept-encoding|\*/i.test(coded.headers.get('vary') ?? '')) {
      const todo = 'send Vary: Accept-Encoding, or caches give it to who cannot read it';
      findings.push(fault(`${coding} without Vary`, todo));
    }
  }
  if (sizes.length > 0) return [ok(`compressed: ${sizes.join(', ')}`), ...findings];
  const what = `${answer.sent} bytes are sent as they are`;
  return [notice(what, 'compress feeds with gzip or br: they become a third'), ...findings];
}
