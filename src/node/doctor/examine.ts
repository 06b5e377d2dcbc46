// Address → all that is found of it: of a feed, or of the feeds that a page names.
import { checkConditional, checkDelta, checkHead } from './conditional.ts';
import { checkHub, checkItems, checkSelf } from './content.ts';
import { type Ask, NoAnswer } from './exchange.ts';
import { feedsOf } from './feed.ts';
import { type Finding, fault, notice } from './finding.ts';
import { checkHistory } from './history.ts';
import { askAsReaders, reach, type Subject, subjectOf } from './subject.ts';
import { checkCodings, checkLifetime, checkType } from './transfer.ts';

type Print = (found: Finding | string) => void;

/** Feeds of a page that are looked at: a site has the same in three formats. */
export const MAX_FEEDS = 3;

/**
 * @param pages documents of the history that are read of each feed
 * @param print takes each finding, after the address of the feed that it is of
 */
export async function examine(ask: Ask, address: URL, pages: number, print: Print): Promise<void> {
  const reached = await attempt(() => reach(ask, address), print);
  for (const finding of reached?.findings ?? []) print(finding);
  const answer = reached?.answer;
  if (!answer) return;
  const named = /html/.test(answer.headers.get('content-type') ?? '') && answer.status === 200;
  const feeds = named ? feedsOf(answer.body.toString(), answer.url) : [];
  if (feeds.length === 0) return examineFeed(subjectOf(ask, answer), pages, print);
  if (feeds.length > MAX_FEEDS) {
    const what = `${answer.url.href} names ${feeds.length} feeds: the first ${MAX_FEEDS} are looked at`;
    print(notice(what, 'ask for the others by their own addresses'));
  }
  for (const feed of feeds.slice(0, MAX_FEEDS)) {
    const reached = await attempt(() => reach(ask, feed), print);
    for (const finding of reached?.findings ?? []) print(finding);
    if (reached?.answer) await examineFeed(subjectOf(ask, reached.answer), pages, print);
  }
}

async function examineFeed(subject: Subject | Finding, pages: number, print: Print): Promise<void> {
  if ('level' in subject) return print(subject);
  print(subject.url.href);
  const checks = [
    () => checkType(subject),
    () => askAsReaders(subject),
    () => checkConditional(subject),
    () => checkHead(subject),
    () => checkDelta(subject),
    () => checkCodings(subject),
    () => checkLifetime(subject),
    () => checkSelf(subject),
    () => checkItems(subject, Date.now()),
    () => checkHub(subject),
    () => checkHistory(subject, pages),
  ];
  for (const check of checks) {
    for (const finding of (await attempt(async () => check(), print)) ?? []) print(finding);
  }
}

/** Where no answer comes, that is what was found. */
async function attempt<T>(work: () => Promise<T>, print: Print): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    print(fault(error.message, 'see that the server runs, and answers'));
    return null;
  }
}
