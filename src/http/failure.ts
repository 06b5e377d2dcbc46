// Failure: why a request is not answered, in the words of whoever asks.
import type { Context } from 'hono';
import type { Alternative, Say } from '../site/failure.ts';
import { en } from '../site/i18n/en.ts';
import { IndexBehind } from '../store/search/search.ts';

/** A request that is answered with an error: programs get an English sentence, browsers a page. */
export class Failure extends Error {
  readonly status: number;
  readonly say: Say;
  /** What there is instead. */
  readonly alternatives: Alternative[] | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    say: Say,
    {
      alternatives,
      headers = {},
    }: { alternatives?: Alternative[]; headers?: Record<string, string> } = {},
  ) {
    super(say(en));
    this.status = status;
    this.say = say;
    this.alternatives = alternatives;
    this.headers = headers;
  }
}

/** A query that cannot be answered. */
export class BadQuery extends Failure {
  constructor(say: Say) {
    super(400, say);
  }
}

/** There is nothing under the address. */
export class NotFound extends Failure {
  constructor(say: Say, alternatives?: Alternative[]) {
    super(404, say, alternatives && { alternatives });
  }
}

/**
 * Answers a program, as Hono's `onError`: with a sentence, 500 where the error is none of ours.
 * `browserPages` makes a page of it for a browser.
 */
export function answerFailure(error: Error, c: Context): Response {
  const failure = failureOf(error);
  c.error = failure;
  const { status, message, alternatives, headers } = failure;
  const names = alternatives?.map(({ name }) => name).join(', ') || 'none';
  const text = alternatives ? `${message} There are: ${names}\n` : `${message}\n`;
  return new Response(text, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=UTF-8', ...headers },
  });
}

/** What an error means to whoever asked. */
function failureOf(error: Error): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof IndexBehind) {
    return new Failure(503, ({ errors }) => errors.behind, { headers: { 'Retry-After': '30' } });
  }
  console.error(error);
  return new Failure(500, ({ errors }) => errors.broken);
}
