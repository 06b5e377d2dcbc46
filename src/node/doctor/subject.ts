// A feed that is looked at: its answer to a plain request, after redirects.
import { type Answer, type Ask, NoAnswer } from './exchange.ts';
import { type ReadFeed, readFeed } from './feed.ts';
import { type Finding, fault, notice } from './finding.ts';
import { READERS } from './readers.ts';

const MAX_REDIRECTS = 5;

export interface Subject {
  ask: Ask;
  /** Where it is in the end. */
  url: URL;
  /** Without a content coding, as curl gets it. */
  answer: Answer;
  feed: ReadFeed;
}

/** What curl sends: it asks for no coding. */
export const PLAIN = READERS.curl as (typeof READERS)[string];

/** Follows redirects to what is at an address, and says what is wrong with them. */
export async function reach(
  ask: Ask,
  address: URL,
): Promise<{ answer: Answer | null; findings: Finding[] }> {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (let url = address; ; ) {
    if (seen.has(url.href) || seen.size > MAX_REDIRECTS) {
      const what = `${address.href} is redirected ${seen.size} times, and not to an end`;
      findings.push(fault(what, 'redirect it once, to the feed'));
      return { answer: null, findings };
    }
    seen.add(url.href);
    const answer = await ask(url, PLAIN);
    if (![301, 302, 303, 307, 308].includes(answer.status)) return { answer, findings };
    const location = answer.headers.get('location');
    const target = location ? URL.parse(location, url) : null;
    if (!target) {
      const what = `${url.href} is redirected (${answer.status}) to nowhere`;
      findings.push(fault(what, 'send the feed, or a Location where it is'));
      return { answer: null, findings };
    }
    const what = `${url.href} is redirected (${answer.status}) to ${target.href}`;
    if (url.protocol === 'https:' && target.protocol === 'http:') {
      findings.push(fault(what, 'stay with https: readers refuse to leave it'));
    } else if ([302, 303, 307].includes(answer.status)) {
      findings.push(notice(what, 'use 301 or 308, so that readers learn the new address'));
    } else findings.push(notice(what, 'give people the last address'));
    url = target;
  }
}

/** The answer as a feed, or what it is instead. */
export function subjectOf(ask: Ask, answer: Answer): Subject | Finding {
  const { url, status, body } = answer;
  const feed = status === 200 ? readFeed(body.toString()) : null;
  if (feed) return { ask, url, answer, feed };
  return fault(
    `${url.href} answers ${status} with ${describe(answer)}`,
    isWall(answer) ? passFor(answer) : 'send a feed (RSS, Atom or JSON Feed) with status 200',
  );
}

function passFor({ status }: Answer): string {
  return status === 429
    ? 'if you asked often: wait, and ask again; else limit readers less'
    : 'let addresses of feeds pass the protection against bots: readers are programs, and solve no challenge';
}

/** Texts and header fields of pages that stand in front of a site and let only people in. */
const WALL =
  /just a moment|captcha|cf-challenge|challenge-platform|are you (?:a )?(?:human|robot)|enable javascript and cookies|access denied|attention required/i;

export function isWall({ status, headers, body }: Answer): boolean {
  if (headers.has('cf-mitigated')) return true;
  return [401, 403, 429, 503].includes(status) || WALL.test(body.subarray(0, 20_000).toString());
}

export function describe(answer: Answer): string {
  const { headers, body } = answer;
  if (headers.has('cf-mitigated')) return 'a challenge (cf-mitigated)';
  const type = headers.get('content-type')?.split(';')[0] ?? 'no type';
  const looks = WALL.test(body.subarray(0, 20_000).toString()) ? ', a page for people' : '';
  return `${body.length} bytes of ${type}${looks}`;
}

/** Asks as each reader does: all must get the same feed. */
export async function askAsReaders({ ask, url, answer }: Subject): Promise<Finding[]> {
  const findings: Finding[] = [];
  let same = 0;
  for (const [name, fields] of Object.entries(READERS)) {
    try {
      const own = await ask(url, fields);
      if (own.status === 200 && own.body.equals(answer.body)) same++;
      else if (own.status === 200 && readFeed(own.body.toString())) {
        const todo = 'send the same bytes to all, or name in Vary what they depend on';
        findings.push(notice(`${name} gets another feed than curl`, todo));
      } else {
        const what = `${name} gets ${own.status} with ${describe(own)}`;
        findings.push(
          fault(what, isWall(own) ? passFor(own) : 'send it the feed, whatever it accepts'),
        );
      }
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      findings.push(fault(`${name} gets no answer: ${error.message}`, 'answer every reader'));
    }
  }
  const level = findings.length === 0 ? 'ok' : 'notice';
  const all = Object.keys(READERS).length;
  const what = `${same} of ${all} readers get the same feed`;
  return [
    level === 'ok' ? { level, what } : { level, what, todo: 'see the lines that follow' },
    ...findings,
  ];
}
